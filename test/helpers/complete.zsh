# Prints what zsh offers for the words "$2", with the completion script "$1": the key is pressed in a terminal of its own.
zmodload zsh/zpty
zpty terminal zsh -f -i
zpty -w terminal "PS1= script=${(q)1}"
zpty -w terminal 'autoload -U compinit; compinit -u -D; source $script
unset zle_bracketed_paste
compadd() {
  if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]]; then
    local -a hits
    builtin compadd -O hits "$@"
    print -rl -- $hits
  fi
  builtin compadd "$@"
}
mark() { print -r -- "@@@"mark }
compprefuncs=(mark) comppostfuncs=(mark exit)
bindkey "^I" complete-word
print ready"@@@"'
zpty -r terminal heard $'*ready@@@\r\n'
zpty -w -n terminal "$2"$'\t'
zpty -r terminal heard $'*@@@mark\r\n'
zpty -r terminal heard $'*@@@mark\r\n'
print -r -- "${heard%@@@mark*}"
zpty -d terminal

import { type CompletableCommand, type CompletableOption, firstChoices, flagsOf } from './completable';

/** The script for bash, 3.2 and later, without the package bash-completion. */
export function bashScript(program: CompletableCommand): string {
  const name = `_${program.name.replaceAll('-', '_')}`;
  return `# Completion of ${program.name} for bash.

${name}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local command='' words='' action='' redirection='^[0-9&]*[<>]+[|&]?$' word index
  COMPREPLY=()

  # Bash takes --option=value for three words.
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $previous == '=' ]]; then
    previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi

  for ((index = 1; index < COMP_CWORD; index++)); do
    if [[ \${COMP_WORDS[index]} != -* ]]; then
      command=\${COMP_WORDS[index]}
      break
    fi
  done

  case $command in
    '')
      words=${quoted(wordsOf(program))}
      ;;
${program.commands.map(commandCase).join('\n')}
  esac

  # Bash leaves to this, too, what is read from and written to.
  if [[ $current =~ $redirection ]]; then
    current='' action=file
  elif [[ $previous =~ $redirection ]]; then
    action=file
  fi

  if [[ -n $action ]]; then
    type compopt > /dev/null 2>&1 && compopt -o filenames
    words=$(compgen -A "$action" -- "$current")
  else
    words=$(compgen -W "$words" -- "$current")
  fi
  while IFS= read -r word; do
    if [[ -n $word ]]; then COMPREPLY+=("$word"); fi
  done <<< "$words"
}

complete -F ${name} ${program.name}
`;
}

function commandCase(command: CompletableCommand): string {
  const choices = firstChoices(command);
  const values = command.options.flatMap(valueCases);
  const first =
    choices.length > 0
      ? [
          `        ${quoted([command.name])})\n          words=${quoted([...choices, ...wordsOf(command)])}\n          ;;`,
        ]
      : [];
  return `    ${command.name})
      case $previous in
${[...values, ...first].join('\n')}${values.length + first.length > 0 ? '\n' : ''}        *)
          words=${quoted(wordsOf(command))}
          ;;
      esac
      ;;`;
}

/** What follows an option that needs a value; after one that may have one, anything can follow. */
function valueCases(option: CompletableOption): string[] {
  const { value } = option;
  if (value === undefined || value.optional) return [];
  const what = {
    file: 'action=file',
    directory: 'action=directory',
    free: 'return',
    choices: `words=${quoted(value.kind === 'choices' ? value.choices : [])}`,
  }[value.kind];
  return [`        ${flagsOf(option).join(' | ')})\n          ${what}\n          ;;`];
}

const wordsOf = ({ commands, options }: CompletableCommand): string[] => [
  ...commands.map(({ name }) => name),
  ...options.flatMap(flagsOf),
];

const quoted = (words: readonly string[]): string => `'${words.join(' ').replaceAll("'", "'\\''")}'`;

import {
  type CompletableArgument,
  type CompletableCommand,
  type CompletableOption,
  flagsOf,
  type Value,
} from './completable';

/** The script for zsh: a file of $fpath, or read by `source` once compinit was called. */
export function zshScript(program: CompletableCommand): string {
  const name = `_${program.name}`;
  return `#compdef ${program.name}
# Completion of ${program.name} for zsh.

${name}() {
  local curcontext=$curcontext state
  local -a line commands
  local -A opt_args

  _arguments -C${lines(4, [...program.options.flatMap(optionSpecs), quoted('1: :->command'), quoted('*:: :->words')])}

  case $state in
    command)
      commands=(${lines(8, program.commands.map(described), '')}
      )
      _describe -t commands command commands
      ;;
    words)
      case $line[1] in
${program.commands.map(commandCase).join('\n')}
      esac
      ;;
  esac
}

if [[ $funcstack[1] == ${name} ]]; then
  ${name} "$@"
else
  compdef ${name} ${program.name}
fi
`;
}

function commandCase({ name, options, arguments: all }: CompletableCommand): string {
  return `        ${name})
          _arguments${lines(12, [...options.flatMap(optionSpecs), ...all.map(argumentSpec)])}
          ;;`;
}

/** One for each flag, which keeps the other from being offered after it. */
const optionSpecs = (option: CompletableOption): string[] =>
  flagsOf(option).map((flag) => {
    const { description, value } = option;
    const both = `(${flagsOf(option).join(' ')})`;
    const text = `[${description.replace(/[[\]\\]/g, '\\$&')}]`;
    if (value === undefined) return quoted(`${both}${flag}${text}`);
    const sign = flag.startsWith('--') ? '=' : '+';
    const colons = value.optional ? '::' : ':';
    return quoted(`${both}${flag}${sign}${text}${colons}${value.name}:${actionOf(value)}`);
  });

function argumentSpec({ name, required, variadic, value }: CompletableArgument): string {
  if (variadic) return quoted(`*:${name}:${actionOf(value)}`);
  return quoted(`${required ? ':' : '::'}${name}:${actionOf(value)}`);
}

function actionOf(value: Value): string {
  switch (value.kind) {
    case 'choices':
      return `(${value.choices.join(' ')})`;
    case 'file':
      return '_files';
    case 'directory':
      return '_files -/';
    case 'free':
      // A space: nothing is completed, and the name is shown.
      return ' ';
  }
}

const described = ({ name, description }: CompletableCommand): string =>
  quoted(`${name}:${description.replace(/[\\:]/g, '\\$&')}`);

const lines = (indent: number, items: readonly string[], end = ' \\'): string =>
  items.map((item) => `${end}\n${' '.repeat(indent)}${item}`).join('');

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

import { type CompletableCommand, type CompletableOption, firstChoices } from './completable';

/** The script for fish, 3.0 and later. */
export function fishScript(program: CompletableCommand): string {
  const isCommand = `__${program.name.replaceAll('-', '_')}_command`;
  const complete = `complete --command ${program.name}`;
  const under = (command: string, what: string) =>
    `${complete} --condition ${quoted(`${isCommand} ${quoted(command)}`)} ${what}`;
  const commandLines = (command: CompletableCommand): string[] => {
    const choices = firstChoices(command);
    const first = `${isCommand} ${command.name}; and test (commandline -opc)[-1] = ${command.name}`;
    return [
      ...command.options.map((option) => under(command.name, optionWords(option))),
      ...(choices.length > 0
        ? [`${complete} --condition ${quoted(first)} --arguments ${quoted(choices.join(' '))}`]
        : []),
    ];
  };
  return `# Completion of ${program.name} for fish.

# Whether the command that was typed is this one; with an empty one, whether there is none yet.
function ${isCommand}
    set --local words (commandline -opc)
    set --erase words[1]
    for word in $words
        if not string match --quiet -- '-*' $word
            test $word = "$argv[1]"
            return
        end
    end
    test -z "$argv[1]"
end

${complete} --no-files
${program.options.map((option) => under('', optionWords(option))).join('\n')}
${program.commands
  .map(({ name, description }) => under('', `--arguments ${name} --description ${quoted(description)}`))
  .join('\n')}

${program.commands.map((command) => commandLines(command).join('\n')).join('\n\n')}
`;
}

function optionWords({ short, long, description, value }: CompletableOption): string {
  const words = [
    ...(short === undefined ? [] : [`--short-option ${short.slice(1)}`]),
    ...(long === undefined ? [] : [`--long-option ${long.slice(2)}`]),
    ...valueWords(value),
    `--description ${quoted(description)}`,
  ];
  return words.join(' ');
}

function valueWords(value: CompletableOption['value']): string[] {
  if (value === undefined || value.optional) return [];
  switch (value.kind) {
    case 'choices':
      return [`--exclusive --arguments ${quoted(value.choices.join(' '))}`];
    case 'file':
      return ['--require-parameter --force-files'];
    case 'directory':
      return ["--exclusive --arguments '(__fish_complete_directories)'"];
    case 'free':
      return ['--exclusive'];
  }
}

const quoted = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;

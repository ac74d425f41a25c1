import type { Command, Option } from 'commander';
import { examplesOf } from '../examples';
import { EXIT_MEANINGS } from '../exitMeanings';
import { bold, escaped, italic, item, paragraphs, verbatim } from './roff';

/** The man page of `program`, in the macros of man(7). */
export function manPage(program: Command): string {
  const name = program.name();
  const commands = program.createHelp().visibleCommands(program);
  const lines = [
    `.TH ${escaped(name.toUpperCase())} 1 "" "${escaped(`${name} ${program.version() ?? ''}`)}" "User Commands"`,
    '.SH NAME',
    `${escaped(name)} \\- ${escaped(program.description().replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    `${bold(name)} ${italic('command')} [${italic('options')}]`,
    '.br',
    `${bold(`${name} help`)} [${italic('command')}]`,
    '.SH DESCRIPTION',
    escaped(program.description()),
    ...program
      .createHelp()
      .visibleOptions(program)
      .flatMap((option) => optionItem(option, program)),
    '.SH COMMANDS',
    ...commands.flatMap((command) => commandSection(command)),
    '.SH ENVIRONMENT',
    'An option counts before its variable. An empty variable counts as not set.',
    ...environment(commands),
    '.SH EXIT STATUS',
    ...Object.entries(EXIT_MEANINGS).flatMap(([code, meaning]) => item(bold(code), meaning)),
    '.SH EXAMPLES',
    ...commands.flatMap(examples),
    '.SH SEE ALSO',
    ...['.BR openssl (1),', '.BR systemd.service (5)'],
  ];
  return `${lines.join('\n')}\n`;
}

function commandSection(command: Command): string[] {
  const options = command.createHelp().visibleOptions(command);
  const [, ...usage] = command.usage().split(' ');
  return [
    `.SS ${[bold(command.name()), ...usage.map(escaped)].join(' ')}`,
    escaped(command.description()),
    ...command.registeredArguments
      .filter(({ description }) => description !== '')
      .flatMap((argument) =>
        item(italic(argument.name()), command.createHelp().argumentDescription(argument)),
      ),
    ...options.flatMap((option) => optionItem(option, command)),
    ...paragraphs(notesOf(command)),
  ];
}

function examples(command: Command): string[] {
  const lines = examplesOf(command);
  return lines.length === 0 ? [] : [`.SS ${bold(command.name())}`, ...verbatim(lines)];
}

/** Described as its help does: with default, choices and variable. */
function optionItem(option: Option, command: Command): string[] {
  const [flags = '', value] = option.flags.split(/ (?=[<[])/);
  const term = value === undefined ? bold(flags) : `${bold(flags)} ${valueName(value)}`;
  return item(term, command.createHelp().optionDescription(option));
}

const valueName = (value: string): string =>
  value.startsWith('[') ? `[${italic(value.slice(1, -1))}]` : italic(value.slice(1, -1));

/** What the help of `command` says behind its options, without the examples. */
function notesOf(command: Command): string {
  const before = command.configureOutput();
  const written: string[] = [];
  command.configureOutput({ writeOut: (text) => void written.push(text) });
  command.outputHelp();
  command.configureOutput(before);
  const behind = written.join('').slice(command.helpInformation().length);
  return behind.split('\nExamples:\n')[0] ?? '';
}

/** Each variable once, with every option that it stands for. */
function environment(commands: readonly Command[]): string[] {
  const uses = new Map<string, { description: string; flags: Map<string, string[]> }>();
  for (const command of commands)
    for (const { envVar, long, description } of command.options) {
      if (envVar === undefined || !long) continue;
      const use = uses.get(envVar) ?? { description, flags: new Map() };
      use.flags.set(long, [...(use.flags.get(long) ?? []), command.name()]);
      uses.set(envVar, use);
    }
  return [...uses]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([variable, { description, flags }]) => {
      const options = [...flags].map(([flag, names]) => `${flag} of ${names.join(', ')}`).join('; ');
      return item(bold(variable), `${options}: ${description}.`);
    });
}

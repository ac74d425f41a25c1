import type { Argument, Command, Option } from 'commander';

/** What stands in the place of a value. */
export type Value =
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  | { readonly kind: 'file' | 'directory' | 'free' };

export interface CompletableOption {
  /** As they are typed, `-p` and `--password`. */
  readonly short: string | undefined;
  readonly long: string | undefined;
  readonly description: string;
  /** Undefined for a switch. */
  readonly value: (Value & { readonly name: string; readonly optional: boolean }) | undefined;
}

export interface CompletableArgument {
  readonly name: string;
  readonly required: boolean;
  readonly variadic: boolean;
  readonly value: Value;
}

export interface CompletableCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletableOption[];
  readonly arguments: readonly CompletableArgument[];
  readonly commands: readonly CompletableCommand[];
}

/** All that a shell can complete of `command`: what its help shows. */
export function completableOf(command: Command): CompletableCommand {
  const help = command.createHelp();
  const commands = help.visibleCommands(command).map(completableOf);
  return {
    name: command.name(),
    description: command.description(),
    options: help.visibleOptions(command).map(optionOf),
    arguments: command.registeredArguments.map(argumentOf),
    commands: commands.map((one) => (one.name === 'help' ? helpFor(commands, one) : one)),
  };
}

/** Every flag of an option, as it is typed. */
export const flagsOf = ({ short, long }: CompletableOption): string[] =>
  [short, long].filter((flag) => flag !== undefined);

/** The choices of the first argument, none if it has none. */
export const firstChoices = ({ arguments: [first] }: CompletableCommand): readonly string[] =>
  first?.value.kind === 'choices' ? first.value.choices : [];

/** Commander's own `help` does not say what it takes: a command. */
function helpFor(commands: readonly CompletableCommand[], help: CompletableCommand): CompletableCommand {
  const choices = commands.map(({ name }) => name).filter((name) => name !== 'help');
  const value: Value = { kind: 'choices', choices };
  return { ...help, arguments: [{ name: 'command', required: false, variadic: false, value }] };
}

function optionOf({
  short,
  long,
  description,
  flags,
  required,
  optional,
  argChoices,
}: Option): CompletableOption {
  const name = /[<[](.+?)(?:\.\.\.)?[>\]]/.exec(flags)?.[1] ?? '';
  const value = required || optional ? { ...valueFor(name, argChoices), name, optional } : undefined;
  return { short, long, description, value };
}

function argumentOf(argument: Argument): CompletableArgument {
  const { required, variadic, argChoices } = argument;
  const name = argument.name();
  return { name, required, variadic, value: valueFor(name, argChoices) };
}

function valueFor(name: string, choices: readonly string[] | undefined): Value {
  if (choices) return { kind: 'choices', choices };
  return { kind: name === 'file' || name === 'directory' ? name : 'free' };
}

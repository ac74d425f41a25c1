import type { Command } from 'commander';

const examples = new WeakMap<Command, readonly string[]>();

/** Ends the help of `command` with lines that can be typed as they are; to be called after all other help texts. */
export function withExamples(command: Command, lines: readonly string[]): Command {
  examples.set(command, lines);
  return command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`);
}

/** The examples of `command`, for the man page. */
export const examplesOf = (command: Command): readonly string[] => examples.get(command) ?? [];

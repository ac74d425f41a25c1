import type { Command } from 'commander';
import { bashScript } from './bashScript';
import { type CompletableCommand, completableOf } from './completable';
import { fishScript } from './fishScript';
import type { Shell } from './shells';
import { zshScript } from './zshScript';

const SCRIPTS: Record<Shell, (program: CompletableCommand) => string> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** Prints the script with which `shell` completes the words of `program`. */
export const runCompletion = (program: Command, shell: Shell): void =>
  void process.stdout.write(SCRIPTS[shell](completableOf(program)));

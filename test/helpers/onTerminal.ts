import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const python = ['/usr/bin/python3', 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import pty']).status === 0,
);

/** Why there is no terminal for a command; undefined when there is. */
export const noTerminal = python === undefined ? 'no Python with pty is installed' : undefined;

/**
 * For `CliOptions.entry`: standard error is a terminal, and standard output or input too where that is named. What is written there
 * is read as the process's standard error.
 */
export const onTerminal = (which: 'err' | 'out+err' | 'in+err'): readonly string[] => [
  python ?? '',
  join(import.meta.dirname, 'onTerminal.py'),
  which,
];

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '../../out/main/cli.cjs');

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** The built command line, running as a process of its own. */
export class Cli {
  /** Resolves when the process has ended and everything that it wrote was read. */
  readonly exited: Promise<Exit>;
  private readonly out: Buffer[] = [];
  private err = '';

  constructor(readonly child: ChildProcessWithoutNullStreams) {
    child.stdout.on('data', (chunk: Buffer) => this.out.push(chunk));
    child.stderr.on('data', (chunk) => {
      this.err += chunk;
    });
    // A process that has ended does not read what it is given; how it ended is what counts.
    child.stdin.on('error', () => undefined);
    this.exited = once(child, 'close').then(([code, signal]) => ({
      code,
      signal,
      stdout: this.stdout,
      stderr: this.err,
    }));
  }

  get stdout(): Buffer {
    return Buffer.concat(this.out);
  }

  get stderr(): string {
    return this.err;
  }

  /** Resolves once standard output or error holds `wanted`; rejects when the process ends without it. */
  async until(from: 'stdout' | 'stderr', wanted: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = wanted.exec(from === 'stdout' ? this.stdout.toString() : this.err);
      if (found) return found;
      const more = once(this.child[from], 'data').then(() => undefined);
      const ended = await Promise.race([more, this.exited]);
      if (ended && !wanted.test(from === 'stdout' ? ended.stdout.toString() : ended.stderr))
        throw new Error(`ended (${ended.code}) without ${wanted}: ${ended.stderr}`);
    }
  }
}

/**
 * Starts the built command line as a process of its own, in the folder `cwd`; with `entry`, through that command.
 * Whoever starts it ends it.
 */
export const startCli = (
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  entry: readonly string[] = [],
): Cli => {
  const [command = '', ...before] = [...entry, process.execPath];
  return new Cli(
    spawn(command, [...before, CLI, ...args], {
      cwd,
      // Nothing of this test run's environment gets in, least of all somebody's RELAY_PASSWORD; and what a relay keeps is
      // in the test's own folder.
      env: { PATH: process.env.PATH ?? '', HOME: cwd, ...env },
    }),
  );
};

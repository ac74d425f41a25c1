import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const cli = join(import.meta.dirname, '../../out/main/cli.cjs');

/** A running command line, with all that it has written. */
export interface Running {
  readonly child: ChildProcess;
  readonly exited: Promise<{ code: number | null; stdout: Buffer; stderr: string }>;
}

/** Starts the built command line as a process of its own. Whoever starts it ends it. */
export function startCli(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Running {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const exited = once(child, 'close').then(([code]) => ({ code, stdout: Buffer.concat(out), stderr }));
  return { child, exited };
}

import { execFile } from 'node:child_process';

/** What one of the system's programs said. */
export interface ToolOutput {
  /** Undefined when it is not there, or did not end in time. */
  readonly code: number | undefined;
  readonly text: string;
}

/** Runs a program of the system, without a shell between, and ends it after `timeoutMs` milliseconds. Never rejects. */
export type Tool = (
  command: string,
  args: readonly string[],
  options?: { readonly timeoutMs?: number; readonly env?: Readonly<Record<string, string>> },
) => Promise<ToolOutput>;

const PATIENCE_MS = 3_000;

export const runTool: Tool = (command, args, { timeoutMs = PATIENCE_MS, env = {} } = {}) =>
  new Promise((resolve) => {
    const options = {
      timeout: timeoutMs,
      windowsHide: true,
      // The words that are looked for below are English ones.
      env: { ...process.env, LC_ALL: 'C', ...env },
    };
    execFile(command, args, options, (error, stdout) => {
      const code = error ? (typeof error.code === 'number' ? error.code : undefined) : 0;
      resolve({ code, text: stdout });
    });
  });

import { execFile } from 'node:child_process';

/** How long the system's tools may take, in milliseconds. */
const PATIENCE_MS = 3_000;

/**
 * The name of the program that listens on `port` of this computer, by the system's own tools; undefined where they do
 * not tell, as of other users' programs. Never rejects.
 */
export async function portOwner(port: number): Promise<string | undefined> {
  switch (process.platform) {
    case 'linux':
      return parseSs(await output('ss', ['-Hltnp', `sport = :${port}`]));
    case 'darwin':
      return parseLsof(await output('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fc']));
    case 'win32': {
      const pid = parseNetstat(await output('netstat', ['-ano']), port);
      if (pid === undefined) return undefined;
      return parseTasklist(await output('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']));
    }
    default:
      return undefined;
  }
}

/** `LISTEN 0 511 *:9001 *:* users:(("node",pid=812,fd=18))`. */
export const parseSs = (text: string): string | undefined => /users:\(\("((?:[^"\\]|\\.)+)"/.exec(text)?.[1];

/** A line for each field, its name the first letter: `p812`, then `cnode`; odd bytes are escaped: `\xc3\xbc` is ü. */
export const parseLsof = (text: string): string | undefined =>
  /^c(.+)$/m
    .exec(text)?.[1]
    ?.replace(/(?:\\x[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('\\x', ''), 'hex').toString());

/** The process of `TCP 0.0.0.0:9001 0.0.0.0:0 LISTENING 812`, or `[::]`; the word's language is the system's. */
export function parseNetstat(text: string, port: number): number | undefined {
  for (const line of text.split('\n')) {
    const [, local, remote, , pid] = line.trim().split(/\s+/);
    const listens = local?.endsWith(`:${port}`) && (remote === '0.0.0.0:0' || remote === '[::]:0');
    if (listens && /^\d+$/.test(pid ?? '')) return Number(pid);
  }
  return undefined;
}

/** `"node.exe","812","Console","1","45,000 K"`. */
export const parseTasklist = (text: string): string | undefined => /^"([^"]+)","\d+"/m.exec(text)?.[1];

const output = (command: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(command, args, { timeout: PATIENCE_MS, windowsHide: true }, (_error, stdout) => resolve(stdout));
  });

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';

/** How the app ended last time, if it was not in order. */
export interface Crash {
  /** The version that ran, and when it had been started, in milliseconds since 1970. */
  readonly version: string;
  readonly started: number;
  /** What failed, for whoever mends it; undefined when the app was ended from outside or by Chromium itself. */
  readonly error: string | undefined;
}

/** This run of the app, from its start to its end: a file says that it has not ended. */
export interface Session {
  readonly lastCrash: Crash | undefined;
  /** Keeps what a bug threw, to be told at the next start. */
  failed(error: unknown): void;
  /** The app ends in order. */
  ended(): void;
}

const schema = z.object({
  version: z.string(),
  started: z.number(),
  error: z.string().optional(),
});

/** Begins a session whose file is in `directory`. Only for the one instance that keeps running. Never throws. */
export function startSession(directory: string, version: string): Session {
  const path = join(directory, 'session.json');
  const lastCrash = crashOf(read(path), Date.now() - uptime() * 1000);
  const about = { version, started: Date.now() };
  let hasFailed = false;
  write(path, about);
  return {
    lastCrash,
    failed(error) {
      hasFailed = true;
      write(path, { ...about, error: outline(error) });
    },
    ended() {
      // What failed is to be told, however orderly the app ended after it.
      if (!hasFailed) rmSync(path, { force: true });
    },
  };
}

/**
 * What a file left by an earlier session means. One that the whole computer ended together with is no crash of ours.
 * `booted` is when the computer was switched on, in milliseconds since 1970.
 */
export function crashOf(stored: unknown, booted: number): Crash | undefined {
  const parsed = schema.safeParse(stored);
  if (!parsed.success) return undefined;
  const { version, started, error } = parsed.data;
  return error !== undefined || started > booted ? { version, started, error } : undefined;
}

/**
 * An error without what it says, which may hold anything, a password too; and without folders, which name the person:
 * its kind, the system's code, and where in the app it came from.
 */
export function outline(error: unknown): string {
  if (!(error instanceof Error)) return `Something that is not an error: ${typeof error}`;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const places = (error.stack ?? '')
    .replace(error.message, '')
    .split('\n')
    .flatMap((line) => {
      const [, name = '', place = ''] = /^ {4}at (?:(.*?) \()?([^()]+:\d+:\d+)\)?$/.exec(line) ?? [];
      return place ? [`  at ${name ? `${name}, ` : ''}${basename(place.replaceAll('\\', '/'))}`] : [];
    });
  return [`${error.name}${code}`, ...places.slice(0, 12)].join('\n');
}

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A note that cannot be written is missed at the next start, and no reason to fail now. */
function write(path: string, about: z.infer<typeof schema>): void {
  try {
    writeFileSync(path, JSON.stringify(about), { mode: 0o600 });
  } catch (error) {
    process.stderr.write(`No note of this session could be written: ${error}\n`);
  }
}

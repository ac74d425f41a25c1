import { renameSync, rmSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { EOL } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import electronLog from 'electron-log/node';
import type { LogEntry } from '../../../preload/logEntry';
import { createFormats, entryLine, textsFor } from '../../texts';

/** The log on disk, in English, one line an entry. A full file is put aside, and a few old ones are kept. */
export interface LogFile {
  readonly path: string;
  /** Takes the entry at once; it is on disk a moment later. Never throws. */
  write(entry: LogEntry, nameOf: (key: string) => string | undefined): void;
  /** Resolves when all that was taken is written, or the disk does not take it, within about two seconds. */
  flush(): Promise<void>;
}

const NAME = 'relay';
const MAX_BYTES = 2_000_000;
const OLD_FILES = 3;

/** How long lines gather before they are written in one go, and how long until a disk that refused is tried again. */
const GATHER_MS = 200;
const AGAIN_MS = 5_000;
/** How often it is looked whether a write is done, and how long a flush waits for it. */
const LOOK_MS = 5;
const FLUSH_MS = 2_000;
/** So many lines may wait for a slow disk; what comes then is counted and left out. */
const MAX_WAITING = 20_000;

// Its first logger prints the failures of all others; here each file tells its own.
electronLog.transports.console.writeFn = () => {};

/**
 * Writes to `relay.log` in `directory`, which is made if need be. `onProblem` hears the system's text when writing
 * begins to fail, and undefined when it works again; what could not be written is tried again.
 */
export function createLogFile(
  directory: string,
  onProblem: (text: string | undefined) => void = () => {},
): LogFile {
  const path = join(directory, `${NAME}.log`);
  const append = createAppender(directory, path);
  const speech = { t: textsFor('en'), f: createFormats('en', 'en-GB') };
  let lines: string[] = [];
  let leftOut = 0;
  let problem: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;

  function later(ms: number): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void writeOut();
    }, ms).unref();
  }

  function writeOut(): Promise<void> {
    writing ??= writeWaiting().finally(() => {
      writing = undefined;
      if (lines.length > 0) later(problem === undefined ? GATHER_MS : AGAIN_MS);
    });
    return writing;
  }

  async function writeWaiting(): Promise<void> {
    const taken = lines;
    if (leftOut > 0)
      taken.push(`${new Date().toISOString()} warning ${leftOut} lines could not be written here`);
    lines = [];
    const missed = leftOut;
    leftOut = 0;
    const found = await append(taken);
    if (found !== undefined) {
      if (missed > 0) taken.pop();
      lines = [...taken, ...lines];
      leftOut += missed;
    }
    if ((found === undefined) !== (problem === undefined)) onProblem(found);
    problem = found;
  }

  return {
    path,
    write(entry, nameOf) {
      if (lines.length >= MAX_WAITING) leftOut += 1;
      else lines.push(entryLine(entry, { ...speech, nameOf }));
      later(GATHER_MS);
    },
    async flush() {
      clearTimeout(timer);
      timer = undefined;
      const everything = async () => {
        await writing;
        if (lines.length > 0) await writeOut();
      };
      await Promise.race([everything(), pause(FLUSH_MS, undefined, { ref: false })]);
    },
  };
}

/** Writes lines in one go, one call after the other; resolves with the system's text when that failed. */
function createAppender(
  directory: string,
  path: string,
): (lines: readonly string[]) => Promise<string | undefined> {
  const logger = electronLog.create({ logId: path });
  logger.transports.console.level = false;
  const { file } = logger.transports;
  Object.assign(file, {
    sync: false,
    maxSize: MAX_BYTES,
    transforms: [({ data }: { readonly data: readonly unknown[] }) => data[0]],
    writeOptions: { flag: 'a', mode: 0o600, encoding: 'utf8' },
  });
  file.resolvePathFn = () => path;
  file.archiveLogFn = (full) => {
    // Where another program holds it, it grows on for a while.
    if (!putAside(directory, path) && full.size > 2 * MAX_BYTES) full.clear();
  };

  let failure: string | undefined;
  let listening = false;

  return async (lines) => {
    try {
      // Tried first: it would take a file that cannot be made for one that swallows everything for ever.
      await mkdir(directory, { recursive: true });
      await appendFile(path, '', { mode: 0o600 });
    } catch (error) {
      return String(error);
    }
    const target = file.getFile();
    if (!listening)
      target.on('error', (error) => {
        failure = error.message;
      });
    listening = true;
    failure = undefined;
    const text = lines.join(EOL);
    logger.info(text);
    // It says nothing when it is done, but counts.
    const done = target.bytesWritten + Buffer.byteLength(text + EOL);
    while (failure === undefined && target.bytesWritten < done) await pause(LOOK_MS);
    return failure;
  };
}

/** Renames the file and those before it, as `relay.1.log`; false when the system did not let it. */
function putAside(directory: string, path: string): boolean {
  const old = (age: number) => join(directory, `${NAME}.${age}.log`);
  try {
    rmSync(old(OLD_FILES), { force: true });
    for (let age = OLD_FILES - 1; age > 0; age--) renameIfThere(old(age), old(age + 1));
    renameSync(path, old(1));
    return true;
  } catch {
    return false;
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

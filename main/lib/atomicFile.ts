import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './errorCode';
import { err, ok, type Result } from './result';

// A file is written under a name of its own beside its place, flushed, and only then put there: whatever ends the
// program or fills the disk, there is the old file or the new one, and never half of one. All of it is done at once,
// since some must be: what a bug threw is noted while the program ends.

/** Why a file could not be written: the system's code, as ENOSPC, and its sentence. */
export interface WriteProblem {
  readonly code: string;
  readonly text: string;
}

/** Written and flushed beside its place; to be put there, or discarded. */
export interface StagedFile {
  /** Takes the place if nobody has it. An empty file holds nothing to lose, and has none. */
  create(): Result<'created' | 'exists', WriteProblem>;
  /** Takes the place in any case. */
  replace(): Result<void, WriteProblem>;
  /** The same, and what was there is kept under the name `aside` in the same folder. Gives what puts it back. */
  swap(aside: string): Result<() => Result<void, WriteProblem>, WriteProblem>;
  discard(): void;
}

/** For the user alone. */
const PRIVATE = 0o600;

/** How often a rename is tried, and how long is waited in between, in milliseconds. */
const TRIES = 10;
const PAUSE_MS = 50;

export function stageFile(
  path: string,
  content: string | Uint8Array,
  mode = PRIVATE,
): Result<StagedFile, WriteProblem> {
  // A link stays one: the file that it leads to is the one that is written.
  const place = whereItLeads(path);
  const beside = join(dirname(place), `.${basename(place)}.${randomBytes(6).toString('hex')}`);
  const discard = () => discardFile(beside);
  const attempt = <T>(work: () => T) => {
    const done = attempted(work);
    if (!done.ok) discard();
    return done;
  };
  const put = () => {
    refuseDevice(place);
    rename(beside, place);
    flushFolder(dirname(place));
  };
  const staged = attempt(() => writeFlushed(beside, content, mode, place));
  if (!staged.ok) return staged;
  return ok({
    discard,
    create: () =>
      attempt(() => {
        const taken = take(beside, place);
        if (taken === 'exists' && !isEmptyFile(place)) {
          discard();
          return 'exists';
        }
        if (taken === 'put') discard();
        else put();
        return 'created';
      }),
    replace: () => attempt(put),
    swap: (aside) =>
      attempt(() => {
        const putBack = keepAs(place, join(dirname(place), aside));
        try {
          put();
        } catch (error) {
          putBack();
          throw error;
        }
        return () => attempted(putBack);
      }),
  });
}

/** Makes a file that is not there yet; never replaces one, unless it is empty. Leaves nothing when it fails. */
export function createFile(
  path: string,
  content: string | Uint8Array,
  mode?: number,
): Result<'created' | 'exists', WriteProblem> {
  const staged = stageFile(path, content, mode);
  return staged.ok ? staged.value.create() : staged;
}

/** Writes a file in place of what is there, if anything is. Leaves what was there when it fails. */
export function replaceFile(path: string, content: string, mode?: number): Result<void, WriteProblem> {
  const staged = stageFile(path, content, mode);
  return staged.ok ? staged.value.replace() : staged;
}

/** Our own names beside a file, and those of a library that earlier versions wrote with. */
const OURS = /^\.(.+)\.[0-9a-f]{12}$/;
const EARLIER = /^(.+)\.tmp-\d{10}[0-9a-f]{6}$/;

/**
 * Removes what a program that was ended amid writing `path` left beside it, some of it with a secret in it. Another one
 * may be writing at this moment: what is younger than `ageMs` milliseconds is left alone. Never throws; what cannot be
 * removed now is found again at the next start.
 */
export function removeStaleTempFiles(path: string, ageMs: number): void {
  const place = whereItLeads(path);
  const isOurs = (name: string) => [OURS, EARLIER].some((form) => form.exec(name)?.[1] === basename(place));
  try {
    for (const name of readdirSync(dirname(place)).filter(isOurs)) {
      const leftOver = join(dirname(place), name);
      const written = statSync(leftOver, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (Date.now() - written >= ageMs) discardFile(leftOver);
    }
  } catch {
    // There is no such folder, or it cannot be read.
  }
}

/** For a folder in which others may be writing: nobody takes nearly as long to write a small file. */
export const STALE_TEMP_FILE_MS = 5_000;

const attempted = <T>(work: () => T): Result<T, WriteProblem> => {
  try {
    return ok(work());
  } catch (error) {
    return err({ code: errorCode(error), text: error instanceof Error ? error.message : String(error) });
  }
};

function writeFlushed(beside: string, content: string | Uint8Array, mode: number, place: string): void {
  const file = openSync(beside, 'wx', mode);
  try {
    // As often as it takes: a disk that is nearly full takes a part, and says no more than how large that was.
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  keepOwner(beside, place);
}

/** What root writes for somebody, as in one start with sudo, stays theirs. */
function keepOwner(beside: string, place: string): void {
  const owner = statSync(place, { throwIfNoEntry: false });
  const own = statSync(beside);
  if (!owner?.isFile() || (owner.uid === own.uid && owner.gid === own.gid)) return;
  try {
    chownSync(beside, owner.uid, owner.gid);
  } catch {
    // Nobody but root may give a file away.
  }
}

/** Puts the file there, or an empty one that holds the place for it, without ever replacing anything. */
function take(beside: string, place: string): 'put' | 'held' | 'exists' {
  try {
    linkSync(beside, place);
    return 'put';
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return 'exists';
  }
  // A file system without hard links, such as a memory stick's.
  try {
    closeSync(openSync(place, 'wx', PRIVATE));
    return 'held';
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return 'exists';
    throw error;
  }
}

/** Gives what is at `place` the name `aside` too, or where that cannot be, instead. Gives what puts it back. */
function keepAs(place: string, aside: string): () => void {
  try {
    linkSync(place, aside);
    return () => {
      rename(aside, place);
      // Of two names of one file, as long as nothing else took the place, that leaves both.
      discardFile(aside);
    };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return () => discardFile(place);
  }
  // A folder, or a file system without hard links.
  rename(place, aside);
  return () => {
    discardFile(place);
    rename(aside, place);
  };
}

/** On Windows a virus scanner may hold either file for a moment. */
function rename(from: string, to: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      const held = process.platform === 'win32' && /^(EPERM|EACCES|EBUSY)$/.test(errorCode(error));
      if (!held || attempt === TRIES) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}

/** So that the name outlasts a power cut as well. Not every system can, and the file is whole without it. */
function flushFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // As on Windows.
  }
}

/** What root writes to /dev/null, or to a pipe, must not take its place for everybody else. */
function refuseDevice(place: string): void {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found && !found.isFile() && !found.isDirectory())
    throw Object.assign(new Error(`${place} is a device or a pipe, and no file`), { code: 'EINVAL' });
}

function whereItLeads(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

const isEmptyFile = (path: string): boolean => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && found.size === 0;
};

function discardFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where it could not be made, there is nothing to remove either.
  }
}

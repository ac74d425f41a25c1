import { existsSync, mkdirSync, realpathSync, renameSync, rmdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type StagedFile, stageFile, type WriteProblem } from './atomicFile';
import { errorCode } from './errorCode';
import { err, ok, type Result } from './result';

/** A file as it is to be; without a text there is to be none. */
export interface WantedFile {
  readonly path: string;
  readonly text: string | undefined;
}

/** What could not be written. */
export type ReplaceProblem = Pick<WriteProblem, 'code'> & { readonly path: string };

/** Several files, written and flushed beside their places. */
export interface PreparedFiles {
  /**
   * Puts all in their places, or none. What is in the way is kept beside, under the name that `kept` gives for its own;
   * gives the paths of what was kept.
   */
  replace(kept: NameOfKept): Result<readonly string[], ReplaceProblem>;
}

/** Under which name a file is kept; of higher numbers when the first is taken. */
export type NameOfKept = (name: string, number: number) => string;

/**
 * Makes several files what they are to be, all of them or none: each is written and flushed beside its place before the
 * first is put there, and what is in the way is kept under another name, which ends in `suffix`. Gives these names.
 */
export function replaceFiles(
  files: readonly WantedFile[],
  suffix: string,
): Result<readonly string[], ReplaceProblem> {
  const prepared = prepareFiles(files);
  if (!prepared.ok) return prepared;
  return prepared.value.replace((name, number) => `${name}${suffix}${number === 1 ? '' : `-${number}`}`);
}

/** Does all of it that can fail for want of room or rights, and leaves nothing when it does. */
export function prepareFiles(files: readonly WantedFile[]): Result<PreparedFiles, ReplaceProblem> {
  const folders: string[] = [];
  const undo: (() => unknown)[] = [];
  const fail = (path: string, code: string) => {
    for (const work of undo.reverse()) work();
    for (const folder of folders.reverse()) removeEmpty(folder);
    return err({ path, code });
  };
  const staged = new Map<string, StagedFile>();
  for (const { path, text } of files) {
    if (text === undefined) continue;
    const made = makeFolder(dirname(path));
    if (!made.ok) return fail(path, made.error);
    folders.push(...made.value);
    const file = stageFile(path, text);
    if (!file.ok) return fail(path, file.error.code);
    undo.push(file.value.discard);
    staged.set(path, file.value);
  }
  function replace(nameOfKept: NameOfKept): Result<readonly string[], ReplaceProblem> {
    const kept: string[] = [];
    for (const { path } of files) {
      // A link stays one, and what it leads to is what is kept, beside itself.
      const place = existsSync(path) ? realpathSync(path) : undefined;
      const aside = freeName(place ?? path, nameOfKept);
      const done = put(place, staged.get(path), aside);
      if (!done.ok) return fail(path, done.error);
      undo.push(done.value);
      if (place !== undefined) kept.push(aside);
    }
    return ok(kept);
  }
  return ok({ replace });
}

/** Gives what takes it back, or the code of what is in the way. */
function put(
  place: string | undefined,
  file: StagedFile | undefined,
  aside: string,
): Result<() => unknown, string> {
  if (file) {
    const swapped = file.swap(basename(aside));
    return swapped.ok ? swapped : err(swapped.error.code);
  }
  if (place === undefined) return ok(() => {});
  try {
    renameSync(place, aside);
    return ok(() => renameSync(aside, place));
  } catch (error) {
    return err(errorCode(error));
  }
}

/** Makes a folder, and gives all that had to be made for it, the outermost first. */
function makeFolder(folder: string): Result<string[], string> {
  try {
    const first = mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (first === undefined) return ok([]);
    const made: string[] = [];
    for (let path = resolve(folder); path !== dirname(resolve(first)); path = dirname(path))
      made.unshift(path);
    return ok(made);
  } catch (error) {
    return err(errorCode(error));
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else has put something there.
  }
}

function freeName(path: string, nameOfKept: NameOfKept): string {
  for (let number = 1; ; number++) {
    const name = join(dirname(path), nameOfKept(basename(path), number));
    if (!existsSync(name)) return name;
  }
}

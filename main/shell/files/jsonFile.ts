import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Store from 'electron-store';
import { errorCode } from '../../lib/errorCode';
import { restrictToOwner } from '../../lib/privateFile';
import { err, ok, type Result } from '../../lib/result';

/** The file is no JSON; or the system did not let us read it just now, which says nothing about what is in it. */
export type ReadProblem =
  | { readonly kind: 'notJson' }
  | { readonly kind: 'cannotRead'; readonly text: string };

/** A JSON object in a file of its own, readable by the user alone. */
export interface JsonFile {
  /** What the file holds; undefined when there is none. */
  read(): Result<unknown, ReadProblem>;
  /** Replaces the file as a whole: a crash leaves the old or the new one. The problem is the system's sentence. */
  write(value: Readonly<Record<string, unknown>>): Result<void, string>;
  /** Renames the file, adding the time, so that nothing of it is lost; gives its new path, or the system's sentence. */
  putAside(now: Date): Result<string, string>;
}

export function createJsonFile(directory: string, name: string): JsonFile {
  const path = join(directory, `${name}.json`);
  return {
    read() {
      let text: string;
      try {
        text = readFileSync(path, 'utf8');
        // One that was restored from a copy is often open to all.
        if (restrictToOwner(path) === 'open to others')
          process.stderr.write(
            `Other users of this computer can read ${path}: its owner should say chmod 600.\n`,
          );
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return ok(undefined);
        return err({ kind: 'cannotRead', text: textOf(error) });
      }
      try {
        return ok(JSON.parse(text));
      } catch {
        return err({ kind: 'notJson' });
      }
    },
    write(value) {
      try {
        // The store writes beside the file, flushes and renames, and tries again where a virus scanner holds it.
        const store = new Store<Record<string, unknown>>({ cwd: directory, name, configFileMode: 0o600 });
        store.store = value;
        return ok(undefined);
      } catch (error) {
        return err(textOf(error));
      }
    },
    putAside(now) {
      const stamp = now.toISOString().replaceAll(/[:.]/g, '-');
      const aside = join(directory, `${name} put aside ${stamp}.json`);
      try {
        renameSync(path, aside);
        return ok(aside);
      } catch (error) {
        return err(textOf(error));
      }
    },
  };
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Store from 'electron-store';
import { err, ok, type Result } from '../lib/result';

/** A JSON object in a file of its own, readable by the user alone. */
export interface JsonFile {
  /** What the file holds; undefined when there is none. */
  read(): Result<unknown, 'not readable'>;
  /** Replaces the file as a whole: a crash leaves the old or the new one. The problem is the system's sentence. */
  write(value: Readonly<Record<string, unknown>>): Result<void, string>;
  /** Renames the file, adding the time, so that nothing of it is lost; returns its new path. */
  putAside(now: Date): string;
}

export function createJsonFile(directory: string, name: string): JsonFile {
  const path = join(directory, `${name}.json`);
  return {
    read() {
      if (!existsSync(path)) return ok(undefined);
      try {
        return ok(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        return err('not readable');
      }
    },
    write(value) {
      try {
        // The store writes beside the file, flushes and renames, and tries again where a virus scanner holds it.
        const store = new Store<Record<string, unknown>>({ cwd: directory, name, configFileMode: 0o600 });
        store.store = value;
        return ok(undefined);
      } catch (error) {
        return err(error instanceof Error ? error.message : String(error));
      }
    },
    putAside(now) {
      const stamp = now.toISOString().slice(0, 19).replaceAll(':', '-');
      const aside = join(directory, `${name} put aside ${stamp}.json`);
      renameSync(path, aside);
      return aside;
    },
  };
}

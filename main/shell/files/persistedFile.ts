import type { SetAsideFile } from '../../../preload/views';
import type { LoadedValue, PersistedStore } from '../../app/settings/persistence';
import type { SettingsProblem } from '../../app/settings/settings';
import { err, type Result } from '../../lib/result';
import type { JsonFile } from './jsonFile';

/** What a file holds, and how it becomes a value. */
export interface FileFormat<T> {
  readonly what: SetAsideFile['what'];
  /** Serves when there is no file, or none that can be used. */
  readonly fallback: T;
  parse(stored: unknown): Result<T, SettingsProblem>;
  /** As it is written; `parse` reads it. */
  stored(value: T): Readonly<Record<string, unknown>>;
}

/**
 * A value kept in `file`. A broken one, and that of a newer version, is put aside, and the fallback serves then. A file
 * that could not be read, or not be put aside, is not written over either.
 */
export function createPersistedFile<T>(file: JsonFile, kind: FileFormat<T>): PersistedStore<T> {
  let untouchable: string | undefined;

  const fallback = (more: Partial<LoadedValue<T>>): LoadedValue<T> => ({
    value: kind.fallback,
    setAside: undefined,
    problem: undefined,
    ...more,
  });

  function leaveAlone(problem: string): LoadedValue<T> {
    untouchable = problem;
    return fallback({ problem });
  }

  function putAside(why: SettingsProblem): LoadedValue<T> {
    const path = file.putAside(new Date());
    if (!path.ok) return leaveAlone(path.error);
    return fallback({ setAside: { what: kind.what, why, path: path.value } });
  }

  return {
    load() {
      const stored = file.read();
      if (!stored.ok) {
        return stored.error.kind === 'notJson' ? putAside('not readable') : leaveAlone(stored.error.text);
      }
      if (stored.value === undefined) return fallback({});
      const value = kind.parse(stored.value);
      return value.ok ? fallback({ value: value.value }) : putAside(value.error);
    },
    save: (value) => (untouchable === undefined ? file.write(kind.stored(value)) : err(untouchable)),
  };
}

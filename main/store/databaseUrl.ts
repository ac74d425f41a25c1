import { resolve } from 'node:path';
import { err, ok, type Result } from '../lib/result';

export interface SqliteLocation {
  readonly kind: 'sqlite';
  readonly path: string;
}

/** Where `--database` points: `FILE` and `sqlite:FILE`. The error is a sentence. */
export function parseDatabaseUrl(url: string): Result<SqliteLocation, string> {
  if (/^postgres(ql)?:/i.test(url))
    return err('Databases of PostgreSQL come with a later version: until then give a file, sqlite:FILE.');
  const path = url.replace(/^sqlite:/i, '');
  // A letter and a colon is a drive.
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(path)?.[1];
  if (scheme !== undefined) return err(`${scheme}:// is no database that is known here: give sqlite:FILE.`);
  if (path === '') return err('The database has no name: give sqlite:FILE.');
  return ok({ kind: 'sqlite', path: resolve(path) });
}

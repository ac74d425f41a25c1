import { statSync } from 'node:fs';
import { PATIENCE_MS } from '../access';
import { loadSqlite, type Sqlite } from './native';
import { asOtherFileError } from './problem';

/** Reads another program's file within `work`, and changes nothing about it. Waits for that program, doing nothing else. */
export async function readForeign<T>(path: string, work: (db: Sqlite) => T): Promise<T> {
  const Native = await loadSqlite();
  let db: Sqlite | undefined;
  try {
    // What is not there is told by the system, with its own code.
    statSync(path);
    db = new Native(path, { readonly: true, fileMustExist: true, timeout: PATIENCE_MS });
    return work(db);
  } catch (error) {
    throw asOtherFileError(error, path);
  } finally {
    db?.close();
  }
}

import { closeSync, openSync, statSync } from 'node:fs';
import { StoreError, type StoreProblem } from '../../accounts/stores';
import type { Sqlite, SqliteConstructor } from './native';

/** Stands in the file's head, and says whose it is: `BRac`. */
export const APPLICATION_ID = 0x42526163;

/**
 * Opens a file of ours, or with `create` one that is new or empty. Foreign files are left as they are.
 *
 * - A timeout of 0: SQLite waits for nobody by itself, since it would do so with the whole process (see Access).
 * - WAL: who reads does not wait for who writes, as `stats` beside a running relay.
 * - synchronous FULL: each commit is flushed. With NORMAL a power cut takes the latest commits along, and somebody who was
 *   told to be registered, or blocked, would not be. Writes are few: traffic is written every few seconds.
 */
export function openFile(Native: SqliteConstructor, path: string, create: boolean): Sqlite {
  // Made here, since it holds hashes of passwords: for its own user alone, as are the files that SQLite puts beside it.
  if (create) closeSync(openSync(path, 'a', 0o600));
  // What is not there is told by the system, with its own code.
  else statSync(path);
  const db = new Native(path, { fileMustExist: true, timeout: 0 });
  try {
    const problem = whoseIsIt(db, path, create);
    if (problem) throw new StoreError(problem);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    // What was kept about a deleted user is overwritten, and does not wait in free pages.
    db.pragma('secure_delete = ON');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function whoseIsIt(db: Sqlite, path: string, create: boolean): StoreProblem | undefined {
  if (db.pragma('application_id', { simple: true }) === APPLICATION_ID) return undefined;
  const tables = db.prepare("select name from sqlite_schema where type = 'table'").pluck().all();
  if (tables.length === 0) {
    return create
      ? undefined
      : { kind: 'notADatabase', detail: `${path} is empty: give a database of this relay.` };
  }
  const advice = tables.includes('userlog') ? 'import it into a new one' : 'give another file';
  return { kind: 'notADatabase', detail: `${path} is another program's database: ${advice}.` };
}

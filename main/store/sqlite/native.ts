import type BetterSqlite3 from 'better-sqlite3';
import { StoreError } from '../../accounts/stores';

export type Sqlite = BetterSqlite3.Database;
export type Statement = BetterSqlite3.Statement<unknown[]>;
export type SqliteConstructor = typeof BetterSqlite3;

/** SQLite itself: native, hence installed beside the program, and loaded only by who needs it. */
export async function loadSqlite(): Promise<SqliteConstructor> {
  try {
    const { default: Native } = await import('better-sqlite3');
    // Its native part is loaded only now.
    new Native(':memory:').close();
    return Native;
  } catch {
    const detail =
      'SQLite is missing here, or was made for another version of Node: run npm install -g better-sqlite3 @node-rs/argon2 and start again.';
    throw new StoreError({ kind: 'unreachable', detail });
  }
}

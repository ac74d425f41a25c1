import { sql, type Transaction } from 'kysely';
import type { Engine } from '../engine';
import type { Tables } from '../schema';
import { sqliteDialect } from './dialect';
import { migrations } from './migrations';
import { loadSqlite } from './native';
import { openFile } from './openFile';
import { sqliteProblem } from './problem';

/** The engine for the file `path`. With `create` it is made where there is none: at the first opening, never later. */
export async function sqliteEngine(path: string, create: boolean): Promise<Engine> {
  const Native = await loadSqlite();
  let mayCreate = create;
  return {
    name: path,
    dialect: sqliteDialect(() => {
      const db = openFile(Native, path, mayCreate);
      mayCreate = false;
      return db;
    }),
    migrations,
    problemOf: (error) => sqliteProblem(error, path),
    // AUTOINCREMENT sees to it.
    numbersTaken: async () => undefined,
    async findDamage(db: Transaction<Tables>) {
      const pages = await sql<{ integrity_check: string }>`pragma integrity_check(20)`.execute(db);
      const keys = await sql<{ table: string; parent: string }>`pragma foreign_key_check`.execute(db);
      return [
        ...pages.rows.map((row) => row.integrity_check).filter((line) => line !== 'ok'),
        ...keys.rows.slice(0, 20).map(({ table, parent }) => `${table} names what is not in ${parent}`),
      ];
    },
  };
}

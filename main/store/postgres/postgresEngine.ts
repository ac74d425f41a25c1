import { PostgresDialect, sql, type Transaction } from 'kysely';
import { Pool, type PoolConfig, types } from 'pg';
import type { PostgresLocation } from '../databaseUrl';
import type { Engine } from '../engine';
import type { Tables } from '../schema';
import { migrations } from './migrations';
import { postgresProblem } from './problem';

/** Connections of one node. */
const MOST_CONNECTIONS = 8;

/** Milliseconds for a connection to be made, and for a statement to be done. */
const CONNECT_MS = 5_000;
const STATEMENT_MS = 10_000;

/** Whole numbers of 8 bytes, and sums of them: all of ours are such that JavaScript can tell apart. */
const NUMBERS: ReadonlySet<number> = new Set([types.builtins.INT8, types.builtins.NUMERIC]);

const config = (url: string): PoolConfig => ({
  connectionString: url,
  application_name: 'buckets-relay',
  max: MOST_CONNECTIONS,
  connectionTimeoutMillis: CONNECT_MS,
  idleTimeoutMillis: 30_000,
  statement_timeout: STATEMENT_MS,
  // A server that has gone without a word is noticed by this.
  query_timeout: STATEMENT_MS + CONNECT_MS,
  idle_in_transaction_session_timeout: STATEMENT_MS,
  keepAlive: true,
  allowExitOnIdle: true,
  types: {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      NUMBERS.has(oid) ? Number : types.getTypeParser(oid, format),
  },
});

/** The engine for a database of PostgreSQL 13 or later, which has to be there. */
export function postgresEngine({ url, name }: PostgresLocation): Engine {
  return {
    name,
    dialect: new PostgresDialect({
      pool: async () => {
        const pool = new Pool(config(url));
        // A connection that breaks while nobody uses it is made anew when somebody does.
        pool.on('error', () => {});
        return pool;
      },
    }),
    migrations,
    problemOf: (error) => postgresProblem(error, name),
    findDamage: async (db: Transaction<Tables>) => {
      await sql`select 1`.execute(db);
      return [];
    },
    async numbersTaken(db) {
      await sql`select setval(pg_get_serial_sequence('users', 'id'), greatest(max(id), 1)) from users`.execute(
        db,
      );
    },
  };
}

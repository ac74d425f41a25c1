import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import type { Sqlite } from './native';
import { Session } from './session';

/**
 * Kysely's own SQLite dialect, but with a connection that is opened anew when that heals it, and transactions that take
 * the lock for writing at their beginning. Kysely lets one at a time have the connection.
 */
export function sqliteDialect(open: () => Sqlite): Dialect {
  return {
    createAdapter: () => new Adapter(),
    createDriver: () => new SessionDriver(new Session(open)),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class Adapter extends SqliteAdapter {
  /** SQLite can; Kysely leaves it off for the sake of foreign keys, which no migration of ours has to turn off. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class SessionDriver implements Driver {
  constructor(private readonly session: Session) {}

  async init(): Promise<void> {}

  // Never rejects: Kysely would not hand the connection on to anybody after that. It is opened as a transaction begins.
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.session;
  }

  async beginTransaction(
    _connection: DatabaseConnection,
    { accessMode }: TransactionSettings,
  ): Promise<void> {
    this.session.begin(accessMode === 'read only' ? 'read' : 'write');
  }

  async commitTransaction(): Promise<void> {
    this.session.commit();
  }

  async rollbackTransaction(): Promise<void> {
    this.session.rollback();
  }

  async releaseConnection(): Promise<void> {
    this.session.rest();
  }

  async destroy(): Promise<void> {
    this.session.close();
  }
}

import { statSync } from 'node:fs';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import { StoreError } from '../../accounts/stores';
import { errorCode } from '../../lib/errorCode';
import { createRecent } from '../../lib/recent';
import type { Sqlite, Statement } from './native';

/** Those of one length of a list among them. */
const KEPT_STATEMENTS = 100;

/** After these the file is as usable as before; after any other it is opened anew. */
const HARMLESS = /^SQLITE_(BUSY|LOCKED|FULL|CONSTRAINT|ERROR|RANGE|MISMATCH|TOOBIG)/;

/**
 * The connection to a file, opened when it is needed. What SQLite does, it does at once and with the whole process; a
 * transaction holds its lock for no longer, unless it pauses on purpose. Outside of one only single reads are done.
 */
export class Session implements DatabaseConnection {
  private db: Sqlite | undefined;
  private inode = 0;
  private spoiled = false;
  /** By their text: to make one takes longer than most take to run. */
  private statements = createRecent<Statement>(KEPT_STATEMENTS);

  constructor(private readonly open: () => Sqlite) {}

  /** Who will write says so at once: whoever finds out later that somebody else did could only begin again. */
  begin(mode: 'read' | 'write'): void {
    this.ensureOpen();
    this.guard(() => this.opened.exec(mode === 'read' ? 'begin' : 'begin immediate'));
  }

  commit(): void {
    this.guard(() => this.opened.exec('commit'));
  }

  /** Never throws: it would hide what made it needed. */
  rollback(): void {
    try {
      // A full disk may have undone it already.
      if (this.db?.inTransaction) this.db.exec('rollback');
    } catch {
      this.spoiled = true;
    }
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const isAlone = !this.db?.inTransaction;
    if (isAlone) this.ensureOpen();
    return this.guard(() => {
      const statement = this.prepare(sql);
      if (isAlone && !statement.readonly) throw new Error('Nothing is written outside of a transaction');
      // What columns there are, and of what type, the schema tells.
      if (statement.reader) return { rows: statement.all(...parameters) as R[] };
      const { changes, lastInsertRowid } = statement.run(...parameters);
      return { rows: [], insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes) };
    });
  }

  // biome-ignore lint/correctness/useYield: nothing here is read in parts
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Rows are read at once here');
  }

  /** After a transaction: lets a connection go that may not see that what was wrong is right again. */
  rest(): void {
    if (this.spoiled) this.close();
  }

  close(): void {
    const db = this.db;
    this.db = undefined;
    this.spoiled = false;
    try {
      db?.close();
    } catch {
      // What was confirmed is on the disk already.
    }
  }

  /**
   * What is written to a file that lost its name is lost with it, so that is no place for what is then confirmed. And
   * another that took its name is not taken for it: beside it lies what was written last to the old one.
   */
  private ensureOpen(): void {
    if (this.db) {
      const path = this.db.name;
      if (statSync(path).ino === this.inode) return;
      const detail = `${path} was replaced while it was in use: end the relay, remove ${path}-wal, and start it again.`;
      throw new StoreError({ kind: 'unreachable', detail });
    }
    const db = this.open();
    this.inode = statSync(db.name).ino;
    this.db = db;
    this.statements = createRecent(KEPT_STATEMENTS);
  }

  private prepare(sql: string): Statement {
    const known = this.statements.get(sql);
    if (known) return known;
    const statement = this.opened.prepare<unknown[]>(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  private get opened(): Sqlite {
    if (!this.db) throw new Error('Nothing is done outside of a transaction');
    return this.db;
  }

  private guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!HARMLESS.test(errorCode(error))) this.spoiled = true;
      throw error;
    }
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { type CompiledQuery, Kysely, type Transaction } from 'kysely';
import { StoreError, type StoreOperation } from '../accounts/stores';
import type { Engine } from './engine';
import type { Tables } from './schema';

/** How long a lock of another program is waited for, in milliseconds. */
export const PATIENCE_MS = 5_000;

/** Pauses between two tries differ, so that two who wait do not meet each time. */
const MIN_PAUSE_MS = 2;
const MAX_PAUSE_MS = 20;

type Work<T> = (db: Transaction<Tables>) => Promise<T>;

/**
 * Transactions on one database. A lock of another program is waited for here, between tries, and never inside a
 * statement: that would stop the whole process, relay and all. Hence `work` may run more than once, and does nothing
 * but SQL.
 */
export class Access {
  private readonly db: Kysely<Tables>;
  private readonly closing = new AbortController();
  private closed: Promise<void> | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly patienceMs: number,
    private readonly onDone: (operation: StoreOperation) => void = () => {},
  ) {
    this.db = new Kysely<Tables>({ dialect: engine.dialect });
  }

  read<T>(work: Work<T>): Promise<T> {
    return this.observed('read', () => this.run('read only', work, 'read committed'));
  }

  /**
   * Reads with a single statement, which is made and compiled once: what it was made with is replaced by what it is given,
   * in order. It needs no transaction around it.
   */
  statement<Row, Values extends readonly unknown[]>(
    make: (db: Kysely<Tables>) => CompiledQuery<Row>,
  ): (...values: Values) => Promise<Row[]> {
    const query = make(this.db);
    const execute = async (values: Values) =>
      (await this.db.executeQuery<Row>({ ...query, parameters: values })).rows;
    return (...values) => this.observed('read', () => this.trying(() => execute(values)));
  }

  /** What has resolved is on the disk. Whoever writes does so as though alone. */
  write<T>(work: Work<T>): Promise<T> {
    return this.observed('write', () => this.run('read write', work, 'serializable'));
  }

  /**
   * The same for what only adds to rows, in the order of their keys: of two that add to the same row, the second waits for
   * the first, and nothing has to be done again.
   */
  add<T>(work: Work<T>): Promise<T> {
    return this.observed('write', () => this.run('read write', work, 'read committed'));
  }

  /** Once what has begun is done; what waits for a lock is given up. */
  close(): Promise<void> {
    this.closed ??= this.finish();
    return this.closed;
  }

  private async observed<T>(mode: StoreOperation['mode'], work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    const done = (problem: StoreOperation['problem']) =>
      this.onDone({ mode, ms: performance.now() - begun, problem });
    try {
      const result = await work();
      done(undefined);
      return result;
    } catch (error) {
      if (error instanceof StoreError) done(error.problem.kind);
      throw error;
    }
  }

  private run<T>(
    mode: 'read only' | 'read write',
    work: Work<T>,
    isolation: 'read committed' | 'serializable',
  ): Promise<T> {
    return this.trying((begun) =>
      // (SQLite has one kind alone, in which each is by itself.)
      this.db
        .transaction()
        .setAccessMode(mode)
        .setIsolationLevel(isolation)
        .execute((db) => {
          begun();
          return work(db);
        }),
    );
  }

  /** `attempt` tells when it has begun with what must not be done twice. */
  private async trying<T>(attempt: (begun: () => void) => Promise<T>): Promise<T> {
    const end = performance.now() + this.patienceMs;
    for (let tries = 1; ; tries++) {
      if (this.closed) throw closedError();
      let hasBegun = false;
      try {
        return await attempt(() => {
          hasBegun = true;
        });
      } catch (error) {
        const problem = this.engine.problemOf(error);
        if (!problem) throw error;
        // The connection had broken while nobody used it: another one may be had, and nothing is done twice.
        const wasBroken = problem.kind === 'unreachable' && !hasBegun && tries === 1;
        const isLocked = problem.kind === 'busy' && performance.now() < end;
        if (!wasBroken && !isLocked) throw new StoreError(problem);
      }
      await this.pause();
    }
  }

  private async pause(): Promise<void> {
    const pause = MIN_PAUSE_MS + Math.random() * (MAX_PAUSE_MS - MIN_PAUSE_MS);
    await sleep(pause, undefined, { signal: this.closing.signal }).catch(() => undefined);
  }

  private async finish(): Promise<void> {
    this.closing.abort();
    // Behind all who wait for a connection; where there is none to be had, nobody does.
    await this.db
      .connection()
      .execute(async () => undefined)
      .catch(() => undefined);
    await this.db.destroy();
  }
}

const closedError = () => new StoreError({ kind: 'unreachable', detail: 'The database has been closed.' });

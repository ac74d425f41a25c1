import type { Dialect, Transaction } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { StoreProblem } from '../accounts/stores';
import type { Tables } from './schema';

/** All that differs from one kind of database to another. What stands above it is the same SQL for all. */
export interface Engine {
  /** The database as a person knows it, without secrets. */
  readonly name: string;
  readonly dialect: Dialect;
  /** By their numbered names, in order. */
  readonly migrations: Readonly<Record<string, Migration>>;
  /** What keeps the database from being used; undefined for an error that is a mistake of ours. */
  problemOf(error: unknown): StoreProblem | undefined;
  /** What is not sound about the database, one line each. */
  findDamage(db: Transaction<Tables>): Promise<string[]>;
  /** Users came with numbers of their own: none of these is given to another one. */
  numbersTaken(db: Transaction<Tables>): Promise<void>;
}

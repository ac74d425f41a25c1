import { type AccountStore, StoreError, type StoreOperation } from '../accounts/stores';
import type { Result } from '../lib/result';
import { Access, PATIENCE_MS } from './access';
import { createCodeStore } from './codes';
import { type PostgresLocation, parseDatabaseUrl, type SqliteLocation } from './databaseUrl';
import type { Engine } from './engine';
import {
  type ForeignAccounts,
  type ImportCounts,
  type ImportRefusal,
  importAccounts,
} from './importAccounts';
import { createInviteStore } from './invites';
import { createMailStore } from './mails';
import { migrate } from './migrate';
import { openEngine } from './openEngine';
import { createRefusalStore } from './refusals';
import { createSessionStore } from './sessions';
import { createTrafficStore } from './traffic';
import { createUserStore } from './users';

export interface StoreOptions {
  /** Whether to make the database where there is none. */
  readonly create: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** How long a lock of another program is waited for. */
  readonly patienceMs?: number;
  /** Told of each transaction. */
  readonly onOperation?: (operation: StoreOperation) => void;
}

/** A database of accounts that can take over those of another program. */
export interface ImportingStore extends AccountStore {
  /** All of it or nothing; with `dryRun` nothing, but the same answer. */
  takeOver(accounts: ForeignAccounts, dryRun: boolean): Promise<Result<ImportCounts, ImportRefusal>>;
}

/** Opens `FILE`, `sqlite:FILE` or `postgres://…`, and brings it to this version's form. Rejects with a StoreError. */
export async function openStore(url: string, options: StoreOptions): Promise<ImportingStore> {
  const { now = Date.now, patienceMs = PATIENCE_MS } = options;
  const engine = await openEngine(locate(url), options.create);
  const access = new Access(engine, patienceMs, options.onOperation);
  try {
    await migrate(access, engine);
  } catch (error) {
    await access.close();
    throw error;
  }
  return {
    users: createUserStore(access, now),
    traffic: createTrafficStore(access),
    codes: createCodeStore(access, now),
    sessions: createSessionStore(access, now),
    invites: createInviteStore(access, now),
    mails: createMailStore(access),
    refusals: createRefusalStore(access),
    check: () => check(access, engine),
    takeOver: (accounts, dryRun) => importAccounts(access, engine, accounts, dryRun, now()),
    close: () => access.close(),
  };
}

/** Where a database is. Throws a StoreError for what cannot be one. */
export function locate(url: string): SqliteLocation | PostgresLocation {
  const location = parseDatabaseUrl(url);
  if (!location.ok) throw new StoreError({ kind: 'unreachable', detail: location.error });
  return location.value;
}

/** Reads all of it at once: for before a relay listens, and after. */
export async function check(access: Access, engine: Engine): Promise<void> {
  const [damage] = await access.read((db) => engine.findDamage(db));
  if (damage === undefined) return;
  const detail = `${engine.name} is damaged (${damage}): put a backup in its place.`;
  throw new StoreError({ kind: 'corrupt', detail });
}

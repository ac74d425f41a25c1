import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Day } from '../accounts/day';
import { StoreError } from '../accounts/stores';
import { type LicenceHash, parseEmail, type User, type UserId } from '../accounts/user';
import { map, type Result } from '../lib/result';
import type { ForeignAccounts, ImportCounts, ImportRefusal } from './importAccounts';
import type { ImportingStore } from './openStore';
import type { ReferenceRows, ReferenceToken, ReferenceTraffic, ReferenceUser } from './sqlite/reference';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Days of traffic that are kept. */
const DAYS = 90;

/** What was taken over, and whom nobody could log in as: their addresses are none. */
export interface ImportReport extends ImportCounts {
  readonly leftOut: readonly string[];
}

export interface ImportOptions {
  /** Tells what would be taken over, and takes nothing. */
  readonly dryRun: boolean;
  /** Milliseconds since 1970. */
  readonly now?: number;
}

/**
 * Takes over the accounts of the reference's database at `path`, which is only read: users with their numbers, disabled
 * licences, traffic of the last 90 days and codes that are still good. All or nothing. Rejects with a StoreError where
 * either database cannot be used.
 */
export async function importReference(
  path: string,
  store: ImportingStore,
  { dryRun, now = Date.now() }: ImportOptions,
): Promise<Result<ImportReport, ImportRefusal>> {
  const source = resolve(path);
  const since = new Date(now - DAYS * DAY_MS).toISOString().slice(0, 10);
  const [{ readForeign }, { readReference }] = await Promise.all([
    import('./sqlite/openForeign'),
    import('./sqlite/reference'),
  ]);
  const rows = await readForeign(source, (db) => readReference(db, since, now));
  if (!rows) {
    const detail = `${source} has other tables than a database of the reference: give another file.`;
    throw new StoreError({ kind: 'notADatabase', detail }, source);
  }
  const { accounts, leftOut } = toAccounts(rows, source, now);
  return map(await store.takeOver(accounts, dryRun), (counts) => ({ ...counts, leftOut }));
}

function toAccounts(
  rows: ReferenceRows,
  source: string,
  now: number,
): { accounts: ForeignAccounts; leftOut: string[] } {
  const leftOut: string[] = [];
  const users: User[] = [];
  for (const row of rows.users) {
    const user = toUser(row, now);
    if (user) users.push(user);
    else leftOut.push(row.email);
  }
  const ids = new Set<number>(users.map((user) => user.id));
  const isOfUser = ({ user }: { readonly user: number }) => ids.has(user);
  const accounts = {
    source,
    users,
    disabledLicences: rows.licences.map((licence) => licence as LicenceHash),
    userTraffic: rows.userLog
      .filter(hasDay)
      .map((row) => ({ ...toTraffic(row), user: Number(row.user) }))
      .filter(isOfUser),
    addressTraffic: rows.ipLog.filter(hasDay).map((row) => ({ ...toTraffic(row), address: row.ip })),
    codes: [
      ...rows.verifications.map((row) => ({ ...toCode(row), kind: 'verification' as const })),
      ...rows.resets.map((row) => ({ ...toCode(row), kind: 'reset' as const })),
    ].filter(isOfUser),
  };
  return { accounts, leftOut };
}

function toUser(row: ReferenceUser, now: number): User | undefined {
  const email = parseEmail(row.email);
  return (
    email && {
      id: Number(row.id) as UserId,
      email,
      created: row.created === null ? now : Number(row.created) * 1_000,
      passwordHash: row.pwhash,
      verified: row.verified !== 0n,
      blocked: row.blocked !== 0n,
      licence: row.licence === '' ? undefined : (row.licence as LicenceHash),
    }
  );
}

const hasDay = ({ day }: ReferenceTraffic): boolean => /^\d{4}-\d\d-\d\d$/.test(day);

const toTraffic = ({ day, sent, received }: ReferenceTraffic) => ({
  day: day as Day,
  sent: bounded(sent),
  received: bounded(received),
});

/** A number that JavaScript can hold, and a database counts on with. */
const bounded = (bytes: bigint): number =>
  bytes < 0n ? 0 : bytes > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(bytes);

const toCode = ({ user, token, expires }: ReferenceToken) => ({
  user: Number(user),
  digest: createHash('sha256').update(token).digest('hex'),
  expires: Number(expires) * 1_000,
});

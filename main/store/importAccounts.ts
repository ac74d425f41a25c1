import type { Transaction } from 'kysely';
import type { Day } from '../accounts/day';
import type { Email, LicenceHash, User } from '../accounts/user';
import { err, ok, type Result } from '../lib/result';
import type { Access } from './access';
import type { Engine } from './engine';
import type { Tables } from './schema';
import { addAddressTraffic, addUserTraffic, inParts } from './traffic';

/** What another program's database holds, in our terms. */
export interface ForeignAccounts {
  /** Where it comes from, as a person knows it. */
  readonly source: string;
  readonly users: readonly User[];
  readonly disabledLicences: readonly LicenceHash[];
  readonly userTraffic: readonly {
    readonly day: Day;
    readonly user: number;
    readonly sent: number;
    readonly received: number;
  }[];
  readonly addressTraffic: readonly {
    readonly day: Day;
    readonly address: string;
    readonly sent: number;
    readonly received: number;
  }[];
  readonly codes: readonly {
    readonly user: number;
    readonly kind: 'verification' | 'reset';
    /** SHA-256 of the code, in hex digits. */
    readonly digest: string;
    readonly expires: number;
  }[];
}

/** How much was taken over. */
export interface ImportCounts {
  readonly users: number;
  readonly disabledLicences: number;
  readonly userDays: number;
  readonly addressDays: number;
  readonly codes: number;
}

/** Why nothing was. */
export type ImportRefusal =
  | { readonly kind: 'importedBefore'; readonly source: string; readonly at: number }
  | { readonly kind: 'hasUsers'; readonly users: number }
  | { readonly kind: 'sameEmail'; readonly emails: readonly Email[] };

/** Takes over all of it, or nothing: one transaction. Only into a database without users, and only once. */
export function importAccounts(
  access: Access,
  engine: Engine,
  accounts: ForeignAccounts,
  dryRun: boolean,
  at: number,
): Promise<Result<ImportCounts, ImportRefusal>> {
  const counts = {
    users: accounts.users.length,
    disabledLicences: accounts.disabledLicences.length,
    userDays: accounts.userTraffic.length,
    addressDays: accounts.addressTraffic.length,
    codes: accounts.codes.length,
  };
  if (dryRun) return access.read(async (db) => (await refusal(db, accounts)) ?? ok(counts));
  return access.write(async (db) => {
    const refused = await refusal(db, accounts);
    if (refused) return refused;
    await insertAll(db, accounts);
    await engine.numbersTaken(db);
    await db.insertInto('imports').values({ source: accounts.source, at }).execute();
    return ok(counts);
  });
}

async function refusal(
  db: Transaction<Tables>,
  { users }: ForeignAccounts,
): Promise<Result<never, ImportRefusal> | undefined> {
  const before = await db.selectFrom('imports').selectAll().executeTakeFirst();
  if (before) return err({ kind: 'importedBefore', source: before.source, at: before.at });
  const { count } = await db
    .selectFrom('users')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (count > 0) return err({ kind: 'hasUsers', users: count });
  const emails = users.map((user) => user.email);
  const firstPlaces = new Map(emails.map((email, index) => [email, index] as const).reverse());
  const twice = emails.filter((email, index) => firstPlaces.get(email) !== index);
  return twice.length > 0 ? err({ kind: 'sameEmail', emails: [...new Set(twice)] }) : undefined;
}

async function insertAll(db: Transaction<Tables>, accounts: ForeignAccounts): Promise<void> {
  for (const part of inParts(accounts.users)) {
    const rows = part.map((user) => ({
      id: user.id,
      created: user.created,
      email: user.email,
      password_hash: user.passwordHash,
      verified: Number(user.verified),
      blocked: Number(user.blocked),
      licence: user.licence ?? null,
    }));
    await db.insertInto('users').values(rows).execute();
  }
  for (const part of inParts(accounts.disabledLicences)) {
    const rows = part.map((licence) => ({ licence }));
    await db
      .insertInto('disabled_licences')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  for (const part of inParts(accounts.userTraffic))
    await addUserTraffic(
      db,
      part.map(({ user, ...rest }) => ({ ...rest, user_id: user })),
    );
  for (const part of inParts(accounts.addressTraffic)) await addAddressTraffic(db, part);
  for (const part of inParts(accounts.codes)) {
    const rows = part.map(({ user, ...rest }) => ({ ...rest, user_id: user, email: null }));
    await db.insertInto('codes').values(rows).execute();
  }
}

import type { Transaction } from 'kysely';
import type { UserChange, UserChangeKind } from '../accounts/stores';
import type { UserId } from '../accounts/user';
import type { Tables } from './schema';

/** How long a change is kept for programs that ask later: they ask every few seconds. */
const KEPT_MS = 24 * 60 * 60 * 1_000;

/** Most that are read at once; the rest is there the next time. */
const MOST = 1_000;

/** Notes a change within the transaction that makes it. The newest stays, whatever its age: its number tells who asks. */
export async function noteChange(
  db: Transaction<Tables>,
  user: number,
  kind: UserChangeKind,
  at: number,
): Promise<void> {
  await db
    .deleteFrom('changes')
    .where('at', '<', at - KEPT_MS)
    .execute();
  await db.insertInto('changes').values({ user_id: user, kind, at }).execute();
}

/** Those after `seq`; one transaction, so that none falls between them and the last number. */
export async function readChanges(
  db: Transaction<Tables>,
  seq: number,
): Promise<{ readonly changes: readonly UserChange[]; readonly last: number }> {
  const rows = await db
    .selectFrom('changes')
    .select(['seq', 'user_id', 'kind'])
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(MOST)
    .execute();
  const changes = rows.map((row) => ({
    seq: row.seq,
    user: row.user_id as UserId,
    kind: row.kind as UserChangeKind,
  }));
  const last = changes.at(-1)?.seq ?? (await newest(db));
  return { changes, last };
}

async function newest(db: Transaction<Tables>): Promise<number> {
  const row = await db
    .selectFrom('changes')
    .select((eb) => eb.fn.max('seq').as('last'))
    .executeTakeFirst();
  return row?.last ?? 0;
}

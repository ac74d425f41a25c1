import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Expression, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Day } from '../accounts/day';
import type { TrafficEntry, TrafficStatistics, TrafficStore, TrafficSum } from '../accounts/stores';
import type { Email } from '../accounts/user';
import type { Access } from './access';
import type { Tables } from './schema';

type Db = Transaction<Tables>;

/** Rows that go into one statement: less than a millisecond. */
const ROWS = 200;

/** Sums stay whole numbers that JavaScript can tell apart: what is beyond counts no more. */
const MOST = Number.MAX_SAFE_INTEGER;

/** Bytes per day and user, and per day and address. */
export function createTrafficStore(access: Access): TrafficStore {
  return {
    async add(entries) {
      if (entries.length > 0) await access.add((db) => addTraffic(db, entries));
    },
    statistics: (since, most) => access.read((db) => statistics(db, since, most)),
    ofUser: (user, since) =>
      access.read(async (db) => {
        const rows = await db
          .selectFrom('user_traffic')
          .select(['day', 'sent', 'received'])
          .where('user_id', '=', user)
          .where('day', '>=', since)
          .orderBy('day')
          .execute();
        return rows.map((row) => ({ ...row, day: row.day as Day }));
      }),
    clean: (day) =>
      access.write(async (db) => {
        await db.deleteFrom('user_traffic').where('day', '<', day).execute();
        await db.deleteFrom('address_traffic').where('day', '<', day).execute();
      }),
  };
}

async function addTraffic(db: Db, entries: readonly TrafficEntry[]): Promise<void> {
  const users = sumBy(entries, 'user').map(({ day, user, sent, received }) => ({
    day,
    user_id: user,
    sent,
    received,
  }));
  const addresses = sumBy(entries, 'address').map(({ user: _, ...row }) => row);
  for (const rows of inParts(users)) await addUserTraffic(db, rows);
  for (const rows of inParts(addresses)) await addAddressTraffic(db, rows);
}

interface UserRow extends TrafficSum {
  readonly day: string;
  readonly user_id: number;
}

interface AddressRow extends TrafficSum {
  readonly day: string;
  readonly address: string;
}

/** Adds to what is there; users who are gone are left out. */
export async function addUserTraffic(db: Db, rows: readonly UserRow[]): Promise<void> {
  const ids = [...new Set(rows.map((row) => row.user_id))];
  const there = await db.selectFrom('users').select('id').where('id', 'in', ids).execute();
  const known = new Set(there.map((row) => row.id));
  const values = rows.filter((row) => known.has(row.user_id));
  if (values.length > 0) {
    await db
      .insertInto('user_traffic')
      .values(values)
      .onConflict((conflict) =>
        conflict.columns(['day', 'user_id']).doUpdateSet((eb) => ({
          sent: bounded(eb.ref('user_traffic.sent'), eb.ref('excluded.sent')),
          received: bounded(eb.ref('user_traffic.received'), eb.ref('excluded.received')),
        })),
      )
      .execute();
  }
  await nextTurn();
}

/** Adds to what is there. */
export async function addAddressTraffic(db: Db, rows: readonly AddressRow[]): Promise<void> {
  await db
    .insertInto('address_traffic')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['day', 'address']).doUpdateSet((eb) => ({
        sent: bounded(eb.ref('address_traffic.sent'), eb.ref('excluded.sent')),
        received: bounded(eb.ref('address_traffic.received'), eb.ref('excluded.received')),
      })),
    )
    .execute();
  await nextTurn();
}

const bounded = (a: Expression<number>, b: Expression<number>): RawBuilder<number> =>
  sql<number>`case when ${a} > ${sql.lit(MOST)} - ${b} then ${sql.lit(MOST)} else ${a} + ${b} end`;

/** What belongs to the same day and user, or address, as one entry: of the other, it has the first one's. */
function sumBy(entries: readonly TrafficEntry[], key: 'user' | 'address'): TrafficEntry[] {
  const sums = new Map<string, { readonly first: TrafficEntry; sent: number; received: number }>();
  for (const entry of entries) {
    const place = `${entry.day} ${entry[key]}`;
    const sum = sums.get(place) ?? { first: entry, sent: 0, received: 0 };
    sum.sent = Math.min(MOST, sum.sent + entry.sent);
    sum.received = Math.min(MOST, sum.received + entry.received);
    sums.set(place, sum);
  }
  // In one order for all who add, so that no two wait for each other.
  const inOrder = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  return inOrder.map(([, { first, sent, received }]) => ({ ...first, sent, received }));
}

/**
 * Parts for one statement each. Between them the rest of the process has its turn; others who want the database wait.
 */
export function* inParts<T>(rows: readonly T[]): Iterable<readonly T[]> {
  for (let begin = 0; begin < rows.length; begin += ROWS) yield rows.slice(begin, begin + ROWS);
}

async function statistics(db: Db, since: Day, most: number): Promise<TrafficStatistics> {
  const sent = sql<number>`sum(sent)`;
  const received = sql<number>`sum(received)`;
  const users = await db
    .selectFrom('user_traffic')
    .innerJoin('users', 'users.id', 'user_traffic.user_id')
    .select(['users.email as user', sent.as('sent'), received.as('received')])
    .where('day', '>=', since)
    .groupBy(['users.id', 'users.email'])
    .orderBy(sql`sum(sent) + sum(received)`, 'desc')
    .orderBy('users.email')
    .limit(most)
    .execute();
  const addresses = await db
    .selectFrom('address_traffic')
    .select(['address', sent.as('sent'), received.as('received')])
    .where('day', '>=', since)
    .groupBy('address')
    .orderBy(sql`sum(sent) + sum(received)`, 'desc')
    .orderBy('address')
    .limit(most)
    .execute();
  return {
    users: users.map((row) => ({ ...cut(row), user: row.user as Email })),
    addresses: addresses.map((row) => ({ ...cut(row), address: row.address })),
  };
}

const cut = ({ sent, received }: TrafficSum): TrafficSum => ({
  sent: Math.min(MOST, sent),
  received: Math.min(MOST, received),
});

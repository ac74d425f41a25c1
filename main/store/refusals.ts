import type { Transaction } from 'kysely';
import type { Day } from '../accounts/day';
import type { RefusalStore, Refusals } from '../accounts/registration/registrationStores';
import type { Access } from './access';
import type { Tables } from './schema';
import { inParts } from './traffic';

type Db = Transaction<Tables>;

/** Rows of a day: whoever tries from ever new addresses fills no disk. What is beyond counts under REST. */
const MOST_OF_DAY = 10_000;
const REST = '';

/** Logins that were refused, by day, address and reason. */
export function createRefusalStore(access: Access): RefusalStore {
  return {
    add: (entries) =>
      access.add(async (db) => {
        const days = new Set(entries.map((entry) => entry.day));
        for (const day of days) {
          const ofDay = entries.filter((entry) => entry.day === day);
          await addToDay(db, day, merged(ofDay));
        }
      }),
    list: (since, most) =>
      access.read(async (db) => {
        const rows = await db
          .selectFrom('login_refusals')
          .selectAll()
          .where('day', '>=', since)
          .orderBy('count', 'desc')
          .orderBy('day', 'desc')
          .orderBy('address')
          .orderBy('reason')
          .limit(most)
          .execute();
        return rows.map((row) => ({ ...row, day: row.day as Day }));
      }),
    clean: (day) =>
      access.write(async (db) => {
        await db.deleteFrom('login_refusals').where('day', '<', day).execute();
      }),
  };
}

async function addToDay(db: Db, day: Day, entries: readonly Refusals[]): Promise<void> {
  const known = await knownPlaces(db, day, entries);
  let room = MOST_OF_DAY - (await countRows(db, day));
  const kept = entries.map((entry) => {
    if (entry.address === REST || known.has(placeOf(entry))) return entry;
    room -= 1;
    return room >= 0 ? entry : { ...entry, address: REST };
  });
  for (const part of inParts(merged(kept))) {
    await db
      .insertInto('login_refusals')
      .values(part)
      .onConflict((conflict) =>
        conflict.columns(['day', 'address', 'reason']).doUpdateSet((eb) => ({
          count: eb('login_refusals.count', '+', eb.ref('excluded.count')),
        })),
      )
      .execute();
  }
}

/** Those that have a row already. */
async function knownPlaces(db: Db, day: Day, entries: readonly Refusals[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const part of inParts(entries)) {
    const addresses = part.map((entry) => entry.address);
    const rows = await db
      .selectFrom('login_refusals')
      .select(['address', 'reason'])
      .where('day', '=', day)
      .where('address', 'in', addresses)
      .execute();
    for (const row of rows) known.add(placeOf(row));
  }
  return known;
}

async function countRows(db: Db, day: Day): Promise<number> {
  const { count } = await db
    .selectFrom('login_refusals')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('day', '=', day)
    .where('address', '!=', REST)
    .executeTakeFirstOrThrow();
  return Number(count);
}

const placeOf = ({ address, reason }: Pick<Refusals, 'address' | 'reason'>): string =>
  JSON.stringify([address, reason]);

/** Each place once, as one statement needs it. All are of one day. */
function merged(entries: readonly Refusals[]): Refusals[] {
  const sums = new Map<string, Refusals>();
  for (const entry of entries) {
    const before = sums.get(placeOf(entry))?.count ?? 0;
    sums.set(placeOf(entry), { ...entry, count: before + entry.count });
  }
  // In one order for all who add, so that no two wait for each other.
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

import { type ExpressionBuilder, type Selectable, sql, type Transaction } from 'kysely';
import type { UserStore } from '../accounts/stores';
import type { Email, LicenceHash, User, UserId } from '../accounts/user';
import { err, ok } from '../lib/result';
import type { Access } from './access';
import { noteChange, readChanges } from './changes';
import type { Tables, UsersTable } from './schema';

type Db = Transaction<Tables>;

/** Users and their licences. `now` gives milliseconds since 1970. */
export function createUserStore(access: Access, now: () => number): UserStore {
  /** Changes what is there, if it is, and notes what others have to know; false where `work` finds that it may not. */
  const change = (id: UserId, work: (db: Db, user: User) => Promise<unknown>) =>
    access.write(async (db) => {
      const user = await find(db, 'id', id);
      return user !== undefined && (await work(db, user)) !== false;
    });

  return {
    byEmail: (email) => access.read((db) => find(db, 'email', email)),
    byId: (id) => access.read((db) => find(db, 'id', id)),
    list: (options) => access.read((db) => list(db, options)),

    count: () =>
      access.read(async (db) => {
        const { count } = await db
          .selectFrom('users')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow();
        return count;
      }),

    countBlocked: () =>
      access.read(async (db) => {
        const { count } = await db
          .selectFrom('users')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where('blocked', '=', 1)
          .executeTakeFirstOrThrow();
        return count;
      }),

    add: ({ email, passwordHash, verified }) =>
      access.write(async (db) => {
        const user = await insert(db, { email, passwordHash, verified, created: now() });
        return user ? ok(user) : err('exists' as const);
      }),

    setBlocked: (id, blocked) =>
      change(id, async (db, user) => {
        if (user.blocked === blocked) return;
        await update(db, id, { blocked: Number(blocked) });
        await noteChange(db, id, blocked ? 'blocked' : 'unblocked', now());
      }),

    setVerified: (id) =>
      change(id, async (db, user) => {
        if (user.verified) return;
        await update(db, id, { verified: 1 });
        await noteChange(db, id, 'verified', now());
      }),

    setPassword: (id, passwordHash, why, replaces) =>
      change(id, async (db, user) => {
        if (replaces !== undefined && user.passwordHash !== replaces) return false;
        await update(db, id, { password_hash: passwordHash });
        if (why === 'new') await noteChange(db, id, 'password', now());
        return true;
      }),

    remove: (id) =>
      change(id, async (db) => {
        await db.deleteFrom('users').where('id', '=', id).execute();
        await noteChange(db, id, 'deleted', now());
      }),

    isDisabled: (licence) =>
      access.read(async (db) => {
        const query = db.selectFrom('disabled_licences').select('licence').where('licence', '=', licence);
        return (await query.executeTakeFirst()) !== undefined;
      }),

    licenceLogin: (email, licence) => access.write((db) => licenceLogin(db, email, licence, now())),

    disableLicence: (id) =>
      access.write(async (db) => {
        const licence = (await find(db, 'id', id))?.licence;
        if (licence === undefined) return false;
        await db
          .insertInto('disabled_licences')
          .values({ licence })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await noteChange(db, id, 'licenceDisabled', now());
        return true;
      }),

    changesSince: (seq) => access.read((db) => readChanges(db, seq)),
  };
}

async function licenceLogin(db: Db, email: Email, licence: LicenceHash, at: number): Promise<User> {
  await insert(db, { email, passwordHash: '', verified: true, created: at });
  const before = await find(db, 'email', email);
  if (!before) throw new Error('A user that was there is gone within a transaction');
  const isFirst = before.licence === undefined;
  const user = {
    ...before,
    licence,
    verified: true,
    passwordHash: isFirst ? '' : before.passwordHash,
  };
  if (before.verified && before.licence === licence) return user;
  await update(db, user.id, { licence, verified: 1, password_hash: user.passwordHash });
  if (!before.verified) await noteChange(db, user.id, 'verified', at);
  if (before.passwordHash !== user.passwordHash) await noteChange(db, user.id, 'password', at);
  return user;
}

async function find(db: Db, column: 'id' | 'email', value: string | number): Promise<User | undefined> {
  const row = await db.selectFrom('users').selectAll().where(column, '=', value).executeTakeFirst();
  return row && toUser(row);
}

async function list(
  db: Db,
  { most, after, part }: { most: number; after?: UserId; part?: string },
): Promise<User[]> {
  const holds = (eb: ExpressionBuilder<Tables, 'users'>, wanted: string) => {
    const pattern = `%${wanted.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    return sql<boolean>`${eb.ref('email')} like ${pattern} escape '\\'`;
  };
  const rows = await db
    .selectFrom('users')
    .selectAll()
    .$if(after !== undefined, (query) => query.where('id', '>', after ?? 0))
    .$if(part !== undefined, (query) => query.where((eb) => holds(eb, part ?? '')))
    .orderBy('id')
    .limit(most)
    .execute();
  return rows.map(toUser);
}

/** Undefined where the address has a user already. */
async function insert(
  db: Db,
  user: {
    readonly email: Email;
    readonly passwordHash: string;
    readonly verified: boolean;
    readonly created: number;
  },
): Promise<User | undefined> {
  const row = await db
    .insertInto('users')
    .values({
      email: user.email,
      password_hash: user.passwordHash,
      verified: Number(user.verified),
      blocked: 0,
      created: user.created,
      licence: null,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returningAll()
    .executeTakeFirst();
  return row && toUser(row);
}

const update = (db: Db, id: UserId, values: Partial<Selectable<UsersTable>>) =>
  db.updateTable('users').set(values).where('id', '=', id).execute();

const toUser = (row: Selectable<UsersTable>): User => ({
  id: row.id as UserId,
  email: row.email as Email,
  created: row.created,
  passwordHash: row.password_hash,
  verified: row.verified === 1,
  blocked: row.blocked === 1,
  licence: row.licence === null ? undefined : (row.licence as LicenceHash),
});

import { type ExpressionBuilder, sql, type Transaction } from 'kysely';
import type { UserStore } from '../accounts/stores';
import type { Email, LicenceHash, User, UserId } from '../accounts/user';
import { err, ok } from '../lib/result';
import type { Access } from './access';
import { noteChange, readChanges } from './changes';
import type { Tables } from './schema';
import { endSessions, passwordChanged } from './userRights';
import { findUser, insertUser, selectUser, toUser, type UserRow, updateUser } from './userRows';

type Db = Transaction<Tables>;

/** Users and their licences. `now` gives milliseconds since 1970. */
export function createUserStore(access: Access, now: () => number): UserStore {
  /** Changes what is there, if it is, and notes what others have to know; false where `work` finds that it may not. */
  const change = (id: UserId, work: (db: Db, user: User) => Promise<unknown>) =>
    access.write(async (db) => {
      const user = await findUser(db, 'id', id);
      return user !== undefined && (await work(db, user)) !== false;
    });

  const byEmail = access.statement<UserRow, [Email]>((db) => selectUser(db, 'email', '').compile());
  const byId = access.statement<UserRow, [UserId]>((db) => selectUser(db, 'id', 0).compile());

  return {
    byEmail: async (email) => (await byEmail(email)).map(toUser)[0],
    byId: async (id) => (await byId(id)).map(toUser)[0],
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
        const user = await insertUser(db, { email, passwordHash, verified, created: now() });
        return user ? ok(user) : err('exists' as const);
      }),

    setBlocked: (id, blocked) =>
      change(id, async (db, user) => {
        if (user.blocked === blocked) return;
        await updateUser(db, id, { blocked: Number(blocked) });
        if (blocked) await endSessions(db, id);
        await noteChange(db, id, blocked ? 'blocked' : 'unblocked', now());
      }),

    setVerified: (id) =>
      change(id, async (db, user) => {
        if (user.verified) return;
        await updateUser(db, id, { verified: 1 });
        await noteChange(db, id, 'verified', now());
      }),

    setPassword: (id, passwordHash, why, replaces) =>
      change(id, async (db, user) => {
        if (replaces !== undefined && user.passwordHash !== replaces) return false;
        await updateUser(db, id, { password_hash: passwordHash });
        if (why === 'new') await passwordChanged(db, id, now());
        return true;
      }),

    remove: (id) =>
      change(id, async (db, { email }) => {
        await db.deleteFrom('mails').where('recipient', '=', email).execute();
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
        const licence = (await findUser(db, 'id', id))?.licence;
        if (licence === undefined) return false;
        await db
          .insertInto('disabled_licences')
          .values({ licence })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await endSessions(db, id);
        await noteChange(db, id, 'licenceDisabled', now());
        return true;
      }),

    changesSince: (seq) => access.read((db) => readChanges(db, seq)),
  };
}

async function licenceLogin(db: Db, email: Email, licence: LicenceHash, at: number): Promise<User> {
  await insertUser(db, { email, passwordHash: '', verified: true, created: at });
  const before = await findUser(db, 'email', email);
  if (!before) throw new Error('A user that was there is gone within a transaction');
  const isFirst = before.licence === undefined;
  const user = {
    ...before,
    licence,
    verified: true,
    passwordHash: isFirst ? '' : before.passwordHash,
  };
  if (before.verified && before.licence === licence) return user;
  await updateUser(db, user.id, { licence, verified: 1, password_hash: user.passwordHash });
  if (!before.verified) await noteChange(db, user.id, 'verified', at);
  if (before.passwordHash !== user.passwordHash) await passwordChanged(db, user.id, at);
  return user;
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

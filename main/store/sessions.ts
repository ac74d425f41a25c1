import type { Transaction } from 'kysely';
import type { SecretDigest } from '../accounts/registration/code';
import type { SessionStore } from '../accounts/registration/registrationStores';
import type { UserId } from '../accounts/user';
import type { Access } from './access';
import type { Tables } from './schema';
import { endSessions } from './userRights';
import { findUser, toUser } from './userRows';

type Db = Transaction<Tables>;

/** Of each user so many stay, the newest: who logs in everywhere, and never out, fills no disk. */
const MOST_OF_USER = 20;

/** Who is logged in to the pages. `now` gives milliseconds since 1970. */
export function createSessionStore(access: Access, now: () => number): SessionStore {
  return {
    add: ({ digest, user, expires }) =>
      access.write(async (db) => {
        await db.deleteFrom('sessions').where('expires', '<=', now()).execute();
        const owner = await findUser(db, 'id', user);
        if (!owner || owner.blocked) return false;
        await db.insertInto('sessions').values({ digest, user_id: user, expires }).execute();
        await endOldest(db, user);
        return true;
      }),
    userOf: (digest) =>
      access.read(async (db) => {
        const row = await db
          .selectFrom('sessions')
          .innerJoin('users', 'users.id', 'sessions.user_id')
          .selectAll('users')
          .where('sessions.digest', '=', digest)
          .where('sessions.expires', '>', now())
          .where('users.blocked', '=', 0)
          .executeTakeFirst();
        return row && toUser(row);
      }),
    remove: (digest: SecretDigest) =>
      access.write(async (db) => {
        await db.deleteFrom('sessions').where('digest', '=', digest).execute();
      }),
    removeAll: (user) =>
      access.write(async (db) => {
        await endSessions(db, user);
      }),
  };
}

const endOldest = (db: Db, user: UserId) =>
  db
    .deleteFrom('sessions')
    .where('user_id', '=', user)
    .where('id', 'not in', (eb) =>
      eb
        .selectFrom('sessions')
        .select('id')
        .where('user_id', '=', user)
        .orderBy('id', 'desc')
        .limit(MOST_OF_USER),
    )
    .execute();

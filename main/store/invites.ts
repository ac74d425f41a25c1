import type { Selectable, Transaction } from 'kysely';
import type { SecretDigest } from '../accounts/registration/code';
import type { Invite, InviteStore } from '../accounts/registration/registrationStores';
import type { Email, User } from '../accounts/user';
import { err, ok, type Result } from '../lib/result';
import type { Access } from './access';
import type { InvitesTable, Tables } from './schema';
import { insertUser } from './userRows';

type Db = Transaction<Tables>;

/** Invites, as their digests. `now` gives milliseconds since 1970. */
export function createInviteStore(access: Access, now: () => number): InviteStore {
  return {
    add: (invite) =>
      access.write(async (db) => {
        await db
          .deleteFrom('invites')
          .where((eb) => eb.or([eb('expires', '<=', now()), eb('uses', '<=', 0)]))
          .execute();
        await db
          .insertInto('invites')
          .values({ ...invite, created: now() })
          .execute();
      }),
    list: () =>
      access.read(async (db) => {
        const rows = await good(db, now()).orderBy('id', 'desc').execute();
        return rows.map(toInvite);
      }),
    remove: (digest) =>
      access.write(async (db) => {
        const { numDeletedRows } = await db
          .deleteFrom('invites')
          .where('digest', '=', digest)
          .executeTakeFirst();
        return numDeletedRows > 0n;
      }),
    has: (digest) =>
      access.read(
        async (db) => (await good(db, now()).where('digest', '=', digest).executeTakeFirst()) !== undefined,
      ),
    register: (user, invite, evenIfExists) =>
      access.write((db) => register(db, user, invite, evenIfExists, now())),
  };
}

const good = (db: Db, at: number) =>
  db.selectFrom('invites').selectAll().where('expires', '>', at).where('uses', '>', 0);

/** The use is taken first: of two who want the last one, the second finds none. */
async function register(
  db: Db,
  user: { readonly email: Email; readonly passwordHash: string },
  invite: SecretDigest,
  evenIfExists: boolean,
  at: number,
): Promise<Result<User, 'exists' | 'noInvite'>> {
  const { numUpdatedRows } = await db
    .updateTable('invites')
    .set((eb) => ({ uses: eb('uses', '-', 1) }))
    .where('digest', '=', invite)
    .where('expires', '>', at)
    .where('uses', '>', 0)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return err('noInvite');
  const added = await insertUser(db, { ...user, verified: false, created: at });
  if (added) return ok(added);
  if (!evenIfExists) {
    await db
      .updateTable('invites')
      .set((eb) => ({ uses: eb('uses', '+', 1) }))
      .where('digest', '=', invite)
      .execute();
  }
  return err('exists');
}

const toInvite = ({ digest, created, expires, uses, note }: Selectable<InvitesTable>): Invite => ({
  digest: digest as SecretDigest,
  created,
  expires,
  uses,
  note,
});

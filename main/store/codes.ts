import type { Transaction } from 'kysely';
import { CODES_KEPT, type CodeKind, type SecretDigest } from '../accounts/registration/code';
import type { CodeStore } from '../accounts/registration/registrationStores';
import type { Email, User, UserId } from '../accounts/user';
import { err, ok, type Result } from '../lib/result';
import type { Access } from './access';
import { noteChange } from './changes';
import type { Tables } from './schema';
import { endSessions, passwordChanged, voidCodes } from './userRights';
import { findUser, updateUser } from './userRows';

type Db = Transaction<Tables>;

/**
 * Codes that were mailed, as their digests. Whoever redeems one takes its row away, so that of two at once only one does.
 * `now` gives milliseconds since 1970.
 */
export function createCodeStore(access: Access, now: () => number): CodeStore {
  return {
    pretend: () => access.write((db) => pretend(db, now())),
    add: (code) => access.write((db) => add(db, code, now())),
    of: (user, kind) =>
      access.read(async (db) => {
        const rows = await db
          .selectFrom('codes')
          .select('digest')
          .where('user_id', '=', user)
          .where('kind', '=', kind)
          .where('expires', '>', now())
          .orderBy('id', 'desc')
          .limit(CODES_KEPT)
          .execute();
        return rows.map((row) => row.digest as SecretDigest);
      }),
    ownerOfReset: (digest) =>
      access.read(async (db) => {
        const row = await db
          .selectFrom('codes')
          .select('user_id')
          .where('kind', '=', 'reset')
          .where('digest', '=', digest)
          .where('expires', '>', now())
          .executeTakeFirst();
        return row && (row.user_id as UserId);
      }),
    redeemVerification: (user, digest) => access.write((db) => redeemVerification(db, user, digest, now())),
    redeemReset: (digest, passwordHash) => access.write((db) => redeemReset(db, digest, passwordHash, now())),
    redeemAddress: (user, digest) => access.write((db) => redeemAddress(db, user, digest, now())),
  };
}

type NewCode = Parameters<CodeStore['add']>[0];

/** Into a table whose rows are nobody's: it is as large a write as any other of a row. */
async function pretend(db: Db, at: number): Promise<void> {
  const mail = {
    at,
    kind: 'verification',
    recipient: '',
    state: 'waiting',
    attempts: 0,
    problem: null,
  } as const;
  const { id } = await db.insertInto('mails').values(mail).returning('id').executeTakeFirstOrThrow();
  await db.deleteFrom('mails').where('id', '=', id).execute();
}

async function add(db: Db, { user, kind, digest, expires, email }: NewCode, at: number): Promise<boolean> {
  await db.deleteFrom('codes').where('expires', '<=', at).execute();
  const owner = await findUser(db, 'id', user);
  const isMoving = kind === 'address';
  // Whoever reads the mails of an address that the account has left gets nothing by them.
  if (!owner || (!isMoving && email !== undefined && email !== owner.email)) return false;
  const code = { user_id: user, kind, digest, expires, email: isMoving ? (email ?? null) : null };
  await db.insertInto('codes').values(code).execute();
  await db
    .deleteFrom('codes')
    .where('user_id', '=', user)
    .where('kind', '=', kind)
    .where('id', 'not in', (eb) =>
      eb
        .selectFrom('codes')
        .select('id')
        .where('user_id', '=', user)
        .where('kind', '=', kind)
        .orderBy('id', 'desc')
        .limit(CODES_KEPT),
    )
    .execute();
  return true;
}

/** Whose it was, and where it was mailed to; undefined where it is not good, or `user` is given and it is another's. */
async function take(db: Db, kind: CodeKind, digest: SecretDigest, at: number, user?: UserId) {
  const [taken] = await db
    .deleteFrom('codes')
    .where('kind', '=', kind)
    .where('digest', '=', digest)
    .where('expires', '>', at)
    .$if(user !== undefined, (query) => query.where('user_id', '=', user ?? 0))
    .returning(['user_id', 'email'])
    .execute();
  return taken && { user: taken.user_id as UserId, email: taken.email as Email | null };
}

async function redeemVerification(db: Db, id: UserId, digest: SecretDigest, at: number): Promise<boolean> {
  if (!(await take(db, 'verification', digest, at, id))) return false;
  await voidCodes(db, id, ['verification']);
  const user = await findUser(db, 'id', id);
  if (user?.verified) return true;
  await updateUser(db, id, { verified: 1 });
  await noteChange(db, id, 'verified', at);
  return true;
}

async function redeemReset(
  db: Db,
  digest: SecretDigest,
  passwordHash: string,
  at: number,
): Promise<UserId | undefined> {
  const taken = await take(db, 'reset', digest, at);
  if (!taken) return undefined;
  await updateUser(db, taken.user, { password_hash: passwordHash });
  await passwordChanged(db, taken.user, at);
  return taken.user;
}

async function redeemAddress(
  db: Db,
  id: UserId,
  digest: SecretDigest,
  at: number,
): Promise<Result<User, 'wrong' | 'exists'>> {
  const email = (await take(db, 'address', digest, at, id))?.email;
  const user = await findUser(db, 'id', id);
  if (!email || !user) return err('wrong');
  const holder = await findUser(db, 'email', email);
  if (holder && holder.id !== id) return err('exists');
  await updateUser(db, id, { email, verified: 1 });
  await endSessions(db, id);
  await voidCodes(db, id, ['verification', 'reset', 'address']);
  if (!user.verified) await noteChange(db, id, 'verified', at);
  await noteChange(db, id, 'email', at);
  return ok({ ...user, email, verified: true });
}

import type { Transaction } from 'kysely';
import type { CodeKind } from '../accounts/registration/code';
import type { UserId } from '../accounts/user';
import { noteChange } from './changes';
import type { Tables } from './schema';

// What ends with a change about a user, within the transaction that makes it.

type Db = Transaction<Tables>;

export const endSessions = (db: Db, user: UserId) =>
  db.deleteFrom('sessions').where('user_id', '=', user).execute();

export const voidCodes = (db: Db, user: UserId, kinds: readonly CodeKind[]) =>
  db.deleteFrom('codes').where('user_id', '=', user).where('kind', 'in', kinds).execute();

/** Whoever knew the one before can do nothing any more with what they got by it: sessions, or a move to their own address. */
export async function passwordChanged(db: Db, user: UserId, at: number): Promise<void> {
  await endSessions(db, user);
  await voidCodes(db, user, ['reset', 'address']);
  await noteChange(db, user, 'password', at);
}

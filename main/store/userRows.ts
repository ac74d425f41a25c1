import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Email, LicenceHash, User, UserId } from '../accounts/user';
import type { Tables, UsersTable } from './schema';

// Users as rows, within the transactions of whoever has to do with them.

type Db = Transaction<Tables>;
export type UserRow = Selectable<UsersTable>;

export const selectUser = (db: Kysely<Tables>, column: 'id' | 'email', value: string | number) =>
  db.selectFrom('users').selectAll().where(column, '=', value);

export async function findUser(
  db: Db,
  column: 'id' | 'email',
  value: string | number,
): Promise<User | undefined> {
  const row = await selectUser(db, column, value).executeTakeFirst();
  return row && toUser(row);
}

/** Undefined where the address has a user already. */
export async function insertUser(
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

export const updateUser = (db: Db, id: UserId, values: Partial<UserRow>) =>
  db.updateTable('users').set(values).where('id', '=', id).execute();

export const toUser = (row: UserRow): User => ({
  id: row.id as UserId,
  email: row.email as Email,
  created: row.created,
  passwordHash: row.password_hash,
  verified: row.verified === 1,
  blocked: row.blocked === 1,
  licence: row.licence === null ? undefined : (row.licence as LicenceHash),
});

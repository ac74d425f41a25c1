import type { Selectable } from 'kysely';
import type { MailRecord, MailStore } from '../accounts/registration/registrationStores';
import type { Email } from '../accounts/user';
import type { Access } from './access';
import type { MailsTable } from './schema';

/** Which mails were sent. */
export function createMailStore(access: Access): MailStore {
  return {
    add: ({ to, problem, ...rest }) =>
      access.write(async (db) => {
        const { id } = await db
          .insertInto('mails')
          .values({ ...rest, recipient: to, problem: problem ?? null })
          .returning('id')
          .executeTakeFirstOrThrow();
        return id;
      }),
    update: (id, state, attempts, problem) =>
      access.write(async (db) => {
        await db
          .updateTable('mails')
          .set({ state, attempts, problem: problem ?? null })
          .where('id', '=', id)
          .execute();
      }),
    list: ({ most, before }) =>
      access.read(async (db) => {
        const rows = await db
          .selectFrom('mails')
          .selectAll()
          .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
          .orderBy('id', 'desc')
          .limit(most)
          .execute();
        return rows.map(toRecord);
      }),
    clean: (at) =>
      access.write(async (db) => {
        await db.deleteFrom('mails').where('at', '<', at).execute();
      }),
  };
}

const toRecord = ({ recipient, problem, ...rest }: Selectable<MailsTable>): MailRecord => ({
  ...rest,
  to: recipient as Email,
  problem: problem ?? undefined,
});

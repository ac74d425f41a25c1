import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  // SQLite cannot let a column take one value more: the table is made anew.
  sql`create table codes_with_address (
    id integer primary key autoincrement,
    user_id integer not null references users (id) on delete cascade,
    kind text not null check (kind in ('verification', 'reset', 'address')),
    digest text not null,
    expires integer not null,
    email text check ((kind = 'address') = (email is not null))
  ) strict`,
  sql`insert into codes_with_address (id, user_id, kind, digest, expires)
    select id, user_id, kind, digest, expires from codes`,
  sql`drop table codes`,
  sql`alter table codes_with_address rename to codes`,
  sql`create index codes_of_user on codes (user_id, kind)`,
  sql`create index codes_by_digest on codes (kind, digest)`,
  sql`create index codes_by_end on codes (expires)`,
  sql`create table sessions (
    id integer primary key autoincrement,
    digest text not null unique,
    user_id integer not null references users (id) on delete cascade,
    expires integer not null
  ) strict`,
  sql`create index sessions_of_user on sessions (user_id)`,
  sql`create index sessions_by_end on sessions (expires)`,
  sql`create table invites (
    id integer primary key autoincrement,
    digest text not null unique,
    created integer not null,
    expires integer not null,
    uses integer not null check (uses >= 0),
    note text not null
  ) strict`,
  sql`create table mails (
    id integer primary key autoincrement,
    at integer not null,
    kind text not null,
    recipient text not null,
    state text not null check (state in ('waiting', 'sent', 'failed')),
    attempts integer not null,
    problem text
  ) strict`,
  sql`create index mails_by_time on mails (at)`,
  sql`create index mails_of_recipient on mails (recipient)`,
  sql`create table login_refusals (
    day text not null,
    address text not null,
    reason text not null,
    count integer not null,
    primary key (day, address, reason)
  ) strict, without rowid`,
];

/** Codes for another address, sessions of the pages, invites, which mails were sent, and logins that were refused. */
export const registration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};

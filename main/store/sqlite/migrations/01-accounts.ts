import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { APPLICATION_ID } from '../openFile';

const MOST = sql.lit(Number.MAX_SAFE_INTEGER);

const statements = [
  sql`pragma application_id = ${sql.lit(APPLICATION_ID)}`,
  // AUTOINCREMENT: the number of a user who is gone is never given to another one.
  sql`create table users (
    id integer primary key autoincrement,
    created integer not null,
    email text not null unique,
    password_hash text not null,
    verified integer not null check (verified in (0, 1)),
    blocked integer not null check (blocked in (0, 1)),
    licence text
  ) strict`,
  sql`create table disabled_licences (licence text primary key not null) strict, without rowid`,
  sql`create table changes (
    seq integer primary key autoincrement,
    user_id integer not null,
    kind text not null,
    at integer not null
  ) strict`,
  sql`create table user_traffic (
    day text not null,
    user_id integer not null references users (id) on delete cascade,
    sent integer not null check (sent between 0 and ${MOST}),
    received integer not null check (received between 0 and ${MOST}),
    primary key (day, user_id)
  ) strict, without rowid`,
  sql`create index user_traffic_of_user on user_traffic (user_id, day)`,
  sql`create table address_traffic (
    day text not null,
    address text not null,
    sent integer not null check (sent between 0 and ${MOST}),
    received integer not null check (received between 0 and ${MOST}),
    primary key (day, address)
  ) strict, without rowid`,
  sql`create table codes (
    id integer primary key autoincrement,
    user_id integer not null references users (id) on delete cascade,
    kind text not null check (kind in ('verification', 'reset')),
    digest text not null,
    expires integer not null
  ) strict`,
  sql`create index codes_of_user on codes (user_id, kind)`,
  sql`create index codes_by_digest on codes (kind, digest)`,
  sql`create table imports (source text primary key not null, at integer not null) strict, without rowid`,
];

/** Users, their licences and traffic, what changed about them, and codes that were mailed to them. */
export const accounts: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};

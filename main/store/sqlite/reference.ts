import type { Sqlite } from './native';

// The tables of the reference's database, as they lie there. Its columns hold what SQLite let in, so all is made text
// or a whole number here; numbers come as bigint, since those of JavaScript would round them.

export interface ReferenceUser {
  readonly id: bigint;
  readonly email: string;
  readonly pwhash: string;
  readonly verified: bigint;
  readonly blocked: bigint;
  readonly licence: string;
  /** Seconds since 1970; null where there is no time. */
  readonly created: bigint | null;
}

export interface ReferenceTraffic {
  readonly day: string;
  readonly sent: bigint;
  readonly received: bigint;
}

export interface ReferenceToken {
  readonly user: bigint;
  readonly token: string;
  readonly expires: bigint;
}

export interface ReferenceRows {
  readonly users: readonly ReferenceUser[];
  readonly licences: readonly string[];
  readonly userLog: readonly (ReferenceTraffic & { readonly user: bigint })[];
  readonly ipLog: readonly (ReferenceTraffic & { readonly ip: string })[];
  readonly verifications: readonly ReferenceToken[];
  readonly resets: readonly ReferenceToken[];
}

const TABLES = ['user', 'userlog', 'iplog', 'emailtoken', 'pwreset', 'disabledlicense'];

/** SQLite knows every form of a time that it could have been written in: all of them are UTC. */
const seconds = (column: string) => `cast(strftime('%s', ${column}) as integer)`;

const traffic = `day, cast(coalesce(bytes_sent, 0) as integer) as sent,
  cast(coalesce(bytes_recv, 0) as integer) as received`;

/** Undefined for what is no database of the reference. Days from `since` on, and tokens that expire after `now`. */
export function readReference(db: Sqlite, since: string, now: number): ReferenceRows | undefined {
  const rows = <T>(sql: string, ...parameters: unknown[]): T[] =>
    db
      .prepare<unknown[], T>(sql)
      .safeIntegers()
      .all(...parameters);
  const names = db.prepare("select name from sqlite_schema where type = 'table'").pluck().all();
  if (!TABLES.every((table) => names.includes(table))) return undefined;
  const tokens = (table: string) =>
    rows<ReferenceToken>(
      `select user_id as user, cast(token as text) as token, ${seconds('expires')} as expires from ${table}
       where token <> '' and user_id is not null and ${seconds('expires')} > ? order by id`,
      Math.floor(now / 1_000),
    );
  // One transaction: a reference that runs on changes nothing in between.
  return db.transaction(() => ({
    users: rows<ReferenceUser>(
      `select id, cast(email as text) as email, cast(pwhash as text) as pwhash,
         coalesce(emailverified, 0) <> 0 as verified, coalesce(blocked, 0) <> 0 as blocked,
         cast(coalesce(recentlicensehash, '') as text) as licence, ${seconds('created')} as created
       from user order by id`,
    ),
    licences: rows<{ licence: string }>(
      "select cast(licensehash as text) as licence from disabledlicense where licensehash <> ''",
    ).map((row) => row.licence),
    userLog: rows<ReferenceTraffic & { user: bigint }>(
      `select user_id as user, ${traffic} from userlog where day >= ? and user_id is not null`,
      since,
    ),
    ipLog: rows<ReferenceTraffic & { ip: string }>(
      `select cast(ip as text) as ip, ${traffic} from iplog where day >= ? and ip is not null`,
      since,
    ),
    verifications: tokens('emailtoken'),
    resets: tokens('pwreset'),
  }))();
}

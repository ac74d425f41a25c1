import { resolve } from 'node:path';
import { err, ok, type Result } from '../lib/result';

export interface SqliteLocation {
  readonly kind: 'sqlite';
  readonly path: string;
}

export interface PostgresLocation {
  readonly kind: 'postgres';
  /** With all that it takes to connect. */
  readonly url: string;
  /** The same as a person may see it, without a password. */
  readonly name: string;
}

/** What means to be no file, also where it is written wrong: a password may stand in it. */
const ADDRESS = /^(postgres(ql)?:|[a-z][a-z0-9+.-]+:\/\/|[a-z]+\/\/.*@)/i;

/** Where `--database` points: `FILE`, `sqlite:FILE`, `postgres://USER:PASSWORD@HOST/NAME`. The error is a sentence. */
export function parseDatabaseUrl(url: string): Result<SqliteLocation | PostgresLocation, string> {
  if (/^postgres(ql)?:/i.test(url)) return parsePostgres(url);
  const path = url.replace(/^sqlite:/i, '');
  // A letter and a colon is a drive.
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(path)?.[1];
  if (scheme !== undefined)
    return err(`${scheme}:// is no database that is known here: give sqlite:FILE or postgres://HOST/NAME.`);
  if (ADDRESS.test(path))
    return err(
      'An address has :// behind its kind: give postgres://USER:PASSWORD@HOST/NAME, or sqlite:FILE.',
    );
  if (path === '') return err('The database has no name: give sqlite:FILE.');
  return ok({ kind: 'sqlite', path: resolve(path) });
}

/** Whether it is not a file, or means to be none. */
export const isOnServer = (url: string): boolean => ADDRESS.test(url);

/** As a person gave it, but for a password. */
export const withoutPassword = (url: string): string =>
  isOnServer(url) ? url.replace(/^([^/]*\/\/[^/@:]*):.*@/, '$1@') : url;

/** How a connection may be encrypted, and whether the server has to prove who it is: the words that `pg` knows. */
const SSL_MODES: ReadonlySet<string> = new Set([
  'disable',
  'no-verify',
  'prefer',
  'require',
  'verify-ca',
  'verify-full',
]);

/** Another spelling would be taken for no word of encryption at all. */
const isWrongMode = ([name, value]: readonly [string, string]): boolean =>
  /^ssl.?mode$/i.test(name) && !(name === 'sslmode' && SSL_MODES.has(value));

function parsePostgres(url: string): Result<PostgresLocation, string> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  // A socket's folder stands in the query, and then there may be no host.
  if (!parsed || !/^\/[^/]+$/.test(parsed.pathname))
    return err(
      'A database of PostgreSQL is given as postgres://USER:PASSWORD@HOST:PORT/NAME, what is special in a password as in any address: %2F for a slash.',
    );
  if ([...parsed.searchParams].some(isWrongMode))
    return err(
      'How a connection to PostgreSQL is encrypted is said as sslmode=verify-full, or disable, no-verify, prefer, require, verify-ca.',
    );
  const { username, host, pathname } = parsed;
  return ok({ kind: 'postgres', url, name: `postgres://${username && `${username}@`}${host}${pathname}` });
}

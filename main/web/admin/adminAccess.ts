import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type SecretDigest, secretDigest } from '../../accounts/registration/code';
import { type Cookies, createCookies } from '../pages/cookies';

// Other users of the computer reach its loopback address, too. So whoever runs the page is given a key, which only the
// browser that opens it first can use, and which becomes a cookie.

/** Who may see the operator's page: the one browser that opened it with the key, for as long as the process lives. */
export interface AdminAccess {
  /** What the address that is told ends with, as a query. */
  readonly key: string;
  /** The path of all pages, without a slash at its end. */
  readonly place: string;
  readonly cookies: Cookies;
  /** The cookie for whoever shows the key for the first time; undefined for anybody else. */
  open(key: string): string | undefined;
  /** What the browser shows to be let in; undefined for who is not. */
  sessionOf(request: IncomingMessage): string | undefined;
}

/** For so long a browser keeps the cookie, in seconds. */
const SESSION_SECONDS = 24 * 60 * 60;

export function createAdminAccess(): AdminAccess {
  const [key, session, folder] = [newSecret(), newSecret(), newSecret()];
  // Cookies do not tell ports apart. By a path that nobody else can name, the browser sends this one to no other program at
  // the same address, and takes none of its name from there.
  const place = `/${folder}`;
  const cookies = createCookies(false, { path: `${place}/`, sameSite: 'Strict' });
  const digest = secretDigest(session);
  let isOpened = false;

  return {
    key,
    place,
    cookies,
    open(given) {
      if (isOpened || !isSame(secretDigest(given), secretDigest(key))) return undefined;
      isOpened = true;
      return cookies.set('session', session, SESSION_SECONDS);
    },
    sessionOf(request) {
      const given = cookies.read(request, 'session');
      return given !== undefined && isSame(secretDigest(given), digest) ? given : undefined;
    },
  };
}

/** 128 random bits in base64url. */
const newSecret = (): string => randomBytes(16).toString('base64url');

const isSame = (one: SecretDigest, other: SecretDigest): boolean =>
  timingSafeEqual(Buffer.from(one, 'hex'), Buffer.from(other, 'hex'));

import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** `session`: who is logged in; `form`: what ties a form to the browser of who is not; `language`: the one that was chosen. */
export type CookieName = 'session' | 'form' | 'language';

export interface Cookies {
  read(request: IncomingMessage, name: CookieName): string | undefined;
  /** The header's value that sets one for so many seconds, 0: takes it away. */
  set(name: CookieName, value: string, seconds: number): string;
}

/** What a browser takes back as it is: the pages put nothing else into a cookie. */
const VALUE = /^[\w-]{1,64}$/;

/** Where browsers send them: with what is asked for below `path`, and, with `Strict`, never when they come from elsewhere. */
export interface CookieScope {
  readonly path: string;
  readonly sameSite: 'Lax' | 'Strict';
}

const WHOLE_SITE: CookieScope = { path: '/', sameSite: 'Lax' };

/** `secure`: the pages come by https; the browser then lets nobody else set these, and sends them nowhere else. */
export function createCookies(secure: boolean, { path, sameSite } = WHOLE_SITE): Cookies {
  const nameOf = (name: CookieName): string => (secure ? `__Host-${name}` : name);
  return {
    read({ headers: { cookie = '' } }, name) {
      const prefix = `${nameOf(name)}=`;
      const pair = cookie.split('; ').find((one) => one.startsWith(prefix));
      const value = pair?.slice(prefix.length) ?? '';
      return VALUE.test(value) ? value : undefined;
    },
    set: (name, value, seconds) =>
      `${nameOf(name)}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=${sameSite}${secure ? '; Secure' : ''}`,
  };
}

/** A secret for a visitor who is not logged in, in base64url. */
export const newFormSecret = (): string => randomBytes(16).toString('base64url');

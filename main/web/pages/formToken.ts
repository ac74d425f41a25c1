import { hash, timingSafeEqual } from 'node:crypto';

// A form carries a digest of the secret that its browser has as a cookie. A foreign page can send a form, cookies and all,
// but reads neither; and since the secret is the session's where there is one, what somebody slips in as a cookie before a
// login is worth nothing after it. Nothing is kept here, so a form outlives a restart of the relay.

/** What goes into each form of the browser with this secret. */
export const formToken = (secret: string): string => hash('sha256', `form ${secret}`, 'base64url');

/** Whether a form with that token was made for the browser with this secret. */
export function isFormToken(secret: string, token: string): boolean {
  const [own, given] = [formToken(secret), token].map((text) => hash('sha256', text, 'buffer'));
  return own !== undefined && given !== undefined && timingSafeEqual(own, given);
}

import { isUtf8 } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';
import { createKeyedDigest } from '../../lib/keyedDigest';
import { err, ok, type Result } from '../../lib/result';
import type { Account } from '../../protocol/relay';
import type { CredentialsProblem } from '../events';

/** The relay account's user name (no colon: Basic credentials split at the first one) and password. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Tells whom an Authorization header is from: the account, or why it is nobody's. */
export type CredentialsCheck = (authorization: string | undefined) => Result<Account, CredentialsProblem>;

/**
 * Login for one account: the user name without regard to case, the password exactly (PROTOCOL section 1). Both
 * are compared in constant time and both always, so that an answer's time tells nothing about either.
 */
export function createCredentialsCheck(credentials: Credentials): CredentialsCheck {
  const keyed = createKeyedDigest();
  const digest = (text: string) => Buffer.from(keyed(text));
  const account = credentials.username.toLowerCase() as Account;
  const username = digest(account);
  const password = digest(credentials.password);
  return (authorization) => {
    const given = parseBasic(authorization);
    if (!given.ok) return given;
    const rightUsername = timingSafeEqual(digest(given.value.username.toLowerCase()), username);
    const rightPassword = timingSafeEqual(digest(given.value.password), password);
    return rightUsername && rightPassword ? ok(account) : err('wrong');
  };
}

/** Reads `Basic base64(user:password)` (RFC 7617), UTF-8. The password may hold colons. */
export function parseBasic(authorization: string | undefined): Result<Credentials, CredentialsProblem> {
  if (authorization === undefined) return err('missing');
  const encoded = /^Basic +([A-Za-z0-9+/_-]+={0,2}) *$/i.exec(authorization)?.[1];
  if (encoded === undefined) return err('malformed');
  const bytes = Buffer.from(encoded, 'base64');
  // It would be read with replacements, and different passwords would look alike.
  if (!isUtf8(bytes)) return err('malformed');
  const decoded = bytes.toString();
  const colon = decoded.indexOf(':');
  if (colon < 0) return err('malformed');
  return ok({ username: decoded.slice(0, colon), password: decoded.slice(colon + 1) });
}

import { addressGroup } from '../../lib/addressGroup';
import { err, ok } from '../../lib/result';
import type { PasswordHasher } from '../passwords/passwordHasher';
import type { Registered } from './registrationTypes';
import type { Visitor } from './visitor';

/** Bytes that a password may have. */
const MAX_PASSWORD_BYTES = 1_024;

/** After so many milliseconds one who was told `busy` may come again: a full queue is done by then. */
const BUSY_MS = 1_000;

/** Whether it can be one: 1 to 1,024 bytes of anything. */
export function isPassword(text: string): boolean {
  const bytes = Buffer.byteLength(text);
  return bytes >= 1 && bytes <= MAX_PASSWORD_BYTES;
}

/** A string to store; visitors of one address wait for each other. */
export async function hashNewPassword(
  hasher: Pick<PasswordHasher, 'hash'>,
  password: string,
  { from, signal }: Visitor,
): Promise<Registered<string>> {
  const hash = await hasher.hash(password, { lane: addressGroup(from), signal });
  if (hash.ok) return ok(hash.value);
  return err(hash.error === 'busy' ? { kind: 'busy', ms: BUSY_MS } : { kind: 'gone' });
}

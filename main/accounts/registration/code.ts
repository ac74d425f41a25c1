import { hash, randomBytes } from 'node:crypto';

/** What a mail carries to prove that it was read: 32 upper-case hex digits (16 random bytes). */
export type Code = string & { readonly brand: 'Code' };

/** The SHA-256 of a code (or of any other secret that is stored) in lower-case hex digits: who reads the database cannot use it. */
export type SecretDigest = string & { readonly brand: 'SecretDigest' };

/** What a code is good for: to prove an address, to set a new password, to move the account to another address. */
export type CodeKind = 'verification' | 'reset' | 'address';

/** Of each user and kind so many codes work, the newest ones. */
export const CODES_KEPT = 3;

/** How long a code works, in milliseconds. */
export const CODE_MS = 60 * 60_000;

export const newCode = (): Code => randomBytes(16).toString('hex').toUpperCase() as Code;

export const secretDigest = (secret: string): SecretDigest => hash('sha256', secret, 'hex') as SecretDigest;

/** A user's number, which stays, and is never given to another one. */
export type UserId = number & { readonly brand: 'UserId' };

/** An address as it is stored and compared: lower-case, and of a form that can be one. */
export type Email = string & { readonly brand: 'Email' };

/** The SHA-1 of a licence as it is stored, 40 upper-case hex digits; see licence.ts. */
export type LicenceHash = string & { readonly brand: 'LicenceHash' };

export interface User {
  readonly id: UserId;
  readonly email: Email;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** A string of argon2id (`$argon2id$v=19$…`); empty: no password is right. */
  readonly passwordHash: string;
  readonly verified: boolean;
  readonly blocked: boolean;
  /** Of the licence that logged in last; undefined as long as none has. */
  readonly licence: LicenceHash | undefined;
}

/** Bytes that an address may have. */
const MAX_EMAIL_BYTES = 254;

/**
 * The address that a text is, in any case and with spaces around it; undefined for what cannot be one. (Whether it is
 * somebody's, a mail tells.) Lower-case by Unicode, as deployed databases have it.
 */
export function parseEmail(text: string): Email | undefined {
  const email = text.trim().toLowerCase();
  const isOne = /^[^\s@\p{Cc}\p{Cf}]+@[^\s@\p{Cc}\p{Cf}.]+(\.[^\s@\p{Cc}\p{Cf}.]+)*$/u.test(email);
  return isOne && Buffer.byteLength(email) <= MAX_EMAIL_BYTES ? (email as Email) : undefined;
}

import type { Email } from '../user';
import type { Code } from './code';
import type { Language } from './visitor';

/** What is mailed about an account; how it reads is said in `main/mail`. */
export type AccountMail = { readonly to: Email; readonly language: Language } & (
  | { readonly kind: 'verification' | 'reset' | 'newAddress'; readonly code: Code }
  /** To the owner of an address that somebody tried to register again, where strangers are not told. */
  | { readonly kind: 'registeredAlready' }
  /** To the address that an account had before. */
  | { readonly kind: 'addressChanged'; readonly newAddress: Email }
);

/**
 * Hands a mail over to be sent. `sent` once the mail server has taken it, `waiting` when it has not within ten seconds and
 * is tried again in the background, `failed` when it will not be: it was refused for good, or too many wait already.
 * Never rejects.
 */
export type SendMail = (mail: AccountMail) => Promise<'sent' | 'waiting' | 'failed'>;

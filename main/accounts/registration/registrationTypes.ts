import type { Result } from '../../lib/result';
import type { Email } from '../user';
import type { Visitor } from './visitor';

/** Why something about an account was not done. */
export type RegistrationProblem =
  | { readonly kind: 'exists' }
  /** No such user; or a code that is wrong, used or expired, where it stands for the user. */
  | { readonly kind: 'notFound' }
  | { readonly kind: 'mailFailed' }
  | { readonly kind: 'notAnAddress' }
  /** It has to have 1 to 1,024 bytes. */
  | { readonly kind: 'passwordLength' }
  | { readonly kind: 'closed' }
  /** There is none, or it is wrong, used up or expired. */
  | { readonly kind: 'inviteNeeded' }
  /** Addresses of this domain cannot have an account. */
  | { readonly kind: 'domainRefused' }
  /** Asked too often: again after `ms` milliseconds. */
  | { readonly kind: 'throttled'; readonly ms: number }
  /** Too much to do just now. */
  | { readonly kind: 'busy'; readonly ms: number }
  /** Nobody waits for the answer any more. */
  | { readonly kind: 'gone' }
  /** The database cannot be used just now. */
  | { readonly kind: 'storeFailed' };

export type Registered<T = void> = Result<T, RegistrationProblem>;

/** How people get accounts: every rule, no HTTP and no SQL. Addresses are texts as people type them. None ever rejects for what a visitor sent. */
export interface Registration {
  /** Makes an unverified user and mails a code. `mailFailed`: the user is made all the same. */
  register(
    asked: { readonly email: string; readonly password: string; readonly invite?: string },
    visitor: Visitor,
  ): Promise<Registered>;
  /** Mails a new code. */
  sendVerification(email: string, visitor: Visitor): Promise<Registered>;
  /** Whether the user is verified now. */
  verify(email: string, code: string, visitor: Visitor): Promise<Registered<boolean>>;
  /** Mails a code to set a new password with. */
  sendReset(email: string, visitor: Visitor): Promise<Registered>;
  /** Sets the password; `notFound` for a code that is wrong, used or expired. */
  resetPassword(code: string, password: string, visitor: Visitor): Promise<Registered>;
}

export type RegistrationMode = 'open' | 'invite' | 'closed';

export interface RegistrationRules {
  readonly mode: RegistrationMode;
  /** Nobody learns here who has an account; the owner is mailed instead. */
  readonly privateAccounts: boolean;
  /** Whether an address's domain may have an account. */
  readonly acceptsDomain: (email: Email) => boolean;
}

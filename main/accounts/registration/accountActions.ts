import type { Result } from '../../lib/result';
import type { User } from '../user';
import type { RegistrationProblem } from './registrationTypes';
import type { Visitor } from './visitor';

/** What a browser shows to be logged in: 32 random bytes in base64url. It is stored as its digest alone. */
export type SessionSecret = string & { readonly brand: 'SessionSecret' };

/** How long a session lasts, in milliseconds. */
export const SESSION_MS = 14 * 24 * 60 * 60_000;

/** Why a person who is logged in could not do something about the account. */
export type AccountProblem =
  | RegistrationProblem
  | { readonly kind: 'wrongPassword' }
  /** The account has none, since its user logs in by licence: one has to be set first, by a mailed code. */
  | { readonly kind: 'noPassword' };

export type Acted<T = void> = Result<T, AccountProblem>;

/**
 * What people do about their accounts once they are logged in to the pages: every rule, no HTTP and no SQL. `user` is whom
 * `userOf` gave. What weighs much asks for the password again. None ever rejects for what a visitor sent.
 */
export interface AccountActions {
  /** Begins a session of somebody who has just logged in; `notFound` where the user is gone or blocked meanwhile. */
  begin(user: User): Promise<Acted<SessionSecret>>;
  /** Who is logged in with this, as it came from a browser; undefined for nobody. */
  userOf(secret: string): Promise<Acted<User | undefined>>;
  /** Ends one session, if there is such a one. */
  end(secret: string): Promise<Acted>;
  /** Ends all sessions, this one too: whoever changed it logs in anew. */
  changePassword(
    user: User,
    asked: { readonly password: string; readonly newPassword: string },
    visitor: Visitor,
  ): Promise<Acted>;
  /** Mails a code to another address of the user's. */
  requestAddress(
    user: User,
    asked: { readonly email: string; readonly password: string },
    visitor: Visitor,
  ): Promise<Acted>;
  /**
   * Gives the account the address that the code was mailed to, tells the one before, and ends all sessions: the new one goes
   * on in their place. `notFound` for a code that is wrong, used or expired, `exists` for an address that is another user's by now.
   */
  confirmAddress(
    user: User,
    code: string,
    visitor: Visitor,
  ): Promise<Acted<{ readonly user: User; readonly session: SessionSecret }>>;
  /** Removes the account with all that is kept about it. */
  deleteAccount(user: User, password: string, visitor: Visitor): Promise<Acted>;
}

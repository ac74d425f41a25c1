import type { Result } from '../../lib/result';
import type { Account } from '../../protocol/relay';
import type { LoginRefusal } from '../events';
import type { Credentials } from './credentials';

/** Tells whose account a login is for, where that takes time: a database is asked, a password hashed. */
export interface Authenticator {
  /**
   * Looks at the `authorization` header of who asks from `from`. Once `signal` is aborted nobody waits for the answer any
   * more. One that rejects could not look: that counts as busy.
   */
  authenticate(
    authorization: string | undefined,
    from: string,
    signal: AbortSignal,
  ): Promise<Result<Account, AuthenticationProblem>>;
}

/** Why a login is not one. For whoever tries it, all refusals are the same; the reason is for the log. */
export type AuthenticationProblem =
  | { readonly kind: 'refused'; readonly reason: LoginRefusal }
  /** It was not looked at: too much was guessed, or too many are looked at already. */
  | { readonly kind: 'throttled' | 'busy'; readonly retryAfterSeconds: number };

export const isAuthenticator = (login: Credentials | Authenticator): login is Authenticator =>
  'authenticate' in login;

import type { Result } from '../../lib/result';
import type { Day } from '../day';
import type { Email, User, UserId } from '../user';
import type { CodeKind, SecretDigest } from './code';

// What registration, the pages and the operator's page need of a database, beside users and traffic. Every promise rejects
// with a StoreError where the database cannot be used just now. Times are milliseconds since 1970.

export interface CodeStore {
  /**
   * Writes what a code would be, and takes it back: a write may stop the whole process for a moment, which strangers can
   * notice. So what is done for somebody takes as long as what is done for nobody.
   */
  pretend(): Promise<void>;
  /**
   * Adds a code. Of its user and kind the newest CODES_KEPT stay; what has expired goes, whosever it is. `email`: where it
   * will be mailed; for `address` the account moves there. False: the user is gone, or has another address by now.
   */
  add(code: {
    readonly user: UserId;
    readonly kind: CodeKind;
    readonly digest: SecretDigest;
    readonly expires: number;
    readonly email?: Email;
  }): Promise<boolean>;
  /** The good ones of a user, newest first. */
  of(user: UserId, kind: CodeKind): Promise<readonly SecretDigest[]>;
  /** Whose a good reset code is. */
  ownerOfReset(digest: SecretDigest): Promise<UserId | undefined>;
  /** Uses one, if it is good: the user is verified, and the user's verification codes are void. One transaction. */
  redeemVerification(user: UserId, digest: SecretDigest): Promise<boolean>;
  /** Uses one, if it is good: sets the password, with all that a new one means (see UserStore). */
  redeemReset(digest: SecretDigest, passwordHash: string): Promise<UserId | undefined>;
  /**
   * Uses one, if it is good: gives the user the address that it was mailed to, verified. The user's sessions end, and all
   * codes are void: they went to the address before. `exists`: it is another user's by now.
   */
  redeemAddress(user: UserId, digest: SecretDigest): Promise<Result<User, 'wrong' | 'exists'>>;
}

/** Who is logged in to the pages. What tells them is a random secret, of which the digest is stored. */
export interface SessionStore {
  /** The newest 20 of a user stay. False: the user is gone, or blocked. */
  add(session: {
    readonly digest: SecretDigest;
    readonly user: UserId;
    readonly expires: number;
  }): Promise<boolean>;
  /** Undefined where there is none, it has expired, or its user is blocked. */
  userOf(digest: SecretDigest): Promise<User | undefined>;
  remove(digest: SecretDigest): Promise<void>;
  removeAll(user: UserId): Promise<void>;
}

export interface Invite {
  readonly digest: SecretDigest;
  readonly created: number;
  readonly expires: number;
  /** How many may still register with it. */
  readonly uses: number;
  /** What the operator calls it. */
  readonly note: string;
}

export interface InviteStore {
  add(invite: Omit<Invite, 'created'>): Promise<void>;
  /** The good ones, newest first. */
  list(): Promise<readonly Invite[]>;
  remove(digest: SecretDigest): Promise<boolean>;
  has(digest: SecretDigest): Promise<boolean>;
  /**
   * Adds an unverified user and takes one use of the invite, both or none; with `evenIfExists` the use is taken for an
   * address that has a user already as well, so that what is left of an invite does not tell who has an account.
   */
  register(
    user: { readonly email: Email; readonly passwordHash: string },
    invite: SecretDigest,
    evenIfExists: boolean,
  ): Promise<Result<User, 'exists' | 'noInvite'>>;
}

export type MailState = 'waiting' | 'sent' | 'failed';

export interface MailRecord {
  readonly id: number;
  readonly at: number;
  readonly kind: string;
  readonly to: Email;
  readonly state: MailState;
  readonly attempts: number;
  /** What the mail server said last, if it did not take it. */
  readonly problem: string | undefined;
}

/** Which mails were sent, for the operator; never what was in them. */
export interface MailStore {
  add(mail: Omit<MailRecord, 'id'>): Promise<number>;
  update(id: number, state: MailState, attempts: number, problem: string | undefined): Promise<void>;
  /** The newest first, from the one before `before` on. */
  list(options: { readonly most: number; readonly before?: number }): Promise<readonly MailRecord[]>;
  /** Forgets those from before `at`. */
  clean(at: number): Promise<void>;
}

export interface Refusals {
  readonly day: Day;
  /** An address group (see addressGroup), or empty for the rest of a day that has too many. */
  readonly address: string;
  readonly reason: string;
  readonly count: number;
}

/** Logins that were refused, by day, address and reason. */
export interface RefusalStore {
  /** Adds to what is there. A day keeps 10,000 rows: what is beyond counts under the empty address. */
  add(entries: readonly Refusals[]): Promise<void>;
  /** From `since` on, the largest first. */
  list(since: Day, most: number): Promise<readonly Refusals[]>;
  clean(day: Day): Promise<void>;
}

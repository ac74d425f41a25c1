import type { Result } from '../lib/result';
import type { Day } from './day';
import type {
  CodeStore,
  InviteStore,
  MailStore,
  RefusalStore,
  SessionStore,
} from './registration/registrationStores';
import type { Email, LicenceHash, User, UserId } from './user';

// What the accounts need of a database. `main/store` has it on SQLite, and can have it on others; nothing here is SQL.
// Every promise rejects with a StoreError where the database cannot be used just now.

/** What keeps a database from being used, and whether trying again can help. */
export type StoreProblem =
  /** Another program holds it, the disk is full, or the server cannot be reached: it heals when the cause goes. */
  | { readonly kind: 'busy' | 'full' | 'readOnly' | 'unreachable'; readonly detail: string }
  /** It holds something else, is of a newer version, or is damaged: a person has to see to it. */
  | { readonly kind: 'notADatabase' | 'newerVersion' | 'corrupt' | 'missing'; readonly detail: string };

export class StoreError extends Error {
  /** `otherFile`: it is not about the database, but about this file, that it is copied to or filled from. */
  constructor(
    readonly problem: StoreProblem,
    readonly otherFile?: string,
  ) {
    super(`${problem.kind}: ${problem.detail}`);
  }
}

/** What may end a user's connections or remembered logins; from whichever program. */
export type UserChangeKind =
  | 'blocked'
  | 'unblocked'
  | 'deleted'
  | 'password'
  | 'licenceDisabled'
  | 'verified'
  | 'email';

/** One transaction that is over: how long it took, waiting for its turn and for locks included. */
export interface StoreOperation {
  readonly mode: 'read' | 'write';
  readonly ms: number;
  /** What kept it from being done. */
  readonly problem: StoreProblem['kind'] | undefined;
}

export interface UserChange {
  /** Rises by one or more with each change. */
  readonly seq: number;
  readonly user: UserId;
  readonly kind: UserChangeKind;
}

export interface UserStore {
  byEmail(email: Email): Promise<User | undefined>;
  byId(id: UserId): Promise<User | undefined>;
  /** In the order of their making, `most` from the one after `after` on; those whose address holds `part`. */
  list(options: { readonly most: number; readonly after?: UserId; readonly part?: string }): Promise<User[]>;
  count(): Promise<number>;
  countBlocked(): Promise<number>;
  /** Fails where the address has a user already. */
  add(user: {
    readonly email: Email;
    readonly passwordHash: string;
    readonly verified: boolean;
  }): Promise<Result<User, 'exists'>>;
  /** Each gives false where there is no such user, and notes a change where it makes one. A block ends the user's sessions. */
  setBlocked(id: UserId, blocked: boolean): Promise<boolean>;
  setVerified(id: UserId): Promise<boolean>;
  /**
   * `new`: the user's sessions end, and codes for a new password or another address are void.
   * `rehash`: the same password in another form, which is no change to anybody. With `replaces` only where that is still
   * what is stored, and false where it is not: a rehash must not bring back a password that was changed meanwhile.
   */
  setPassword(id: UserId, passwordHash: string, why: 'new' | 'rehash', replaces?: string): Promise<boolean>;
  /** With all that is kept about the user: traffic, codes, sessions and which mails were sent, too. */
  remove(id: UserId): Promise<boolean>;

  isDisabled(licence: LicenceHash): Promise<boolean>;
  /**
   * A user logs in by licence: is made, verified and without a password, where there is none; the first licence voids a
   * password that was there before. One transaction: of two at once, one makes the user.
   */
  licenceLogin(email: Email, licence: LicenceHash): Promise<User>;
  /** Disables the licence that logged in last, and ends the user's sessions; false where none has. */
  disableLicence(id: UserId): Promise<boolean>;

  /** Those after `seq`, in order; the number of the last one at all where there is none. */
  changesSince(seq: number): Promise<{ readonly changes: readonly UserChange[]; readonly last: number }>;
}

/** Bytes of messages that came from (`sent`) and went to (`received`) devices. */
export interface TrafficSum {
  readonly sent: number;
  readonly received: number;
}

export interface TrafficEntry extends TrafficSum {
  readonly day: Day;
  readonly user: UserId;
  /** The client's IP address. */
  readonly address: string;
}

export interface TrafficStatistics {
  readonly users: readonly (TrafficSum & { readonly user: Email })[];
  readonly addresses: readonly (TrafficSum & { readonly address: string })[];
}

export interface TrafficStore {
  /** Adds all of them, or none: one transaction. Those of users who are gone count for their addresses alone. */
  add(entries: readonly TrafficEntry[]): Promise<void>;
  /** From `since` on, the largest by sum first, `most` of each. */
  statistics(since: Day, most: number): Promise<TrafficStatistics>;
  /** One user's days from `since` on, in order. */
  ofUser(user: UserId, since: Day): Promise<readonly (TrafficSum & { readonly day: Day })[]>;
  /** Forgets the days before `day`. */
  clean(day: Day): Promise<void>;
}

/** A database of accounts. */
export interface AccountStore {
  readonly users: UserStore;
  readonly traffic: TrafficStore;
  readonly codes: CodeStore;
  readonly sessions: SessionStore;
  readonly invites: InviteStore;
  readonly mails: MailStore;
  readonly refusals: RefusalStore;
  /** Rejects with a StoreError where it is not sound. */
  check(): Promise<void>;
  close(): Promise<void>;
}

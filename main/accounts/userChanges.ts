import { type Clock, every } from '../lib/clock';
import type { UserChange, UserChangeKind, UserStore } from './stores';
import type { UserId } from './user';

/** Learns what is changed about users, by whichever program: at a database there is nobody else to tell it. */
export interface UserChanges {
  /** Begins with what is changed from now on. Rejects with a StoreError where that cannot be told. */
  start(): Promise<void>;
  /** Looks now, or waits for the look that goes on. */
  look(): Promise<void>;
  /** Resolves when nothing is looked at any more. */
  stop(): Promise<void>;
  /** How many looks have failed. */
  readonly failures: number;
}

export interface UserChangesOptions {
  readonly users: Pick<UserStore, 'changesSince'>;
  readonly clock: Clock;
  /** Whatever it was: remembered logins of this user are to be forgotten. */
  forget(user: UserId): void;
  /** The user's connections have to end. Those whose login is being looked at just now are connections, too. */
  onExpel(user: UserId, why: UserChangeKind): void;
  /** Looks fail from now on; told once, until one succeeds. */
  onFailure(error: unknown): void;
  onRecovered(): void;
}

const LOOK_MS = 1_000;

/** A new password ends none: a household would be cut off, and who has the old one cannot come back with it. */
const EXPELS: ReadonlySet<UserChangeKind> = new Set(['blocked', 'deleted', 'licenceDisabled']);

export function createUserChanges(options: UserChangesOptions): UserChanges {
  const { users, clock, forget, onExpel, onFailure, onRecovered } = options;
  let seen = 0;
  let failures = 0;
  let isFailing = false;
  let looking: Promise<void> | undefined;
  let stopTimer = () => {};
  let isStopped = false;

  const tell = ({ user, kind }: UserChange): void => {
    forget(user);
    if (EXPELS.has(kind)) onExpel(user, kind);
  };

  async function lookOnce(): Promise<void> {
    try {
      const { changes, last } = await users.changesSince(seen);
      for (const change of changes) {
        seen = change.seq;
        tell(change);
      }
      // Less than before: the database was put back to an earlier state.
      if (changes.length === 0) seen = last;
      if (isFailing) onRecovered();
      isFailing = false;
    } catch (error) {
      failures += 1;
      if (!isFailing) onFailure(error);
      isFailing = true;
    }
  }

  const look = (): Promise<void> => {
    if (isStopped) return looking ?? Promise.resolve();
    looking ??= lookOnce().finally(() => {
      looking = undefined;
    });
    return looking;
  };

  return {
    async start() {
      ({ last: seen } = await users.changesSince(Number.MAX_SAFE_INTEGER));
      if (!isStopped)
        stopTimer = every(
          clock,
          () => LOOK_MS,
          () => void look(),
        );
    },
    look,
    async stop() {
      isStopped = true;
      stopTimer();
      await looking;
    },
    get failures() {
      return failures;
    },
  };
}

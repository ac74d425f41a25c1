import type { Clock } from '../lib/clock';
import { createRecurringTask, type FailureListener } from './recurringTask';
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

/** It is told that looks fail, or no longer do. */
export interface UserChangesOptions extends FailureListener {
  readonly users: Pick<UserStore, 'changesSince'>;
  readonly clock: Clock;
  /** Whatever it was: remembered logins of this user are to be forgotten. */
  forget(user: UserId): void;
  /** The user's connections have to end. Those whose login is being looked at just now are connections, too. */
  onExpel(user: UserId, why: UserChangeKind): void;
}

const LOOK_MS = 500;

/** A new password ends none: a household would be cut off, and who has the old one cannot come back with it. */
const EXPELS: ReadonlySet<UserChangeKind> = new Set(['blocked', 'deleted', 'licenceDisabled']);

export function createUserChanges(options: UserChangesOptions): UserChanges {
  const { users, clock, forget, onExpel } = options;
  let seen = 0;

  const tell = ({ user, kind }: UserChange): void => {
    forget(user);
    if (EXPELS.has(kind)) onExpel(user, kind);
  };

  async function look(): Promise<void> {
    const { changes, last } = await users.changesSince(seen);
    for (const change of changes) {
      seen = change.seq;
      tell(change);
    }
    // Less than before: the database was put back to an earlier state.
    if (changes.length === 0) seen = last;
  }

  const looking = createRecurringTask(clock, LOOK_MS, look, options);

  return {
    async start() {
      ({ last: seen } = await users.changesSince(Number.MAX_SAFE_INTEGER));
      looking.start();
    },
    look: looking.run,
    stop: looking.stop,
    get failures() {
      return looking.failures;
    },
  };
}

import type { Clock } from '../lib/clock';
import { createRecurringTask } from './recurringTask';
import type { UserStore } from './stores';

/** How many users there are, as it was counted last. */
export interface UserCounts {
  /** Undefined as long as they have not been counted. */
  readonly last: { readonly all: number; readonly blocked: number } | undefined;
  /** Counts now, and again from time to time. Resolves when they are counted, or cannot be. */
  start(): Promise<void>;
  /** Resolves when nothing is counted any more. */
  stop(): Promise<void>;
}

/** Counting reads all users: whoever asks often is given what is known. */
const COUNT_MS = 30_000;

export function createUserCounts(users: Pick<UserStore, 'count' | 'countBlocked'>, clock: Clock): UserCounts {
  let last: UserCounts['last'];

  async function count(): Promise<void> {
    const [all, blocked] = await Promise.all([users.count(), users.countBlocked()]);
    last = { all, blocked };
  }

  // What was counted before is nearer to the truth than nothing; that the database fails is told elsewhere.
  const untold = { onFailure: () => {}, onRecovered: () => {} };
  const counting = createRecurringTask(clock, COUNT_MS, count, untold);

  return {
    get last() {
      return last;
    },
    start() {
      counting.start();
      return counting.run();
    },
    stop: counting.stop,
  };
}

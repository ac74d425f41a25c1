import { type Clock, every } from '../lib/clock';
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
  let counting: Promise<void> | undefined;
  let stopTimer = () => {};

  async function countOnce(): Promise<void> {
    try {
      const [all, blocked] = await Promise.all([users.count(), users.countBlocked()]);
      last = { all, blocked };
    } catch {
      // What was counted before is nearer to the truth than nothing; that the database fails is told elsewhere.
    }
  }

  const count = (): Promise<void> => {
    counting ??= countOnce().finally(() => {
      counting = undefined;
    });
    return counting;
  };

  return {
    get last() {
      return last;
    },
    start() {
      stopTimer = every(
        clock,
        () => COUNT_MS,
        () => void count(),
      );
      return count();
    },
    async stop() {
      stopTimer();
      await counting;
    },
  };
}

import { isLoopback, neighbourhood } from './address';

/** Slows down whoever guesses passwords, by address. */
export interface LoginThrottle {
  /** Milliseconds for which logins from `address` are not looked at; 0 when they are. */
  blockedFor(address: string): number;
  /** `attempt` tells one wrong login from another, without being readable: a repeat is no new guess. */
  failed(address: string, attempt: string): void;
  succeeded(address: string): void;
}

/** A wrong password typed, and mistyped again, costs nothing yet. */
const FREE_FAILURES = 5;

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15 * 60_000;

/** After this long without a failure, an address starts anew. */
const FORGET_MS = 60 * 60_000;

/** Beyond this many addresses the one that failed longest ago is forgotten. */
const MOST_ADDRESSES = 10_000;

interface Record {
  readonly failures: number;
  readonly lastFailure: number;
  readonly lastAttempt: string;
}

/**
 * Five failures are free; from then on each doubles the time for which an address is not listened to, from a second
 * to a quarter of an hour. A device that goes on trying an old password is not punished for it: it guesses nothing, and
 * it may share its address with others. Other addresses are not touched, and this computer itself is exempt. `now`
 * gives milliseconds that never go back.
 */
export function createLoginThrottle(now: () => number = () => performance.now()): LoginThrottle {
  // In the order of the last failure, which is what a Map keeps when an entry is deleted before it is set.
  const records = new Map<string, Record>();

  const recordOf = (key: string): Record | undefined => {
    const record = records.get(key);
    return record && now() - record.lastFailure < FORGET_MS ? record : undefined;
  };

  return {
    blockedFor(address) {
      const record = recordOf(neighbourhood(address));
      if (!record || record.failures < FREE_FAILURES) return 0;
      const delay = FIRST_DELAY_MS * 2 ** (record.failures - FREE_FAILURES);
      return Math.max(0, record.lastFailure + Math.min(delay, LONGEST_DELAY_MS) - now());
    },
    failed(address, attempt) {
      if (isLoopback(address)) return;
      const key = neighbourhood(address);
      const record = recordOf(key);
      if (record?.lastAttempt === attempt) return;
      const failures = (record?.failures ?? 0) + 1;
      records.delete(key);
      records.set(key, { failures, lastFailure: now(), lastAttempt: attempt });
      const [oldest] = records.keys();
      if (records.size > MOST_ADDRESSES && oldest !== undefined) records.delete(oldest);
    },
    succeeded: (address) => void records.delete(neighbourhood(address)),
  };
}

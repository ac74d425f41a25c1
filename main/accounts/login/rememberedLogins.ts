import type { UserId } from '../user';

/** Logins that were right a short while ago, so that many who come back at once cost no hash each. */
export interface RememberedLogins {
  /** Whose login the attempt was; undefined when it is not known. */
  userOf(attempt: string): UserId | undefined;
  remember(attempt: string, user: UserId): void;
  forget(user: UserId): void;
}

const KEPT_MS = 10 * 60_000;

/** Beyond so many the one that was right longest ago is forgotten. */
const MOST = 10_000;

/** Attempts are digests under a secret of this process. `now` gives milliseconds that never go back. */
export function createRememberedLogins(now: () => number, most: number = MOST): RememberedLogins {
  interface Remembered {
    readonly user: UserId;
    readonly until: number;
  }
  /** The oldest first. */
  const logins = new Map<string, Remembered>();
  const attemptsOf = new Map<UserId, Set<string>>();

  const drop = (attempt: string): void => {
    const known = logins.get(attempt);
    if (!known) return;
    logins.delete(attempt);
    const attempts = attemptsOf.get(known.user);
    attempts?.delete(attempt);
    if (attempts?.size === 0) attemptsOf.delete(known.user);
  };

  const dropOld = (): void => {
    for (const [attempt, { until }] of logins) {
      if (until > now() && logins.size <= most) return;
      drop(attempt);
    }
  };

  return {
    userOf(attempt) {
      dropOld();
      return logins.get(attempt)?.user;
    },
    remember(attempt, user) {
      drop(attempt);
      logins.set(attempt, { user, until: now() + KEPT_MS });
      attemptsOf.set(user, (attemptsOf.get(user) ?? new Set()).add(attempt));
      dropOld();
    },
    forget(user) {
      for (const attempt of [...(attemptsOf.get(user) ?? [])]) drop(attempt);
    },
  };
}

import { err, ok, type Result } from '../../lib/result';
import type { Argon2 } from './argon2';
import { type Asker, createFairQueue, type QueueProblem } from './fairQueue';
import { costOf, decoyHash, OWN_COST } from './passwordHash';

/** Makes and verifies the hashes of passwords, off the event loop, a few at a time. */
export interface PasswordHasher {
  /** A new string to store. */
  hash(password: string, asker: Asker): Promise<Result<string, QueueProblem>>;
  /**
   * Whether a password is the one that is stored. What is no hash, or an unreasonable one, matches none, and takes as
   * long as one of ours. `mayBegin` is asked when its turn has come: with false it is not looked at, and `declined`.
   */
  verify(
    stored: string,
    password: string,
    asker: Asker,
    mayBegin?: () => boolean,
  ): Promise<Result<boolean, QueueProblem | 'declined'>>;
  /** How many wait for their turn. */
  readonly waiting: number;
  /** How many are being made or verified. */
  readonly working: number;
}

/** How many may wait: at 15 ms each, about a second. */
const MOST_WAITING = 64;

/** How many may be hashed at a time: each takes some 15 MB. */
const MOST_AT_ONCE = 8;

/** How many are: one processor is left to the relay. */
export const hashesAtOnce = (processors: number): number =>
  Math.max(1, Math.min(processors - 1, MOST_AT_ONCE));

/** `onHashed` is told how long each took, in milliseconds, without its wait. */
export function createPasswordHasher(
  argon2: Argon2,
  atOnce: number,
  mostWaiting: number = MOST_WAITING,
  onHashed: (ms: number) => void = () => {},
): PasswordHasher {
  const queue = createFairQueue(atOnce, mostWaiting);
  const decoy = decoyHash();

  async function timed<T>(work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    try {
      return await work();
    } finally {
      onHashed(performance.now() - begun);
    }
  }

  const matches = async (stored: string, password: string): Promise<boolean> => {
    try {
      if (costOf(stored)) return await argon2.verify(stored, password);
    } catch {
      // It only looked like a hash.
    }
    await argon2.verify(decoy, password);
    return false;
  };

  return {
    hash: (password, asker) => queue.run(asker, () => timed(() => argon2.hash(password, OWN_COST))),
    async verify(stored, password, asker, mayBegin = () => true) {
      const verified = await queue.run(asker, async () =>
        mayBegin() ? await timed(() => matches(stored, password)) : undefined,
      );
      if (!verified.ok) return verified;
      return verified.value === undefined ? err('declined') : ok(verified.value);
    },
    get waiting() {
      return queue.waiting;
    },
    get working() {
      return queue.working;
    },
  };
}

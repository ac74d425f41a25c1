import { createRecent } from '../../lib/recent';
import { addressGroup, isLoopback } from '../network/address';

/** Slows down whoever guesses passwords, by address, without shutting out the others who come from it. */
export interface LoginThrottle {
  /**
   * Milliseconds for which `attempt` from `address` is not looked at; 0 when it is. An attempt tells one login from
   * another without being readable; telling costs the same whatever it is.
   */
  blockedFor(address: string, attempt: string): number;
  /** It was looked at, and wrong. */
  failed(address: string, attempt: string): void;
  /** It was right. */
  succeeded(address: string, attempt: string): void;
}

/** So many passwords can be wrong at once; then one more in each second. A typing error costs nothing. */
const FREE_GUESSES = 5;
const GUESS_MS = 1_000;

/** So many different wrong passwords are known again, for each address: old ones of devices that go on trying. */
const KNOWN_WRONG = 16;

/** Beyond so many addresses the one that was used longest ago is forgotten. */
const MAX_ADDRESSES = 10_000;

interface Guesses {
  /** When all that was guessed is paid off, at a guess a second. */
  readonly paidOff: number;
  /** The latest ones that were wrong. */
  readonly wrong: readonly string[];
}

/**
 * What is known to be wrong is no guess: a device that goes on trying an old password is refused, and never slowed down.
 * What was right from this address before is let in at once, whatever others there do meanwhile: behind one address
 * there may be a whole household. Only what is new is a guess. This computer itself is exempt. `now` gives milliseconds
 * that never go back.
 */
export function createLoginThrottle(now: () => number = () => performance.now()): LoginThrottle {
  const guesses = createRecent<Guesses>(MAX_ADDRESSES);
  /** What was right last, by address. */
  const right = createRecent<string>(MAX_ADDRESSES);

  return {
    blockedFor(address, attempt) {
      const group = addressGroup(address);
      const known = guesses.get(group);
      if (!known || known.wrong.includes(attempt) || right.get(group) === attempt) return 0;
      return Math.max(0, known.paidOff - now() - (FREE_GUESSES - 1) * GUESS_MS);
    },
    failed(address, attempt) {
      if (isLoopback(address)) return;
      const group = addressGroup(address);
      const { paidOff, wrong } = guesses.get(group) ?? { paidOff: 0, wrong: [] };
      // The latest stays longest, also when it is not new.
      const others = wrong.filter((other) => other !== attempt);
      const cost = others.length === wrong.length ? GUESS_MS : 0;
      guesses.set(group, {
        paidOff: Math.max(paidOff, now()) + cost,
        wrong: [...others, attempt].slice(-KNOWN_WRONG),
      });
    },
    succeeded: (address, attempt) => right.set(addressGroup(address), attempt),
  };
}

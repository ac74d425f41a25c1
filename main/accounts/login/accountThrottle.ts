import { addressGroup, isLoopback } from '../../lib/addressGroup';
import { createRecent } from '../../lib/recent';
import type { RefusalReason } from './loginProblem';

/** Who tries what: from an address, at an account, an attempt that tells one from another without being readable. */
export interface Attempt {
  readonly from: string;
  readonly account: string;
  readonly digest: string;
}

/** One that is being looked at. One of the three is called, once. */
export interface Guess {
  wrong(reason: RefusalReason): void;
  /** `digest`: as it is from now on. */
  right(digest: string): void;
  /** It was not looked at to the end. */
  dropped(): void;
}

export interface AccountThrottle {
  /** Why the attempt was wrong from this address before, where that is known: it is no guess, and needs no look. */
  knownWrong(attempt: Attempt): RefusalReason | undefined;
  /** What is known to be wrong for the account is known no longer. What was right stays so. */
  doubt(account: string): void;
  /** Milliseconds for which it is not looked at; 0 when it is. */
  blockedFor(attempt: Attempt): number;
  /** Begins to look at it, which counts as a wrong one until it is known to be right; undefined when it is blocked. */
  begin(attempt: Attempt): Guess | undefined;
  /** It was right, and known to be without a look. */
  wasRight(attempt: Attempt): void;
}

/** An address guesses so often at once; then one more in each second. A typing error costs nothing. */
const FREE_GUESSES = 5;
const GUESS_MS = 1_000;

/** So many wrong ones are known again, for each address: those of devices that go on trying. */
const KNOWN_WRONG = 16;

/** Beyond so many wrong guesses at one account, from wherever, and one more in ten seconds, it is under attack. */
const FREE_ACCOUNT_GUESSES = 20;
const ACCOUNT_GUESS_MS = 10_000;

/** Then an address that was wrong there may try again after a minute. */
const ATTACKER_MS = 60_000;

const MAX_ADDRESSES = 10_000;
const MAX_ACCOUNTS = 10_000;

interface KnownWrong {
  readonly digest: string;
  readonly reason: RefusalReason;
  /** How often the account had been doubted. */
  readonly doubts: number;
}

interface Guesses {
  /** When all that was guessed is paid off. */
  readonly paidOff: number;
  /** The latest ones that were wrong, and why. */
  readonly wrong: readonly KnownWrong[];
}

/**
 * Slows down who guesses passwords, by address and by account, and never shuts out a user for what strangers do.
 *
 * What others guess at an account only makes *guilty* addresses wait longer: those that were wrong there themselves, a
 * minute each. So who guesses from many addresses gets a guess a minute of each, and a user whose own address has guessed
 * nothing is looked at at once, whatever goes on: there is no wait for an account as such that strangers could keep up.
 * From an address that others guess from too (one network of many households) a user waits as these do, a minute at
 * most after the last guess that was looked at; but what was right for the account from there before is looked at at once.
 *
 * Nothing is unbounded, and what is forgotten is in the user's favour. This computer itself is exempt. `now` gives
 * milliseconds that never go back.
 */
export function createAccountThrottle(now: () => number): AccountThrottle {
  const addresses = createRecent<Guesses>(MAX_ADDRESSES);
  /** When all that was guessed at an account is paid off. */
  const accounts = createRecent<number>(MAX_ACCOUNTS);
  /** How often an account was doubted. */
  const doubts = createRecent<number>(MAX_ACCOUNTS);
  /** When an address was last wrong at an account. */
  const lastWrong = createRecent<number>(MAX_ADDRESSES);
  /** What was right last, by address and account. */
  const right = createRecent<string>(MAX_ADDRESSES);

  const place = ({ from, account }: Attempt): string => `${addressGroup(from)} ${account}`;

  const doubtsOf = (account: string): number => doubts.get(account) ?? 0;

  const isUnderAttack = (account: string): boolean =>
    (accounts.get(account) ?? 0) - now() > FREE_ACCOUNT_GUESSES * ACCOUNT_GUESS_MS;

  const blockedFor = (attempt: Attempt): number => {
    if (right.get(place(attempt)) === attempt.digest) return 0;
    const { paidOff } = addresses.get(addressGroup(attempt.from)) ?? { paidOff: now() };
    const forAddress = paidOff - now() - (FREE_GUESSES - 1) * GUESS_MS;
    const last = isUnderAttack(attempt.account) ? lastWrong.get(place(attempt)) : undefined;
    const forAccount = last === undefined ? 0 : last + ATTACKER_MS - now();
    return Math.max(0, forAddress, forAccount);
  };

  /** Moves what the address has to pay off. */
  const charge = (group: string, ms: number): void => {
    const { paidOff, wrong } = addresses.get(group) ?? { paidOff: 0, wrong: [] };
    addresses.set(group, { paidOff: (ms > 0 ? Math.max(paidOff, now()) : paidOff) + ms, wrong });
  };

  const noteWrong = (attempt: Attempt, reason: RefusalReason): void => {
    const group = addressGroup(attempt.from);
    const { paidOff, wrong } = addresses.get(group) ?? { paidOff: now() + GUESS_MS, wrong: [] };
    const others = wrong.filter(({ digest }) => digest !== attempt.digest);
    const known = { digest: attempt.digest, reason, doubts: doubtsOf(attempt.account) };
    addresses.set(group, { paidOff, wrong: [...others, known].slice(-KNOWN_WRONG) });
    lastWrong.set(place(attempt), now());
  };

  return {
    knownWrong({ from, account, digest }) {
      const known = addresses.get(addressGroup(from))?.wrong.find((one) => one.digest === digest);
      return known?.doubts === doubtsOf(account) ? known.reason : undefined;
    },
    doubt: (account) => doubts.set(account, doubtsOf(account) + 1),
    blockedFor,
    begin(attempt) {
      if (blockedFor(attempt) > 0) return undefined;
      const exempt = isLoopback(attempt.from);
      const group = addressGroup(attempt.from);
      if (!exempt) charge(group, GUESS_MS);
      const giveBack = () => {
        if (!exempt && addresses.get(group)) charge(group, -GUESS_MS);
      };
      return {
        wrong(reason) {
          const paidOff = Math.max(accounts.get(attempt.account) ?? 0, now()) + ACCOUNT_GUESS_MS;
          // As much as makes it under attack, and a little more: it ends when the attack does.
          const most = now() + (FREE_ACCOUNT_GUESSES + 6) * ACCOUNT_GUESS_MS;
          accounts.set(attempt.account, Math.min(paidOff, most));
          if (!exempt) noteWrong(attempt, reason);
        },
        right(digest) {
          giveBack();
          right.set(place(attempt), digest);
        },
        dropped: giveBack,
      };
    },
    wasRight: (attempt) => right.set(place(attempt), attempt.digest),
  };
}

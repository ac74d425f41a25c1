import { addressGroup, isLoopback } from '../../lib/addressGroup';
import { ok, type Result } from '../../lib/result';
import type { Email } from '../user';
import { type AllowanceSize, createAllowance, takeOfEach } from './allowance';

/** What a mail is asked for. Each counts for itself. */
export type MailPurpose = 'register' | 'verification' | 'reset' | 'address';

/** A code that is being looked at. It counts as a wrong one, unless it is told to be right. */
export interface CodeGuess {
  right(): void;
  /**
   * Milliseconds for which wrong codes for the account are told to wait; 0 for none. `account`: where it is known whose it
   * was to be.
   */
  wrong(account?: string): number;
}

/** Where it fails, the error is for how many milliseconds to wait. */
export interface RegistrationThrottle {
  /** Somebody asks for an account or a mail, whatever comes of it. */
  ask(from: string): Result<void, number>;
  /** A mail is going to be sent; what is given is called where none was. */
  mail(purpose: MailPurpose, to: Email): Result<() => void, number>;
  guess(from: string): Result<CodeGuess, number>;
}

/** An address asks so often: enough for a school or a company behind one address, and each costs a hash or a mail. */
const ASKS: AllowanceSize = { atOnce: 20, eachMs: 60_000 };

/**
 * To one address go so many mails of a purpose, whoever asks for them: a nuisance at worst. A stranger who uses them up
 * keeps nobody out: what was mailed then has a code that works, and the newest three of an hour do.
 */
const MAILS_TO_ACCOUNT: AllowanceSize = { atOnce: 5, eachMs: 10 * 60_000 };

/**
 * So many in all: what strangers can make the operator pay for, and what a mail server's good name stands. 500 at once are
 * many more than an evening of a community brings, and then 500 an hour.
 */
const MAILS: AllowanceSize = { atOnce: 500, eachMs: 7_200 };

/**
 * Wrong codes of an address. None can be guessed, with 128 random bits; it is the work of looking that is bounded, and how
 * fast verify can be asked for who has an account.
 */
const GUESSES: AllowanceSize = { atOnce: 20, eachMs: 10_000 };

/** Wrong codes for an account, from wherever. Only what is wrong is told to wait: a right one is never kept out by others. */
const GUESSES_AT_ACCOUNT: AllowanceSize = { atOnce: 20, eachMs: 10_000 };

const MAX_ADDRESSES = 10_000;

/** Many more than mails can be sent while one counts, so that nobody is forgotten for the sake of others. */
const MAX_ACCOUNTS = 10_000;

const ALL = '';

/**
 * Slows down who makes accounts, has mails sent and tries codes. Nothing is unbounded. This computer itself is exempt from
 * what counts by address, not from what counts mails. `now` gives milliseconds that never go back.
 */
export function createRegistrationThrottle(now: () => number): RegistrationThrottle {
  const asks = createAllowance(ASKS, MAX_ADDRESSES, now);
  const toAccount = createAllowance(MAILS_TO_ACCOUNT, MAX_ACCOUNTS, now);
  const mails = createAllowance(MAILS, 1, now);
  const guesses = createAllowance(GUESSES, MAX_ADDRESSES, now);
  const atAccount = createAllowance(GUESSES_AT_ACCOUNT, MAX_ACCOUNTS, now);

  const wrongAt = (account: string): number => {
    const taken = takeOfEach([[atAccount, account]]);
    return taken.ok ? 0 : taken.error;
  };

  return {
    ask(from) {
      if (isLoopback(from)) return ok(undefined);
      const taken = takeOfEach([[asks, addressGroup(from)]]);
      return taken.ok ? ok(undefined) : taken;
    },
    mail: (purpose, to) =>
      takeOfEach([
        [toAccount, `${purpose} ${to}`],
        [mails, ALL],
      ]),
    guess(from) {
      const taken = isLoopback(from) ? ok(() => {}) : takeOfEach([[guesses, addressGroup(from)]]);
      if (!taken.ok) return taken;
      return ok({
        right: taken.value,
        wrong: (account) => (account === undefined ? 0 : wrongAt(account)),
      });
    },
  };
}

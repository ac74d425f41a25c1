import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { createAccountThrottle } from '../../../main/accounts/login/accountThrottle';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const ANNA = 'anna@example.org';

function make() {
  let time = 5 * 60 * MINUTE;
  let made = 0;
  const throttle = createAccountThrottle(() => time);
  const attempt = (from: string, account = ANNA, digest = `something new ${made++}`) => ({
    from,
    account,
    digest,
  });
  /** Guesses wrongly; whether it was looked at. */
  const guess = (from: string, account = ANNA, digest?: string): boolean => {
    const begun = throttle.begin(attempt(from, account, digest));
    begun?.wrong('wrong');
    return begun !== undefined;
  };
  const wait = (from: string, account = ANNA) => throttle.blockedFor(attempt(from, account));
  const pass = (ms: number) => {
    time += ms;
  };
  /** Wrong guesses at the account, each from an address of its own. */
  const attack = (guesses: number, account = ANNA) => {
    for (let i = 0; i < guesses; i++) guess(nth(i), account);
  };
  return { throttle, attempt, guess, wait, pass, attack };
}

const nth = (i: number) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;

test('an address has five guesses, and one a second, at whatever accounts', () => {
  const { guess, wait, pass } = make();
  const looked = [1, 2, 3, 4, 5, 6, 7].map((i) => guess('192.0.2.1', `nobody${i}@example.org`));
  expect(looked).toEqual([true, true, true, true, true, false, false]);
  expect(wait('192.0.2.1')).toBe(SECOND);
  expect(wait('192.0.2.2')).toBe(0);
  pass(SECOND);
  expect(guess('192.0.2.1')).toBe(true);
  expect(guess('192.0.2.1')).toBe(false);
});

test('those that are being looked at count: asking all at once gives no more guesses', () => {
  const { throttle, attempt } = make();
  const begun = Array.from({ length: 20 }, () => throttle.begin(attempt('192.0.2.1')));
  expect(begun.filter((guess) => guess !== undefined)).toHaveLength(5);
});

test('what was right, or not looked at to the end, was no guess', () => {
  const { throttle, attempt, wait } = make();
  for (let i = 0; i < 100; i++) {
    throttle.begin(attempt('192.0.2.1'))?.right(`right ${i}`);
    throttle.begin(attempt('192.0.2.1'))?.dropped();
  }
  expect(wait('192.0.2.1')).toBe(0);
});

test('what was wrong before is known again by address, with the reason', () => {
  const { throttle, attempt } = make();
  throttle.begin(attempt('2001:db8::1', ANNA, 'old'))?.wrong('unverified');
  expect(throttle.knownWrong(attempt('2001:db8::2', ANNA, 'old'))).toBe('unverified');
  expect(throttle.knownWrong(attempt('2001:db8:0:1::2', ANNA, 'old'))).toBeUndefined();
  expect(throttle.knownWrong(attempt('2001:db8::1', ANNA, 'new'))).toBeUndefined();
});

test('what was wrong before is known no longer once its account is doubted, and known again after that', () => {
  const { throttle, attempt } = make();
  const [wrong, other] = [attempt('192.0.2.1', ANNA, 'wrong'), attempt('192.0.2.1', 'bert', 'wrong too')];
  for (const one of [wrong, other]) throttle.begin(one)?.wrong('wrong');
  throttle.doubt(ANNA);
  expect([throttle.knownWrong(wrong), throttle.knownWrong(other)]).toEqual([undefined, 'wrong']);
  throttle.begin(wrong)?.wrong('wrong');
  expect(throttle.knownWrong(wrong)).toBe('wrong');
});

test('what was right for the account from this address is looked at at once, whatever others there do', () => {
  const { throttle, attempt, guess, wait } = make();
  throttle.begin(attempt('192.0.2.1', ANNA, 'right'))?.right('right from now on');
  for (let i = 0; i < 50; i++) guess('192.0.2.1');
  expect(wait('192.0.2.1')).toBeGreaterThan(0);
  expect(throttle.blockedFor(attempt('192.0.2.1', ANNA, 'right from now on'))).toBe(0);
  expect(throttle.blockedFor(attempt('192.0.2.1', 'bert@example.org', 'right from now on'))).toBeGreaterThan(
    0,
  );
});

test('at an account under attack, an address that was wrong there waits a minute, and no other one waits', () => {
  const { attack, wait, guess, pass } = make();
  attack(20);
  expect(wait(nth(0))).toBe(0);
  attack(21);
  expect(wait(nth(0))).toBe(MINUTE);
  expect(wait(nth(0), 'bert@example.org')).toBe(0);
  expect(wait('192.0.2.9')).toBe(0);
  pass(MINUTE - 1);
  attack(0);
  expect(wait(nth(0))).toBeLessThanOrEqual(1);
  pass(1);
  expect(guess(nth(0))).toBe(true);
});

test('an attack that is over is forgotten in a minute', () => {
  const { attack, wait, guess, pass } = make();
  attack(2_000);
  pass(MINUTE);
  // The last wrong one is new, and costs what it always costs.
  expect(guess(nth(1))).toBe(true);
  pass(20 * SECOND);
  expect(wait(nth(1))).toBe(0);
});

test('this computer is never slowed down', () => {
  const { guess, wait } = make();
  for (let i = 0; i < 100; i++) expect(guess('127.0.0.1')).toBe(true);
  expect(wait('::1')).toBe(0);
});

/** The user's. */
const OWN = '203.0.113.7';

const stranger = fc.record({
  who: fc.nat(30).map((i) => `198.51.100.${i}`),
  account: fc.constantFrom(ANNA, 'bert@example.org'),
  ms: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat(2 * MINUTE)),
  again: fc.boolean(),
});
const history = fc.array(stranger, { maxLength: 200, size: 'max' });

test('whatever strangers guess, the user’s own address is looked at at once, and a guilty one within a minute', () => {
  fc.assert(
    fc.property(history, fc.nat(4), (steps, typos) => {
      const { guess, wait, pass } = make();
      /** Strangers guess; the longest that the user would have had to wait. */
      const act = (inTime: boolean) =>
        steps.reduce((longest, { who, account, ms, again }) => {
          if (inTime) pass(ms);
          guess(who, account, again ? 'the same' : undefined);
          return Math.max(longest, wait(OWN));
        }, 0);
      expect(act(true)).toBe(0);
      for (let i = 0; i < typos; i++) guess(OWN);
      // Nothing that strangers do meanwhile makes it longer.
      expect(act(false)).toBeLessThanOrEqual(MINUTE);
      pass(MINUTE);
      expect(act(false)).toBe(0);
    }),
  );
});

test('who guesses at an account from many addresses gets a guess a minute of each', () => {
  const ADDRESSES = 40;
  const MINUTES = 10;
  const { guess, pass } = make();
  let looked = 0;
  for (let second = 0; second < MINUTES * 60; second++) {
    for (let i = 0; i < ADDRESSES; i++) if (guess(nth(i))) looked += 1;
    pass(SECOND);
  }
  // Before it is noticed there are a few more; an address alone would have 5 and 600.
  expect(looked).toBeLessThanOrEqual(21 + ADDRESSES * (MINUTES + 1));
  expect(looked).toBeGreaterThan(ADDRESSES);
});

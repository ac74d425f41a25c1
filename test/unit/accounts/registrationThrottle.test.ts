import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { createAllowance, takeOfEach } from '../../../main/accounts/registration/allowance';
import { createRegistrationThrottle } from '../../../main/accounts/registration/registrationThrottle';
import { emailOf } from './loginKit';
import { done, fails, makeRegistration, visitor } from './registrationKit';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ANNA = 'anna@example.org';
const nth = (i: number) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;

function make() {
  let time = 7 * HOUR;
  const throttle = createRegistrationThrottle(() => time);
  return {
    throttle,
    pass(ms: number) {
      time += ms;
    },
    /** How many mails of those go to whom `to` says. */
    mails: (count: number, to: (i: number) => string) =>
      Array.from({ length: count }, (_, i) => throttle.mail('reset', emailOf(to(i)))).filter(({ ok }) => ok)
        .length,
  };
}

test('an address asks twenty times, and once a minute; others and this computer are not kept waiting', () => {
  const { throttle, pass } = make();
  const asked = Array.from({ length: 25 }, () => throttle.ask('192.0.2.1'));
  expect(asked.filter(({ ok }) => ok)).toHaveLength(20);
  expect(throttle.ask('192.0.2.1')).toEqual({ ok: false, error: MINUTE });
  expect(throttle.ask('192.0.2.2').ok).toBe(true);
  pass(MINUTE);
  expect(throttle.ask('192.0.2.1').ok).toBe(true);
  expect(throttle.ask('192.0.2.1').ok).toBe(false);
  const own = Array.from({ length: 1_000 }, () => throttle.ask('127.0.0.1'));
  expect(own.filter(({ ok }) => ok)).toHaveLength(1_000);
});

test('of an IPv6 network all addresses are one', () => {
  const { throttle } = make();
  const asked = Array.from({ length: 25 }, (_, i) => throttle.ask(`2001:db8::${i.toString(16)}`));
  expect(asked.filter(({ ok }) => ok)).toHaveLength(20);
});

test('an account is mailed five times, and once in ten minutes, for each purpose', () => {
  const { throttle, mails, pass } = make();
  expect(mails(9, () => ANNA)).toBe(5);
  expect(throttle.mail('reset', emailOf(ANNA))).toEqual({ ok: false, error: 10 * MINUTE });
  expect(throttle.mail('verification', emailOf(ANNA)).ok).toBe(true);
  pass(10 * MINUTE);
  expect(mails(9, () => ANNA)).toBe(1);
  pass(24 * HOUR);
  expect(mails(9, () => ANNA)).toBe(5);
});

test('what was not sent is given back', () => {
  const { throttle } = make();
  for (let i = 0; i < 30; i++) {
    const taken = throttle.mail('reset', emailOf(ANNA));
    expect(taken.ok).toBe(true);
    if (taken.ok) taken.value();
  }
});

test('five hundred go in all, and as many an hour, whoever asks from wherever', () => {
  const { mails, pass } = make();
  expect(mails(2_000, (i) => `a${i}@example.org`)).toBe(500);
  pass(HOUR);
  expect(mails(2_000, (i) => `b${i}@example.org`)).toBe(500);
});

test('wrong codes make an address wait, and right ones do not', () => {
  const { throttle } = make();
  for (let i = 0; i < 100; i++) {
    const guess = throttle.guess('192.0.2.1');
    if (guess.ok) guess.value.right();
    expect(guess.ok).toBe(true);
  }
  const begun = Array.from({ length: 25 }, () => throttle.guess('192.0.2.1'));
  expect(
    begun.filter(({ ok }) => ok),
    'those that are being looked at count',
  ).toHaveLength(20);
  expect(throttle.guess('192.0.2.1')).toEqual({ ok: false, error: 10_000 });
});

test('whatever strangers guess from wherever, a right code is taken', async () => {
  const { register, verify, ...kit } = makeRegistration();
  await register(ANNA);
  const wrong = 'F'.repeat(32);
  const answers = [];
  for (let i = 0; i < 60; i++) answers.push(await verify(ANNA, wrong, visitor(nth(i))));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(20);
  expect(answers.at(-1)).toMatchObject(fails('throttled'));
  expect(await verify(ANNA, kit.code(), visitor('192.0.2.9'))).toEqual({ ok: true, value: true });
});

test('who is bombed with mails can still set a new password, with what came', async () => {
  const { add, sendReset, resetPassword, ...kit } = makeRegistration();
  await add(ANNA);
  for (let i = 0; i < 205; i++) {
    await sendReset(ANNA, visitor(nth(i)));
    kit.clock.pass(MINUTE);
  }
  expect(kit.mails.length).toBeLessThanOrEqual(5 + 20);
  expect(await sendReset(ANNA, visitor('192.0.2.9'))).toMatchObject(fails('throttled'));
  expect(await resetPassword(kit.code(), 'new', visitor('192.0.2.9'))).toEqual(done);
});

test('ten thousand registrations of one address make twenty users', async () => {
  const { register, users } = makeRegistration();
  for (let i = 0; i < 10_000; i++) await register(`a${i}@example.org`, 'secret', '192.0.2.1');
  expect(await users.count()).toBe(20);
});

test('those that never end make no more than the mails do', async () => {
  const { register, users } = makeRegistration();
  for (let i = 0; i < 3_000; i++) await register(`a${i}@example.org`, 'secret', nth(i));
  expect(await users.count()).toBe(500);
});

test('an allowance gives what it says over any time, and never more', () => {
  const step = fc.record({ ms: fc.nat(5_000), key: fc.constantFrom('a', 'b', 'c') });
  const sizes = fc.record({
    atOnce: fc.integer({ min: 1, max: 6 }),
    eachMs: fc.integer({ min: 1, max: 3_000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: 'max' }), sizes, (steps, size) => {
      let time = 0;
      const allowance = createAllowance(size, 3, () => time);
      const taken: { readonly key: string; readonly at: number }[] = [];
      /** Whether one is had, a wait of a millisecond less than is asked for being in vain. */
      const have = (key: string): boolean => {
        const wait = allowance.waitFor(key);
        time += Math.max(0, wait - 1);
        if (wait > 0 && takeOfEach([[allowance, key]]).ok) return false;
        time += Math.min(1, wait);
        taken.push({ key, at: time });
        return takeOfEach([[allowance, key]]).ok;
      };
      for (const { ms, key } of steps) {
        time += ms;
        const own = taken.filter((one) => one.key === key).length;
        // Nobody waits without need.
        if (own < size.atOnce && allowance.waitFor(key) > 0) return false;
        if (!have(key)) return false;
      }
      return taken.every(({ key, at }) => {
        const since = taken.filter((one) => one.key === key && one.at >= at);
        return since.every((one, index) => index + 1 <= size.atOnce + (one.at - at) / size.eachMs);
      });
    }),
  );
});

test('what was there longest ago is forgotten beyond so many', () => {
  const allowance = createAllowance({ atOnce: 1, eachMs: HOUR }, 2, () => HOUR);
  for (const key of ['a', 'b', 'c']) allowance.take(key);
  expect(['a', 'b', 'c'].map((key) => allowance.waitFor(key))).toEqual([0, HOUR, HOUR]);
});

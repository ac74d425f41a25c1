import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { createLoginThrottle } from '../../../main/server/loginThrottle';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STRANGER = '192.0.2.1';

/** A throttle with a clock that only moves when it is told to. */
function make(start = 5 * HOUR) {
  let time = start;
  let attempts = 0;
  const throttle = createLoginThrottle(() => time);
  const fail = (times: number, address = STRANGER) => {
    for (let i = 0; i < times; i++) throttle.failed(address, `attempt ${attempts++}`);
  };
  const pass = (ms: number) => {
    time += ms;
  };
  return { throttle, fail, pass };
}

test('nobody is blocked who has done nothing', () => {
  expect(make().throttle.blockedFor(STRANGER)).toBe(0);
  // A clock may start at nothing.
  expect(make(0).throttle.blockedFor(STRANGER)).toBe(0);
});

test('four failures are free, and the fifth is the last one that comes for nothing', () => {
  const { throttle, fail } = make();
  fail(4);
  expect(throttle.blockedFor(STRANGER)).toBe(0);
  fail(1);
  expect(throttle.blockedFor(STRANGER)).toBe(SECOND);
});

test('each further one doubles the time, up to a quarter of an hour', () => {
  const { throttle, fail, pass } = make();
  fail(5);
  const delays: number[] = [];
  for (let i = 0; i < 14; i++) {
    const delay = throttle.blockedFor(STRANGER);
    delays.push(delay / SECOND);
    pass(delay - 1);
    expect(throttle.blockedFor(STRANGER)).toBe(1);
    pass(1);
    expect(throttle.blockedFor(STRANGER)).toBe(0);
    fail(1);
  }
  expect(delays).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
});

test('however many failures there were, it stays a quarter of an hour', () => {
  const { throttle, fail } = make();
  fail(5_000);
  expect(throttle.blockedFor(STRANGER)).toBe(15 * MINUTE);
});

test('failures that come apart add up, until an hour passes without one', () => {
  const { throttle, fail, pass } = make();
  for (let i = 0; i < 6; i++) {
    fail(1);
    pass(HOUR - 1);
  }
  fail(1);
  expect(throttle.blockedFor(STRANGER)).toBe(4 * SECOND);
  pass(HOUR);
  expect(throttle.blockedFor(STRANGER)).toBe(0);
  fail(4);
  expect(throttle.blockedFor(STRANGER)).toBe(0);
});

test('one that gets in starts anew', () => {
  const { throttle, fail, pass } = make();
  fail(7);
  pass(4 * SECOND);
  throttle.succeeded(STRANGER);
  fail(4);
  expect(throttle.blockedFor(STRANGER)).toBe(0);
  // To have succeeded without ever having failed is nothing.
  throttle.succeeded('192.0.2.2');
  expect(throttle.blockedFor('192.0.2.2')).toBe(0);
});

test('one address’s failures are no other’s', () => {
  const { throttle, fail } = make();
  fail(20);
  for (const other of ['192.0.2.2', '2001:db8::1', '127.0.0.1']) expect(throttle.blockedFor(other)).toBe(0);
  throttle.succeeded('192.0.2.2');
  expect(throttle.blockedFor(STRANGER)).toBe(15 * MINUTE);
});

test('an IPv6 /64 is one address: its billions are no billions of tries', () => {
  const { throttle } = make();
  for (let i = 1; i <= 5; i++) throttle.failed(`2001:db8:0:7::${i}`, `attempt ${i}`);
  expect(throttle.blockedFor('2001:db8:0:7:ffff::1')).toBe(SECOND);
  expect(throttle.blockedFor('2001:db8:0:8::1')).toBe(0);
});

test('a device that goes on trying its old password is not blocked: it guesses nothing', () => {
  const { throttle, fail } = make();
  for (let i = 0; i < 1_000; i++) throttle.failed(STRANGER, 'the old password');
  expect(throttle.blockedFor(STRANGER)).toBe(0);
  fail(4);
  expect(throttle.blockedFor(STRANGER)).toBe(SECOND);
});

test('this computer itself is never blocked', () => {
  const { throttle, fail } = make();
  for (const address of ['127.0.0.1', '127.1.2.3', '::1']) {
    fail(1_000, address);
    expect(throttle.blockedFor(address)).toBe(0);
  }
});

const nth = (i: number) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;

test('ten thousand addresses are remembered; beyond that, the one that failed longest ago is forgotten', () => {
  const { throttle, fail } = make();
  for (let i = 0; i < 10_000; i++) fail(5, nth(i));
  expect(throttle.blockedFor(nth(0))).toBe(SECOND);
  // The first one has failed again: now the second one is the oldest.
  fail(1, nth(0));
  fail(5, nth(10_000));
  expect(throttle.blockedFor(nth(0))).toBe(2 * SECOND);
  expect(throttle.blockedFor(nth(1))).toBe(0);
  expect(throttle.blockedFor(nth(2))).toBe(SECOND);
  expect(throttle.blockedFor(nth(10_000))).toBe(SECOND);
});

test('loopback failures push nobody out', () => {
  const { throttle, fail } = make();
  for (let i = 0; i < 10_000; i++) fail(5, nth(i));
  for (let i = 0; i < 100; i++) fail(1, `127.0.0.${i}`);
  expect(throttle.blockedFor(nth(0))).toBe(SECOND);
});

test('whatever happens, a block is between nothing and a quarter of an hour, and ends by itself', () => {
  const step = fc.oneof(
    fc.constant({ kind: 'fail' as const }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(2 * HOUR) }),
    fc.constant({ kind: 'succeed' as const }),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const { throttle, fail, pass } = make();
      for (const what of steps) {
        if (what.kind === 'fail') fail(1);
        else if (what.kind === 'succeed') throttle.succeeded(STRANGER);
        else pass(what.ms);
        const blocked = throttle.blockedFor(STRANGER);
        expect(blocked).toBeGreaterThanOrEqual(0);
        expect(blocked).toBeLessThanOrEqual(15 * MINUTE);
      }
      pass(throttle.blockedFor(STRANGER));
      expect(throttle.blockedFor(STRANGER)).toBe(0);
    }),
  );
});

import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { createLoginThrottle } from '../../../../main/server/login/loginThrottle';

const SECOND = 1_000;
const HOUR = 60 * 60 * SECOND;
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
  /** For how long something new is not looked at. */
  const blocked = (address = STRANGER) => throttle.blockedFor(address, 'something new');
  return { throttle, fail, pass, blocked };
}

test('nobody is blocked who has done nothing', () => {
  expect(make().blocked()).toBe(0);
  // A clock may start at nothing.
  expect(make(0).blocked()).toBe(0);
});

test('four guesses are free, and the fifth is the last one that comes for nothing', () => {
  const { blocked, fail } = make();
  fail(4);
  expect(blocked()).toBe(0);
  fail(1);
  expect(blocked()).toBe(SECOND);
});

test('from then on there is one a second, however long it goes on', () => {
  const { blocked, fail, pass } = make();
  fail(5);
  const seen = new Set<string>();
  for (let i = 0; i < 1_000; i++) {
    const before = blocked();
    pass(SECOND - 1);
    const nearly = blocked();
    pass(1);
    seen.add([before, nearly, blocked()].join());
    fail(1);
  }
  expect([...seen]).toEqual([`${SECOND},1,0`]);
});

test('who waits gets back what was free, and no more', () => {
  const { blocked, fail, pass } = make();
  fail(5);
  pass(HOUR);
  fail(4);
  expect(blocked()).toBe(0);
  fail(1);
  expect(blocked()).toBe(SECOND);
});

test('what was right from this address before is let in at once, whatever others there do', () => {
  const { throttle, blocked, fail } = make();
  throttle.succeeded(STRANGER, 'the right one');
  fail(1_000);
  expect(blocked()).toBeGreaterThan(0);
  expect(throttle.blockedFor(STRANGER, 'the right one')).toBe(0);
  // Also for the others of its network, and from nowhere else.
  fail(10, '192.0.2.2');
  expect(throttle.blockedFor('192.0.2.2', 'the right one')).toBeGreaterThan(0);
});

test('to be right pays no guess of others back', () => {
  const { throttle, blocked, fail } = make();
  fail(7);
  throttle.succeeded(STRANGER, 'the right one');
  expect(blocked()).toBe(3 * SECOND);
});

test('devices that go on trying old passwords are refused, never blocked, and block nobody', () => {
  const { throttle, blocked } = make();
  const waits = new Set<number>();
  for (let i = 0; i < 1_000; i++)
    for (const old of ['an old password', 'an older one', 'a third']) {
      waits.add(throttle.blockedFor(STRANGER, old));
      throttle.failed(STRANGER, old);
    }
  expect([...waits]).toEqual([0]);
  expect(blocked()).toBe(0);
});

test('sixteen wrong ones are known again; who makes up others meanwhile pushes out the oldest', () => {
  const { throttle, fail } = make();
  throttle.failed(STRANGER, 'an old password');
  fail(15);
  expect(throttle.blockedFor(STRANGER, 'an old password')).toBe(0);
  // It was tried again, so that it is not the oldest.
  throttle.failed(STRANGER, 'an old password');
  fail(15);
  expect(throttle.blockedFor(STRANGER, 'an old password')).toBe(0);
  fail(1);
  expect(throttle.blockedFor(STRANGER, 'an old password')).toBeGreaterThan(0);
});

test('one address’s guesses are no other’s', () => {
  const { blocked, fail } = make();
  fail(20);
  for (const other of ['192.0.2.2', '2001:db8::1', '127.0.0.1']) expect(blocked(other)).toBe(0);
});

test('an IPv6 /64 is one address: its billions are no billions of tries', () => {
  const { throttle, blocked } = make();
  for (let i = 1; i <= 5; i++) throttle.failed(`2001:db8:0:7::${i}`, `attempt ${i}`);
  expect(blocked('2001:db8:0:7:ffff::1')).toBe(SECOND);
  expect(blocked('2001:db8:0:8::1')).toBe(0);
});

test('this computer itself is never blocked', () => {
  const { blocked, fail } = make();
  for (const address of ['127.0.0.1', '127.1.2.3', '::1']) {
    fail(1_000, address);
    expect(blocked(address)).toBe(0);
  }
});

const nth = (i: number) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;

test('ten thousand addresses are remembered; beyond that, the one that guessed longest ago is forgotten', () => {
  const { blocked, fail } = make();
  for (let i = 0; i < 10_000; i++) fail(5, nth(i));
  expect(blocked(nth(0))).toBe(SECOND);
  // The first one has guessed again: now the second one is the oldest.
  fail(1, nth(0));
  fail(5, nth(10_000));
  expect(blocked(nth(0))).toBe(2 * SECOND);
  expect(blocked(nth(1))).toBe(0);
  expect(blocked(nth(2))).toBe(SECOND);
  expect(blocked(nth(10_000))).toBe(SECOND);
});

test('loopback failures push nobody out', () => {
  const { blocked, fail } = make();
  for (let i = 0; i < 10_000; i++) fail(5, nth(i));
  for (let i = 0; i < 100; i++) fail(1, `127.0.0.${i}`);
  expect(blocked(nth(0))).toBe(SECOND);
});

test('who guesses as soon as it may gets five, and one a second; whatever happens, a block ends by itself', () => {
  const step = fc.oneof(fc.constant({ ms: 0 }), fc.record({ ms: fc.nat(3 * SECOND) }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const { fail, pass, blocked } = make();
      let looked = 0;
      let passed = 0;
      for (const { ms } of steps) {
        pass(ms);
        passed += ms;
        if (blocked() > 0) continue;
        fail(1);
        looked += 1;
      }
      expect(looked).toBeLessThanOrEqual(5 + passed / SECOND);
      pass(blocked());
      expect(blocked()).toBe(0);
    }),
  );
});

import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { NodeId } from '../../../main/cluster/nodeId';
import { createStampClock, isNewer, preciseNow, type Stamp } from '../../../main/cluster/stamp';

const HOUR_US = 3_600_000_000;

test('stamps rise, and are behind all that were seen, however the clocks go', () => {
  const acts = fc.oneof(
    fc.record({ kind: fc.constant('next' as const), ms: fc.integer({ min: 1_000, max: 100_000 }) }),
    fc.record({ kind: fc.constant('saw' as const), ms: fc.integer({ min: 1_000, max: 100_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(acts), (history) => {
      let time = 0;
      const clock = createStampClock(() => time);
      let last = 0;
      for (const { kind, ms } of history) {
        if (kind === 'saw') {
          clock.saw((ms * 1_000) as Stamp);
          last = Math.max(last, ms * 1_000);
          continue;
        }
        time = ms;
        const stamp = clock.next();
        expect(stamp).toBeGreaterThan(last);
        last = stamp;
      }
    }),
  );
});

test('one that is far ahead is wrong, and not followed', () => {
  const clock = createStampClock(() => 1_000);
  clock.saw((2 * HOUR_US) as Stamp);
  expect(clock.next()).toBe(1_000_000);
});

test('of two logins one is the newer, whoever looks', () => {
  const logins = fc.record({
    node: fc.constantFrom(...['a', 'b', 'c'].map((id) => id as NodeId)),
    stamp: fc.nat(3).map((stamp) => stamp as Stamp),
  });
  fc.assert(
    fc.property(logins, logins, (one, other) => {
      const isSame = one.node === other.node && one.stamp === other.stamp;
      expect([isNewer(one, other), isNewer(other, one)].filter(Boolean)).toHaveLength(isSame ? 0 : 1);
    }),
  );
});

test('the time has parts of milliseconds', () => {
  const times = Array.from({ length: 1_000 }, preciseNow);
  expect(times.some((time) => time % 1 !== 0)).toBe(true);
});

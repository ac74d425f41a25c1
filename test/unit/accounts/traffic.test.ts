import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { dayOf, daysBefore } from '../../../main/accounts/day';
import { createTraffic } from '../../../main/accounts/traffic';
import type { UserId } from '../../../main/accounts/user';
import { ManualClock } from '../../helpers/manualClock';
import { MemoryTraffic } from '../../helpers/memoryStore';

const ANNA = 1 as UserId;
const BERT = 2 as UserId;
const SECOND = 1_000;
const PROBLEM = { kind: 'full', detail: 'no space' } as const;
const NEARLY_MIDNIGHT = Date.UTC(2026, 10, 28, 23, 59, 58);

function make({ start = Date.UTC(2026, 10, 28, 8), flushAt = 10_000, most = 50_000 } = {}) {
  const store = new MemoryTraffic();
  const clock = new ManualClock(start);
  const told: string[] = [];
  const traffic = createTraffic({
    store,
    clock,
    flushAt,
    most,
    onFailure: (error) => told.push(String(error)),
    onRecovered: () => told.push('recovered'),
  });
  /** So long, and what is written meanwhile. */
  const pass = async (ms: number) => {
    clock.pass(ms);
    await traffic.flush();
  };
  return { store, clock, told, traffic, pass };
}

test('what passes is written every five seconds, at once, by user and address', async () => {
  const { store, traffic, clock, pass } = make();
  traffic.start();
  for (let i = 0; i < 1_000; i++) {
    traffic.counted(ANNA, '192.0.2.1', 10, 1);
    traffic.counted(ANNA, '192.0.2.2', 0, 5);
    traffic.counted(BERT, '192.0.2.1', 7, 0);
  }
  traffic.counted(BERT, '192.0.2.9', 0, 0);
  clock.pass(4_999);
  expect(store.added).toEqual([]);
  await pass(1);
  expect(store.added).toHaveLength(1);
  expect(store.sums).toEqual([
    '2026-11-28 1 192.0.2.1: 10000 1000',
    '2026-11-28 1 192.0.2.2: 0 5000',
    '2026-11-28 2 192.0.2.1: 7000 0',
  ]);
  // Nothing is written where nothing passed.
  await pass(60 * SECOND);
  expect(store.added).toHaveLength(1);
});

test('midnight in UTC parts the days, also between two writes', async () => {
  const { store, traffic, clock, pass } = make({ start: NEARLY_MIDNIGHT });
  traffic.start();
  traffic.counted(ANNA, '192.0.2.1', 1, 0);
  clock.pass(1_999);
  traffic.counted(ANNA, '192.0.2.1', 2, 0);
  clock.pass(1);
  traffic.counted(ANNA, '192.0.2.1', 4, 0);
  await pass(5 * SECOND);
  expect(store.added).toHaveLength(1);
  expect(store.sums).toEqual(['2026-11-28 1 192.0.2.1: 3 0', '2026-11-29 1 192.0.2.1: 4 0']);
});

test('what is not written yet is at the end, that which comes during a write included', async () => {
  const { store, traffic, clock } = make();
  traffic.start();
  await traffic.flush();
  const add = store.add.bind(store);
  store.add = async (entries) => {
    store.add = add;
    traffic.counted(ANNA, '192.0.2.1', 0, 2);
    await add(entries);
  };
  traffic.counted(ANNA, '192.0.2.1', 1, 0);
  void traffic.flush();
  await traffic.stop();
  expect(store.sums).toEqual(['2026-11-28 1 192.0.2.1: 1 2']);
  expect(clock.waiting).toBe(0);
});

test('what cannot be written is told once, kept and written later', async () => {
  const { store, traffic, told, pass } = make();
  traffic.start();
  await traffic.flush();
  store.problem = PROBLEM;
  for (let i = 0; i < 5; i++) {
    traffic.counted(ANNA, '192.0.2.1', 1, 1);
    await pass(5 * SECOND);
  }
  expect(told).toEqual(['Error: full: no space']);
  expect(traffic.failures).toBeGreaterThanOrEqual(5);
  store.problem = undefined;
  await pass(5 * SECOND);
  expect(told).toEqual(['Error: full: no space', 'recovered']);
  expect(store.sums).toEqual(['2026-11-28 1 192.0.2.1: 5 5']);
  expect(traffic.lost).toBe(0);
});

test('a stop at a database that fails ends, and tells', async () => {
  const { store, traffic, told } = make();
  store.problem = PROBLEM;
  traffic.counted(ANNA, '192.0.2.1', 1, 1);
  await traffic.stop();
  expect(told).toEqual(['Error: full: no space']);
});

test('many addresses are written early, and bounded where nothing can be written', async () => {
  const { store, traffic } = make({ flushAt: 10, most: 20 });
  for (let i = 0; i < 10; i++) traffic.counted(ANNA, `10.0.0.${i}`, 1, 0);
  // No second has passed; this waits for the write that goes on.
  await traffic.flush();
  expect(store.sums).toHaveLength(10);
  store.problem = PROBLEM;
  for (let i = 0; i < 50; i++) traffic.counted(ANNA, `10.0.1.${i}`, 1, 0);
  await traffic.flush();
  traffic.counted(ANNA, '10.0.1.0', 1, 0);
  expect(traffic.lost).toBe(30);
  store.problem = undefined;
  await traffic.flush();
  expect(store.sums).toHaveLength(30);
  expect(store.sums).toContain('2026-11-28 1 10.0.1.0: 2 0');
});

test('days before the last ninety are cleaned at the start and once a day, also after a failure', async () => {
  const { store, traffic, pass } = make({ start: NEARLY_MIDNIGHT });
  traffic.start();
  await traffic.flush();
  await pass(1_999);
  expect(store.cleaned).toEqual(['2026-08-30']);
  store.problem = PROBLEM;
  await pass(1);
  store.problem = undefined;
  await pass(5 * SECOND);
  await pass(5 * SECOND);
  expect(store.cleaned).toEqual(['2026-08-30', '2026-08-31']);
});

test('days are counted in UTC, over months, years and leap days', () => {
  expect(dayOf(Date.UTC(2024, 1, 29, 23, 59, 59, 999))).toBe('2024-02-29');
  expect(daysBefore(Date.UTC(2024, 2, 1), 1)).toBe('2024-02-29');
  expect(daysBefore(Date.UTC(2026, 0, 1, 5), 1)).toBe('2025-12-31');
  expect(daysBefore(Date.UTC(2026, 10, 28), 90)).toBe('2026-08-30');
});

test('whatever passes and fails, every byte is written once, on its day', async () => {
  const step = fc.oneof(
    fc.record({ user: fc.constantFrom(ANNA, BERT), host: fc.nat(3), sent: fc.nat(9), received: fc.nat(9) }),
    fc.record({ ms: fc.nat(9 * 60 * 60 * SECOND) }),
    fc.record({ fails: fc.boolean() }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { store, clock, traffic } = make({ flushAt: 3 });
      const model = new MemoryTraffic();
      traffic.start();
      for (const now of steps) {
        if ('ms' in now) clock.pass(now.ms);
        else if ('fails' in now) {
          await traffic.flush();
          store.problem = now.fails ? PROBLEM : undefined;
        } else {
          const { user, sent, received } = now;
          const address = `192.0.2.${now.host}`;
          traffic.counted(user, address, sent, received);
          if (sent + received > 0)
            await model.add([{ day: dayOf(clock.now()), user, address, sent, received }]);
        }
      }
      store.problem = undefined;
      await traffic.stop();
      expect(store.sums).toEqual(model.sums);
    }),
  );
});

import { expect, test } from '@playwright/test';
import { every } from '../../../main/lib/clock';
import { ManualClock } from '../../helpers/manualClock';

test('every: again and again, until it is undone', () => {
  const clock = new ManualClock();
  const start = clock.now();
  const done: number[] = [];
  const undo = every(
    clock,
    () => 1_000,
    () => void done.push(clock.now() - start),
  );
  clock.pass(999);
  expect(done).toEqual([]);
  clock.pass(2_001);
  expect(done).toEqual([1_000, 2_000, 3_000]);
  undo();
  undo();
  clock.pass(10_000);
  expect(done).toHaveLength(3);
  expect(clock.waiting).toBe(0);
});

test('every: can be undone by its own work, and goes on after work that failed', () => {
  const clock = new ManualClock();
  let count = 0;
  const undo = every(
    clock,
    () => 1_000,
    () => {
      count += 1;
      if (count === 1) throw new Error('once');
      undo();
    },
  );
  expect(() => clock.pass(1_000)).toThrow('once');
  clock.pass(10_000);
  expect([count, clock.waiting]).toEqual([2, 0]);
});

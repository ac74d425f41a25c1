import { expect, test } from '@playwright/test';
import { createUpdateThrottle } from '../../../../main/app/devices/updateThrottle';
import { ManualClock } from '../../../helpers/manualClock';

const start = () => {
  const clock = new ManualClock();
  const told: number[] = [];
  const begin = clock.now();
  const spaced = createUpdateThrottle(clock, () => told.push(clock.now() - begin));
  return { clock, told, spaced };
};

test('a few changes are told at once', () => {
  const { told, spaced } = start();
  for (let i = 0; i < 10; i++) spaced.soon();
  expect(told).toEqual(Array.from({ length: 10 }, () => 0));
});

test('of a flood of them only so many are told in each span, and the last never goes untold', () => {
  const { clock, told, spaced } = start();
  for (let i = 0; i < 2_500; i++) {
    spaced.soon();
    clock.pass(1);
  }
  // Ten in each of ten spans, and the first of the next.
  expect(told.length).toBeLessThanOrEqual(101);
  const before = told.length;
  spaced.soon();
  clock.pass(250);
  expect(told.length).toBeGreaterThan(before);
  expect(told.at(-1)).toBeGreaterThanOrEqual(2_500);
});

test('what cannot wait is told in the middle of a flood as well, and not a second time after it', () => {
  const { clock, told, spaced } = start();
  for (let i = 0; i < 20; i++) spaced.soon();
  clock.pass(100);
  spaced.now();
  expect(told.at(-1)).toBe(100);
  const before = told.length;
  clock.pass(1_000);
  expect(told).toHaveLength(before);
});

test('closed, it tells nothing any more', () => {
  const { clock, told, spaced } = start();
  for (let i = 0; i < 20; i++) spaced.soon();
  spaced.close();
  clock.pass(1_000);
  expect(told).toHaveLength(10);
  expect(clock.waiting).toBe(0);
});

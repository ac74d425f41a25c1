import { expect, test } from '@playwright/test';
import { formatCountdown, secondsUntil } from '../../../renderer/components/countdown';

test('counts whole seconds, the last one to its end', () => {
  expect(secondsUntil(120_000, 0)).toBe(120);
  expect(secondsUntil(120_000, 1)).toBe(120);
  expect(secondsUntil(120_000, 1_000)).toBe(119);
  expect(secondsUntil(120_000, 119_999)).toBe(1);
  expect(secondsUntil(120_000, 120_000)).toBe(0);
});

test('is over, and not less, after a computer slept through it', () => {
  expect(secondsUntil(120_000, 9_000_000)).toBe(0);
});

test('writes minutes and seconds', () => {
  expect([120, 102, 60, 59, 9, 0].map(formatCountdown)).toEqual([
    '2:00',
    '1:42',
    '1:00',
    '0:59',
    '0:09',
    '0:00',
  ]);
});

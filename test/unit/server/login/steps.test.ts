import { expect, test } from '@playwright/test';
import { createSteps } from '../../../../main/server/login/steps';

test('steps are taken in order, and others have their turn between any two', async () => {
  const step = createSteps();
  const seen: unknown[] = [];
  const taken = async (number: number) => {
    await step();
    seen.push(number);
    setImmediate(() => seen.push('others'));
  };
  await Promise.all([taken(1), taken(2)]);
  await taken(3);
  expect(seen).toEqual([1, 'others', 2, 'others', 3]);
});

test('who asks has its turn no sooner than others', async () => {
  const step = createSteps();
  const seen: string[] = [];
  setImmediate(() => seen.push('others'));
  await step();
  seen.push('step');
  expect(seen).toEqual(['others', 'step']);
});

test('a crowd does not wait', async () => {
  const step = createSteps();
  const seen: unknown[] = [];
  setImmediate(() => seen.push('others'));
  const taken = async (number: number) => {
    await step();
    seen.push(number);
  };
  await Promise.all([1, 2, 3, 4, 5].map(taken));
  expect(seen).toEqual([1, 2, 3, 4, 5]);
});

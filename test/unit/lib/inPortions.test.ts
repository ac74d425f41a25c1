import { expect, test } from '@playwright/test';
import { inPortions } from '../../../main/lib/inPortions';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('all is done, in order, and others have their turn in between', async () => {
  const done: number[] = [];
  const give = inPortions((n: number) => done.push(n));
  for (let n = 0; n < 30; n++) give(n);
  expect(done).toEqual([]);
  await turn();
  expect(done.length).toBeGreaterThan(0);
  expect(done.length).toBeLessThan(30);
  give(30);
  while (done.length < 31) await turn();
  expect(done).toEqual(Array.from({ length: 31 }, (_, n) => n));
  give(31);
  await turn();
  expect(done.at(-1)).toBe(31);
});

test('what is given by the work itself is done as well', async () => {
  const done: number[] = [];
  const give = inPortions((n: number) => {
    done.push(n);
    if (n < 9) give(n + 1);
  });
  give(0);
  while (done.length < 10) await turn();
  expect(done).toHaveLength(10);
});

import { expect, test } from '@playwright/test';
import { coalesced } from '../../../main/lib/coalesced';

test('what is asked for meanwhile is done once more, and not at the same time', async () => {
  const done: (() => void)[] = [];
  const ask = coalesced(() => new Promise((resolve) => done.push(resolve)));
  const first = ask();
  for (let i = 0; i < 100; i++) void ask();
  expect(done).toHaveLength(1);
  done[0]?.();
  await expect.poll(() => done.length).toBe(2);
  done[1]?.();
  await first;
  expect(done).toHaveLength(2);
  void ask();
  expect(done).toHaveLength(3);
});

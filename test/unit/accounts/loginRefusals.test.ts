import { expect, test } from '@playwright/test';
import { createLoginRefusals } from '../../../main/accounts/loginRefusals';
import type { Refusals } from '../../../main/accounts/registration/registrationStores';
import { ManualClock } from '../../helpers/manualClock';

// What the operator is told of logins that were refused.

function counted(fails = () => false) {
  const clock = new ManualClock(Date.UTC(2026, 10, 28, 23, 59, 50));
  const written: Refusals[] = [];
  const cleaned: string[] = [];
  const refusals = createLoginRefusals({
    clock,
    keepDays: 90,
    store: {
      async add(entries) {
        if (fails()) throw new Error('the disk is full');
        written.push(...entries);
      },
      clean: async (day) => void cleaned.push(day),
    },
    mails: { clean: async (at) => void cleaned.push(new Date(at).toISOString()) },
    onFailure: () => {},
    onRecovered: () => {},
  });
  return { clock, refusals, written, cleaned };
}

test('they are counted by day, network and reason, and written down at the end', async () => {
  const { clock, refusals, written, cleaned } = counted();
  refusals.counted('192.0.2.1', 'wrong');
  refusals.counted('2001:db8::1', 'wrong');
  refusals.counted('2001:db8::2', 'wrong');
  clock.pass(10_000);
  refusals.counted('192.0.2.1', 'unknown');
  await refusals.stop();
  expect(written).toEqual([
    { day: '2026-11-28', address: '192.0.2.1', reason: 'wrong', count: 1 },
    { day: '2026-11-28', address: '2001:db8:0:0::/64', reason: 'wrong', count: 2 },
    { day: '2026-11-29', address: '192.0.2.1', reason: 'unknown', count: 1 },
  ]);
  expect(cleaned).toEqual(['2026-08-31', '2026-10-30T00:00:00.000Z']);
});

test('those from more addresses than are kept count as of one', async () => {
  const { refusals, written } = counted();
  for (let i = 0; i < 1_500; i++) refusals.counted(`10.0.${i >> 8}.${i & 255}`, 'wrong');
  await refusals.stop();
  expect(written).toHaveLength(1_001);
  expect(written.find(({ address }) => address === '')?.count).toBe(500);
});

test('what could not be written down is kept', async () => {
  let isFull = true;
  const { clock, refusals, written } = counted(() => isFull);
  refusals.start();
  refusals.counted('192.0.2.1', 'wrong');
  clock.pass(10_000);
  refusals.counted('192.0.2.1', 'wrong');
  await new Promise(setImmediate);
  isFull = false;
  await refusals.stop();
  expect(written.map(({ day }) => day).sort()).toEqual(['2026-11-28', '2026-11-29']);
});

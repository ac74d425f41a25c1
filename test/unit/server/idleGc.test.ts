import { constants, PerformanceObserver } from 'node:perf_hooks';
import { expect, test } from '@playwright/test';
import { createIdleGc } from '../../../main/server/idleGc';
import { withFakeTimers } from '../../helpers/fakeTimers';

/** Resolves when a collection that was asked for has been reported, with how many have been until then. */
const firstAskedFor = () =>
  new Promise<number>((resolve) => {
    const observer = new PerformanceObserver((list) => {
      const asked = list.getEntries().filter((entry) => isAskedFor('detail' in entry && entry.detail));
      if (asked.length === 0) return;
      observer.disconnect();
      resolve(asked.length);
    });
    observer.observe({ entryTypes: ['gc'] });
  });

const isAskedFor = (detail: unknown): boolean =>
  typeof detail === 'object' &&
  detail !== null &&
  'flags' in detail &&
  (Number(detail.flags) & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) !== 0;

test('what a crowd cost is collected once nobody comes or goes; for a few, fast code is not thrown away', async () => {
  const collections = firstAskedFor();
  withFakeTimers((pass) => {
    const idleGc = createIdleGc();
    for (let round = 0; round < 3; round++) {
      for (const present of [100, 0]) {
        idleGc.changed(present);
        pass(1_000);
      }
    }
    for (let present = 1; present <= 600; present++) {
      idleGc.changed(present);
      pass(10);
    }
    pass(1_000);
  });
  expect(await collections).toBe(1);
});

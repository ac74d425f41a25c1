import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { FaultyHistory } from './faultyHistory';
import { faultless, faults, type Wish } from './faultyWishes';

// Three nodes between which all happens at once, and all goes wrong: messages are lost, nodes are cut off, stand still,
// are stopped and come anew. Each device hears what makes sense meanwhile, and in the end all is as it should be.

/** How many histories; `RELAY_TEST_RUNS=20000` for the long form. */
const RUNS = Number(process.env.RELAY_TEST_RUNS ?? 60);

function prove(mayFail: boolean, runs: number): Map<string, number> {
  const seen = new Map<string, number>();
  const count = (what: string) => void seen.set(what, (seen.get(what) ?? 0) + 1);
  fc.assert(
    fc.property(
      fc.nat(),
      fc.array<Wish>(mayFail ? faults : faultless, { maxLength: 300, size: 'max' }),
      (seed, history) => {
        const run = new FaultyHistory(seed, mayFail, count);
        for (const wish of history) run.follow(wish);
        run.rest();
        run.expectAgreement();
        run.expectWorks();
        run.expectNothingKept();
      },
    ),
    { numRuns: runs },
  );
  return seen;
}

for (const [title, mayFail] of [
  ['all at once', false],
  ['and with faults', true],
] as const) {
  test(`${title}: devices hear what makes sense, and in the end all agree and nothing is kept`, () => {
    test.slow();
    const seen = prove(mayFail, RUNS);
    for (const what of ['entered', 'exited', 'connected', 'disconnected', 'data', 'error'])
      expect(seen.get(what) ?? 0, what).toBeGreaterThan(10);
  });
}

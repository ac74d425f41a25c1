import { expect, test } from '@playwright/test';
import { progressLine, smoothRate, TransferProgress } from '../../../main/commands/transferProgress';

test.describe('the line', () => {
  const LINES: readonly [Parameters<typeof progressLine>[0], string][] = [
    [{ bytes: 0 }, '0 B'],
    [{ bytes: 1_234_567 }, '1.2 MB'],
    [{ bytes: 1_234_567, rate: 0 }, '1.2 MB, 0 B/s'],
    [{ bytes: 1_234_567, rate: 333.333 }, '1.2 MB, 333 B/s'],
    [{ bytes: 1_200_000, total: 4_800_000 }, '1.2 MB of 4.8 MB (25 %)'],
    [{ bytes: 1_200_000, total: 4_800_000, rate: 0 }, '1.2 MB of 4.8 MB (25 %), 0 B/s'],
    [{ bytes: 1_200_000, total: 4_800_000, rate: 600_000 }, '1.2 MB of 4.8 MB (25 %), 600 kB/s, 6 s left'],
    [{ bytes: 0, total: 61_000, rate: 1_000 }, '0 B of 61 kB (0 %), 1 kB/s, 1 min 1 s left'],
    [{ bytes: 0, total: 59_001, rate: 1_000 }, '0 B of 59 kB (0 %), 1 kB/s, 1 min 0 s left'],
    [{ bytes: 0, total: 7_500_000, rate: 1_000 }, '0 B of 7.5 MB (0 %), 1 kB/s, 2 h 5 min left'],
    [{ bytes: 0, total: 7_500_000, rate: 1 }, '0 B of 7.5 MB (0 %), 1 B/s'],
    [{ bytes: 999, total: 1_000 }, '999 B of 1 kB (99 %)'],
    [{ bytes: 1_000, total: 1_000, rate: 1 }, '1 kB of 1 kB (100 %), 1 B/s, 0 s left'],
    // The file grew, or what was said to be one has no size.
    [{ bytes: 2_000, total: 1_000, rate: 5 }, '2 kB, 5 B/s'],
    [{ bytes: 2_000, total: 0 }, '2 kB'],
  ];
  for (const [progress, line] of LINES)
    test(`is ${JSON.stringify(line)}`, () => expect(progressLine(progress)).toBe(line));
});

test.describe('the rate', () => {
  test('is the first one at first', () => expect(smoothRate(undefined, 500, 250)).toBe(2_000));

  test('stays where it is the same', () => expect(smoothRate(2_000, 500, 250)).toBe(2_000));

  test('comes near to a new one without leaping there', () => {
    const soon = smoothRate(2_000, 0, 300);
    expect(soon).toBeLessThan(2_000);
    expect(soon).toBeGreaterThan(1_500);
    expect(smoothRate(2_000, 0, 60_000)).toBeLessThan(1);
  });

  test('is the same whether it is looked at once or in pieces', () => {
    const pieces = [1, 2, 3].reduce((rate) => smoothRate(rate, 100, 100), 5_000);
    expect(pieces).toBeCloseTo(smoothRate(5_000, 300, 300), 6);
  });
});

test.describe('on a terminal', () => {
  /** What is written to it; `until` resolves when it was written to so many times. */
  function terminal(columns: number) {
    const writes: string[] = [];
    let wake = () => {};
    return {
      columns,
      writes,
      write(text: string) {
        writes.push(text);
        wake();
      },
      async until(count: number) {
        while (writes.length < count)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      },
    };
  }

  test('the line is written over, never wider than there is room, and ended once', async () => {
    const narrow = terminal(12);
    const progress = new TransferProgress(narrow, 4_000_000);
    progress.start();
    progress.add(1_000_000);
    await narrow.until(2);
    progress.end();
    progress.end();
    const [first, second, ...last] = narrow.writes;
    expect(first).toBe('\r\u001b[K1 MB of 4 M');
    expect(second).toBe(first);
    expect(last).toEqual(['\n']);
  });

  test('the line can be taken away', async () => {
    const wide = terminal(80);
    const progress = new TransferProgress(wide);
    progress.start();
    await wide.until(1);
    progress.clear();
    expect(wide.writes).toEqual(['\r\u001b[K0 B, 0 B/s', '\r\u001b[K']);
  });

  test('where no line was written, there is none to end', () => {
    const unused = terminal(80);
    const progress = new TransferProgress(unused);
    progress.start();
    progress.end();
    progress.clear();
    expect(unused.writes).toEqual([]);
  });
});

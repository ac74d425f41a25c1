import { expect, test } from '@playwright/test';
import { createEventLog } from '../../../../main/app/log/eventLog';
import { MAX_IN_A_BATCH, streamLog } from '../../../../main/shell/ipc/logStream';
import type { LogEvent, LogUpdate } from '../../../../preload/logEntry';
import { withFakeTimers } from '../../../helpers/fakeTimers';

const event: LogEvent = { kind: 'quiet' };

function setUp({ most = 100_000 } = {}) {
  const log = createEventLog({ most });
  const pushes: LogUpdate[] = [];
  const sink = {
    isReady: true,
    ready: () => sink.isReady,
    send: (push: LogUpdate) => void pushes.push(push),
  };
  const add = (count: number) => {
    for (let i = 0; i < count; i++) log.add(event);
  };
  return { log, pushes, sink, add, pushed: streamLog(log, sink) };
}

/** What a window that hears these pushes has in the end. */
function seenBy(pushes: readonly LogUpdate[]): number[] {
  let seen: number[] = [];
  for (const { anew, entries } of pushes) seen = [...(anew ? [] : seen), ...entries.map(({ seq }) => seq)];
  return seen;
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

test('the whole log comes first, in pieces, and then what is new, gathered', () => {
  withFakeTimers((pass) => {
    const { pushes, add, pushed } = setUp();
    add(12_000);
    pushed.watch(true);
    expect(pushes).toEqual([]);
    pass(0);
    expect(pushes.map(({ anew, entries }) => [anew, entries.length])).toEqual([[true, MAX_IN_A_BATCH]]);
    pass(1_000);
    expect(pushes).toHaveLength(3);
    for (let i = 0; i < 10; i++) {
      add(20);
      pass(10);
    }
    pass(1_000);
    expect(pushes.length).toBeLessThanOrEqual(5);
    expect(seenBy(pushes)).toEqual(numbers(0, 12_200));
  });
});

test('an empty log is sent too, so that the window knows', () => {
  withFakeTimers((pass) => {
    const { pushes, pushed } = setUp();
    pushed.watch(true);
    pass(0);
    expect(pushes).toEqual([{ anew: true, entries: [] }]);
  });
});

test('who does not watch hears nothing; who watches again gets the log from its beginning', () => {
  withFakeTimers((pass) => {
    const { pushes, add, pushed } = setUp();
    add(3);
    pass(1_000);
    pushed.watch(true);
    pass(1_000);
    pushed.watch(false);
    add(3);
    pass(1_000);
    expect(seenBy(pushes)).toEqual([0, 1, 2]);
    pushed.watch(true);
    pass(1_000);
    expect(seenBy(pushes)).toEqual(numbers(0, 6));
    pushed.stop();
    add(3);
    pass(1_000);
    expect(seenBy(pushes)).toEqual(numbers(0, 6));
  });
});

test('clearing is told at once, and what follows comes without what was before', () => {
  withFakeTimers((pass) => {
    const { log, pushes, add, pushed } = setUp();
    add(3);
    pushed.watch(true);
    pass(1_000);
    log.clear();
    pass(0);
    expect(pushes.at(-1)).toEqual({ anew: true, entries: [] });
    add(2);
    pass(1_000);
    expect(seenBy(pushes)).toEqual([3, 4]);
  });
});

test('nothing is sent to a window that is hidden, and one that missed entries gets the log anew', () => {
  withFakeTimers((pass) => {
    const { pushes, sink, add, pushed } = setUp({ most: 50 });
    add(10);
    pushed.watch(true);
    pass(1_000);
    sink.isReady = false;
    add(20);
    pass(10_000);
    expect(pushes).toHaveLength(1);
    sink.isReady = true;
    pushed.wake();
    pass(1_000);
    expect(pushes.at(-1)?.anew).toBe(false);
    expect(seenBy(pushes)).toEqual(numbers(0, 30));
    sink.isReady = false;
    add(200);
    pass(10_000);
    sink.isReady = true;
    pushed.wake();
    pass(1_000);
    expect(pushes.at(-1)?.anew).toBe(true);
    expect(seenBy(pushes)).toEqual(numbers(180, 230));
  });
});

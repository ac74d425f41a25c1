import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { createFairQueue } from '../../../main/accounts/passwords/fairQueue';

/** A queue whose work ends when the test says so. */
function make(atOnce = 1, mostWaiting = 64) {
  const queue = createFairQueue(atOnce, mostWaiting);
  const started: string[] = [];
  const ends: (() => void)[] = [];
  const ask = (name: string, signal = new AbortController().signal) =>
    queue.run({ lane: name.replace(/\d+$/, ''), signal }, () => {
      started.push(name);
      return new Promise<string>((resolve) => ends.push(() => resolve(name)));
    });
  /** Ends what was begun first, and lets follow what follows. */
  const end = async () => {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, ask, end, started };
}

test('so much is done at once, and the rest in turn', async () => {
  const { queue, ask, end, started } = make(2);
  const all = ['a1', 'a2', 'a3', 'a4'].map((name) => ask(name));
  expect(started).toEqual(['a1', 'a2']);
  expect([queue.working, queue.waiting]).toEqual([2, 2]);
  for (let i = 0; i < 4; i++) await end();
  expect(started).toEqual(['a1', 'a2', 'a3', 'a4']);
  expect((await Promise.all(all)).map((done) => done.ok && done.value)).toEqual(started);
  expect([queue.working, queue.waiting]).toEqual([0, 0]);
});

test('who floods it makes nobody wait but for one of theirs', async () => {
  const { ask, end, started } = make();
  for (let i = 0; i < 30; i++) void ask(`flood${i}`);
  void ask('b1');
  void ask('b2');
  void ask('c1');
  for (let i = 0; i < 7; i++) await end();
  expect(started.slice(0, 7)).toEqual(['flood0', 'flood1', 'b1', 'c1', 'flood2', 'b2', 'flood3']);
});

test('where it is full, the flood is told to be too much, and not the others', async () => {
  const { queue, ask, end, started } = make(1, 4);
  const flood = [0, 1, 2, 3, 4, 5].map((i) => ask(`flood${i}`));
  expect(await flood[5]).toEqual({ ok: false, error: 'busy' });
  const other = ask('other1');
  expect(await flood[4]).toEqual({ ok: false, error: 'busy' });
  expect(queue.waiting).toBe(4);
  for (let i = 0; i < 3; i++) await end();
  expect(await other).toEqual({ ok: true, value: 'other1' });
  expect(started).not.toContain('flood4');
});

test('who is gone leaves, and who was gone before never comes in', async () => {
  const { queue, ask, end, started } = make();
  const control = new AbortController();
  void ask('a1');
  const left = ask('b1', control.signal);
  control.abort();
  expect(await left).toEqual({ ok: false, error: 'gone' });
  expect(await ask('b2', control.signal)).toEqual({ ok: false, error: 'gone' });
  expect(queue.waiting).toBe(0);
  await end();
  expect(started).toEqual(['a1']);
});

test('work that fails is told to who asked, and the next one is begun', async () => {
  const queue = createFairQueue(1, 4);
  const { signal } = new AbortController();
  const failing = queue.run({ lane: 'a', signal }, () => Promise.reject(new Error('no memory')));
  const next = queue.run({ lane: 'b', signal }, () => Promise.resolve('done'));
  await expect(failing).rejects.toThrow('no memory');
  expect(await next).toEqual({ ok: true, value: 'done' });
});

test('whatever comes and goes, bounds hold, all are answered, and nobody is left', async () => {
  const step = fc.oneof(
    fc.record({ ask: fc.constantFrom('a', 'b', 'c', 'd'), leaves: fc.boolean() }),
    fc.constant('end' as const),
    fc.constant('leave' as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { queue, ask, end, started } = make(2, 5);
      const answers: Promise<unknown>[] = [];
      const control = new AbortController();
      for (const [index, now] of steps.entries()) {
        if (now === 'end') await end();
        else if (now === 'leave') control.abort();
        else answers.push(ask(`${now.ask}${index}`, now.leaves ? control.signal : undefined));
        expect(queue.working).toBeLessThanOrEqual(2);
        expect(queue.waiting).toBeLessThanOrEqual(5);
      }
      while (queue.working > 0) await end();
      await Promise.all(answers);
      expect([queue.working, queue.waiting]).toEqual([0, 0]);
      expect(new Set(started).size).toBe(started.length);
    }),
    { numRuns: 60 },
  );
});

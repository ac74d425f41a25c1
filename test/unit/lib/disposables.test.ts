import { expect, test } from '@playwright/test';
import { createDisposables } from '../../../main/lib/disposables';

/** Longer than any test: a bound that is never meant to be reached. */
const AMPLE = 3_600_000;

const failures = () => {
  const named: string[] = [];
  const errors: unknown[] = [];
  const onFailure = (name: string, error: unknown) => {
    named.push(name);
    errors.push(error);
  };
  return { named, errors, onFailure };
};

const never = () => new Promise<void>(() => {});

/** One turn of the event loop, after which every promise that could go on without a timer has gone on. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test.describe('order', () => {
  test('last first', async () => {
    const undone: string[] = [];
    const { onFailure, named } = failures();
    const disposables = createDisposables(onFailure);
    for (const name of ['one', 'two', 'three']) disposables.add(name, () => void undone.push(name));
    await disposables.dispose(AMPLE);
    expect(undone).toEqual(['three', 'two', 'one']);
    expect(named).toEqual([]);
  });

  test('each waits for the one before it', async () => {
    const steps: string[] = [];
    const disposables = createDisposables(() => {});
    disposables.add('first', () => void steps.push('first'));
    disposables.add('last', async () => {
      steps.push('last begins');
      await turn();
      steps.push('last ends');
    });
    await disposables.dispose(AMPLE);
    expect(steps).toEqual(['last begins', 'last ends', 'first']);
  });

  test('nothing to undo is done at once', async () => {
    await createDisposables(() => {}).dispose(AMPLE);
  });

  test('nothing is undone before it is asked for', async () => {
    let undone = 0;
    const disposables = createDisposables(() => {});
    disposables.add('it', () => void undone++);
    await turn();
    expect(undone).toBe(0);
    await disposables.dispose(AMPLE);
    expect(undone).toBe(1);
  });
});

test('later calls give the first promise and undo nothing again', async () => {
  let undone = 0;
  const disposables = createDisposables(() => {});
  disposables.add('it', () => void undone++);
  const first = disposables.dispose(AMPLE);
  expect(disposables.dispose(1)).toBe(first);
  await first;
  expect(disposables.dispose(AMPLE)).toBe(first);
  await disposables.dispose(AMPLE);
  expect(undone).toBe(1);
});

test('one that fails, at once or later, is named and keeps no other from being undone', async () => {
  const undone: string[] = [];
  const { named, errors, onFailure } = failures();
  const disposables = createDisposables(onFailure);
  const [thrown, rejected] = [new Error('thrown'), new Error('rejected')];
  disposables.add('first', () => void undone.push('first'));
  disposables.add('throws', () => {
    throw thrown;
  });
  disposables.add('middle', () => void undone.push('middle'));
  disposables.add('rejects', async () => {
    await turn();
    throw rejected;
  });
  await disposables.dispose(AMPLE);
  expect(undone).toEqual(['middle', 'first']);
  expect(named).toEqual(['rejects', 'throws']);
  expect(errors).toEqual([rejected, thrown]);
});

test.describe('the bound', () => {
  test('one that hangs is given up, named, and the rest is undone', async () => {
    const undone: string[] = [];
    const { named, onFailure } = failures();
    const disposables = createDisposables(onFailure);
    disposables.add('first', () => void undone.push('first'));
    disposables.add('hangs', never);
    disposables.add('last', () => void undone.push('last'));
    await disposables.dispose(10);
    expect(undone).toEqual(['last', 'first']);
    expect(named[0]).toBe('hangs');
  });

  test('is one for all, however many hang', async () => {
    const { named, onFailure } = failures();
    const disposables = createDisposables(onFailure);
    const asked: string[] = [];
    for (const name of ['one', 'two', 'three', 'four']) {
      disposables.add(name, () => {
        asked.push(name);
        return never();
      });
    }
    await byHand(async (timers) => {
      const disposed = disposables.dispose(500);
      await turn();
      expect(asked).toEqual(['four']);
      expect(timers.pending()).toEqual([500]);
      timers.fire();
      // No other timer may be needed from here on: the time is up for all of them.
      await disposed;
      expect(timers.pending()).toEqual([]);
    });
    expect(asked).toEqual(['four', 'three', 'two', 'one']);
    expect(named).toEqual(['four', 'three', 'two', 'one']);
  });

  test('a bound that was not needed leaves no timer behind to keep the program alive', async () => {
    const disposables = createDisposables(() => {});
    disposables.add('it', () => turn());
    await byHand(async (timers) => {
      await disposables.dispose(500);
      expect(timers.pending()).toEqual([]);
    });
  });

  test('one that fails after it was given up does no harm', async () => {
    const { named, onFailure } = failures();
    const disposables = createDisposables(onFailure);
    let fail = (_: Error) => {};
    disposables.add('late', () => new Promise<void>((_, reject) => (fail = reject)));
    await disposables.dispose(5);
    expect(named).toEqual(['late']);
    fail(new Error('too late to matter'));
    // An unhandled rejection would end the process, and fail this test.
    await turn();
  });
});

interface Timers {
  /** The delays of the timers that wait. */
  pending(): number[];
  /** Lets the time of all that wait be up. */
  fire(): void;
}

/** Runs with timers that only the test lets go off. */
async function byHand(run: (timers: Timers) => Promise<void>): Promise<void> {
  const waiting = new Map<object, { delay: number; callback: () => void }>();
  const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  const fake = (callback: () => void, delay: number) => {
    const handle = { ref: () => handle, unref: () => handle };
    waiting.set(handle, { delay, callback });
    return handle;
  };
  Object.assign(globalThis, { setTimeout: fake, clearTimeout: (handle: object) => waiting.delete(handle) });
  try {
    await run({
      pending: () => [...waiting.values()].map(({ delay }) => delay),
      fire: () => {
        const due = [...waiting.values()];
        waiting.clear();
        for (const { callback } of due) callback();
      },
    });
  } finally {
    Object.assign(globalThis, real);
  }
}

import { test } from '../helpers/clusterFixture';
import { makeKeys, type RawDevice } from '../helpers/rawDevice';
import { expect } from '../helpers/relayFixture';

// One device that comes to several nodes at once, as one does whose network changes: it is at one of them in the end.

const ROUNDS = 30;
const REPLACED = 4001;

test.beforeEach(() => test.slow());

test('a device that comes to three nodes at once stays at one, and the others of its household know it there', async ({
  ownNats,
  startProcesses,
}) => {
  const nodes = await startProcesses(Array(3).fill(ownNats.url));
  const keys = makeKeys();
  const watcher = await nodes[0]?.device();
  if (!watcher) throw new Error('three nodes');
  watcher.connect({ keys });
  let before: RawDevice | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const coming = await Promise.all(nodes.map((node) => node.device(keys)));
    const all = before ? [before, ...coming] : coming;
    const left = new Set(all);
    // All but one are told so, whichever that is.
    const ends = all.map(async (device) => {
      const { code } = await device.closed;
      left.delete(device);
      return code;
    });
    const codes = await firstOf(ends, all.length - 1);
    expect(new Set(codes)).toEqual(new Set([REPLACED]));
    [before] = left;
    if (!before) throw new Error('nobody is left');
    // It is that one with which the other is linked, both ways.
    before.connect(watcher);
    await heard(before, 'connected');
    const text = `round ${round}`;
    before.data(watcher, text);
    for (;;) {
      const event = await watcher.next();
      if (event.kind === 'data' && event.data.toString() === text) break;
    }
    watcher.data({ keys }, text);
    await heard(before, 'data');
  }
});

async function heard(device: RawDevice, kind: string): Promise<void> {
  while ((await device.next()).kind !== kind);
}

/** What so many of them came to, as soon as they have. */
function firstOf<T>(promises: readonly Promise<T>[], count: number): Promise<T[]> {
  return new Promise((resolve) => {
    const found: T[] = [];
    for (const promise of promises)
      void promise.then((value) => {
        found.push(value);
        if (found.length === count) resolve(found);
      });
  });
}

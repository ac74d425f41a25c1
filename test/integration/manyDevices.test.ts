import { createHash } from 'node:crypto';
import { makeKeys, type RawDevice } from '../helpers/rawDevice';
import type { Heard } from '../helpers/rawWire';
import { expect, type TestRelay, test } from '../helpers/relayFixture';

// Very many devices, and one that comes again and again.

const REPLACED = 4001;

/** Bytes that only this sender can have sent, and only as its message of this number. */
function letter(from: string, number: number, size: number): Buffer {
  const seed = createHash('sha256').update(`${from} ${number}`).digest();
  return Buffer.alloc(size, seed);
}

/** Everything that a device hears until `done` says that it is enough. */
async function listen(device: RawDevice, done: (heard: Heard) => boolean): Promise<Heard[]> {
  const all: Heard[] = [];
  for (;;) {
    const heard = await device.next();
    all.push(heard);
    if (done(heard)) return all;
  }
}

test('500 devices in pairs: each gets its own peer’s bytes, and sees everybody once', async ({ relay }) => {
  test.slow();
  const COUNT = 500;
  const LETTERS = 6;
  const all = await Promise.all(Array.from({ length: COUNT }, () => relay.device()));
  const keys = new Set(all.map(({ key }) => key));
  const peerOf = (index: number) => all[index ^ 1] as RawDevice;
  for (const [index, device] of all.entries()) device.connect(peerOf(index));
  const stories = await Promise.all(
    all.map(async (device, index) => {
      const story = await listen(device, ({ kind }) => kind === 'connected');
      for (let i = 0; i < LETTERS; i++) device.data(peerOf(index), letter(device.key, i, 1 + i * 1_000));
      let letters = 0;
      const rest = await listen(device, ({ kind }) => kind === 'data' && ++letters === LETTERS);
      return [...story, ...rest];
    }),
  );
  // Thousands of expectations would take longer than all the rest: what is wrong is gathered, and expected to be nothing.
  const wrong: string[] = [];
  const check = (right: boolean, what: string) => void (right || wrong.push(what));
  for (const [index, story] of stories.entries()) {
    const [own, peer] = [all[index]?.key ?? '', peerOf(index).key];
    const entered = story.flatMap((heard) => (heard.kind === 'entered' ? [heard.key] : []));
    const seen = new Set([...entered, own]);
    check(entered.length === COUNT - 1 && seen.size === COUNT, `${index} did not see everybody once`);
    check(
      [...seen].every((key) => keys.has(key)),
      `${index} saw a stranger`,
    );
    const connected = story.flatMap((heard) => (heard.kind === 'connected' ? [heard.key] : []));
    check(connected.join() === peer, `${index} was connected with ${connected}`);
    const data = story.flatMap((heard) => (heard.kind === 'data' ? [heard] : []));
    check(data.length === LETTERS, `${index} got ${data.length} letters`);
    for (const [i, { key, data: bytes }] of data.entries())
      check(key === peer && bytes.equals(letter(peer, i, 1 + i * 1_000)), `${index} got another letter ${i}`);
  }
  // Every other one goes; each of those that stay is told of its peer and of all that went, once.
  const gone = all.filter((_, index) => index % 2 === 1);
  for (const device of gone) await device.raw.end();
  for (const [index, device] of all.entries()) {
    if (index % 2 === 1) continue;
    const exited = new Set<string>();
    const told = await listen(device, (heard) => {
      if (heard.kind === 'exited') exited.add(heard.key);
      return exited.size === gone.length;
    });
    const unlinked = told.flatMap((heard) => (heard.kind === 'disconnected' ? [heard.key] : []));
    check(told.length === gone.length + 1, `${index} was told ${told.length} things`);
    check(unlinked.join() === peerOf(index).key, `${index} was told of the end of ${unlinked}`);
  }
  expect(wrong).toEqual([]);
});

test.describe('one key, two hundred times', () => {
  const TIMES = 200;

  /** The story that a witness heard of one device has to be one of coming and going by turns. */
  function expectByTurns(story: readonly Heard[], key: string, times: number, nodes: number): void {
    const turns = story.flatMap((heard) =>
      (heard.kind === 'entered' || heard.kind === 'exited') && heard.key === key ? [heard.kind] : [],
    );
    // What came and went at other nodes before anybody here heard of it is not told.
    const comings = nodes === 1 ? times : Math.max(1, (turns.length + 1) / 2);
    expect(turns).toEqual(
      Array.from({ length: 2 * comings - 1 }, (_, i) => (i % 2 === 0 ? 'entered' : 'exited')),
    );
  }

  /** Whether it is answered, and not closed. */
  async function isAlive(device: RawDevice): Promise<boolean> {
    device.connect(device);
    return listen(device, ({ kind }) => kind === 'error').then(
      () => true,
      () => false,
    );
  }

  async function expectAllReplaced(old: readonly RawDevice[]): Promise<void> {
    for (const device of old) expect((await device.closed).code).toBe(REPLACED);
  }

  test('one after the other, while its old sockets linger and go on talking', async ({ relay, nodes }) => {
    test.slow();
    const witness = await relay.device();
    const keys = makeKeys();
    const all: RawDevice[] = [];
    for (let i = 0; i < TIMES; i++) {
      all.at(-1)?.connect(witness);
      const device = await relay.device({ keys, answersClose: i % 2 === 0 });
      // What the old ones still say is said by nobody.
      for (const old of all.slice(-3))
        if (!old.raw.socket.destroyed) old.data(witness, `from the grave ${i}`);
      all.push(device);
    }
    const newest = all.pop() as RawDevice;
    await expectAllReplaced(all);
    await relay.events.untilCount(TIMES - 1, ({ kind }) => kind === 'closed');
    await expectWorks(relay, newest, witness, keys.key, TIMES, nodes);
  });

  test('all at once', async ({ relay, nodes }) => {
    test.slow();
    const witness = await relay.device();
    const keys = makeKeys();
    const strangers = await Promise.all(Array.from({ length: TIMES }, () => relay.stranger({ keys })));
    const challenges = await Promise.all(strangers.map((stranger) => stranger.challenge()));
    for (const [i, stranger] of strangers.entries()) {
      const challenge = challenges[i];
      if (challenge) stranger.send(stranger.iam(challenge));
    }
    await relay.events.untilCount(TIMES + 1, ({ kind }) => kind === 'authenticated');
    const accepted = relay.events.all.flatMap((event) =>
      event.kind === 'authenticated' && event.key === keys.key ? [event.conn] : [],
    );
    expect(accepted).toHaveLength(TIMES);
    await relay.events.untilCount(TIMES - 1, ({ kind }) => kind === 'closed');
    const alive = await Promise.all(strangers.map(isAlive));
    expect(alive.filter(Boolean)).toHaveLength(1);
    const newest = strangers[alive.indexOf(true)] as RawDevice;
    await expectAllReplaced(strangers.filter((stranger) => stranger !== newest));
    await expectWorks(relay, newest, witness, keys.key, TIMES, nodes);
  });

  /** Shows that `newest` is the one that counts, and that `witness` has heard a story that makes sense. */
  async function expectWorks(
    relay: TestRelay,
    newest: RawDevice,
    witness: RawDevice,
    key: string,
    comings: number,
    nodes: number,
  ): Promise<void> {
    newest.connect(witness);
    witness.connect(newest);
    const story = await listen(witness, ({ kind }) => kind === 'connected');
    expectByTurns(story, key, comings, nodes);
    expect(story.some(({ kind }) => kind === 'data')).toBe(false);
    newest.data(witness, 'alive');
    expect(await witness.next()).toEqual({ kind: 'data', key, data: Buffer.from('alive') });
    await witness.quiet();
    const left = relay.events.all.flatMap((event) => (event.kind === 'left' ? [event.replaced] : []));
    expect(left).toEqual(Array(comings - 1).fill(true));
  }
});

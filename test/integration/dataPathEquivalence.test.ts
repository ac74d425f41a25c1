import { expect } from '@playwright/test';
import fc from 'fast-check';
import { type Got, Household } from '../helpers/bothDataPaths';
import { type Act, acts } from '../helpers/dataPathActs';
import { makeKeys } from '../helpers/rawDevice';
import { type TestRelay, test } from '../helpers/relayFixture';

// A message may go through the relay in two ways, and nobody can tell which: the same histories are played on a relay
// that has both and on one that has the ordinary way alone, and every device has to get the same.

/** What each got of each, where the order among devices of several nodes is anyone's guess. */
const byPeer = (got: readonly Got[]): Got[] =>
  got.map(({ messages, closed }) => {
    const peerOf = (text: string) => text.split(' ')[1] ?? '';
    return { messages: messages.toSorted((a, b) => peerOf(a).localeCompare(peerOf(b))), closed };
  });

/** The same as the relay counts it, for devices with these keys. */
function counted({ server }: TestRelay, keys: readonly string[]) {
  const traffic = new Map(server.messageTraffic().map((one) => [one.conn, one]));
  return Object.fromEntries(
    server
      .traffic()
      .filter(({ key }) => keys.includes(key))
      .map(({ conn, key }) => {
        const { sent, received } = traffic.get(conn) ?? {};
        return [key, { sent, received }];
      }),
  );
}

/** Of payload, what the relay has counted. */
const payload = ({ server }: TestRelay, keys: readonly string[]) =>
  Object.fromEntries(
    server
      .traffic()
      .filter(({ key }) => keys.includes(key))
      .map(({ key, sent, received, messages }) => [key, { sent, received, messages }]),
  );

test('whatever devices send, and however it is cut, both ways give the same to all, and are counted the same', async ({
  startRelay,
  nodes,
}) => {
  test.slow();
  const seenBy = nodes === 1 ? (got: Got[]) => got : byPeer;
  const fast = await startRelay({ fastPath: true });
  const ordinary = await startRelay({ fastPath: false });
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 1, maxLength: 24, size: 'max' }), async (history) => {
      const keys = [makeKeys(), makeKeys(), makeKeys()];
      const play = async (relay: typeof fast) => {
        const household = await Household.open(relay, keys);
        for (const act of history) await household.play(act);
        const counts = household.messageBytes();
        expect(counted(relay, Object.keys(counts))).toEqual(counts);
        const passed = payload(relay, Object.keys(counts));
        return { got: await household.end(), passed };
      };
      const { got: expected, passed } = await play(ordinary);
      const quick = await play(fast);
      expect(seenBy(quick.got)).toEqual(seenBy(expected));
      expect(quick.passed).toEqual(passed);
      for (const { closed } of expected) seen.set(String(closed), (seen.get(String(closed)) ?? 0) + 1);
      for (const kind of expected.flatMap(({ messages }) => messages.map((text) => text.replace(/ .*/s, ''))))
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }),
    { numRuns: 60 },
  );
  // Histories in which nothing happens would be equal too.
  for (const what of ['connected', 'disconnected', 'data', 'error', 'exited', '1000', '1002', '4002'])
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(0);
});

for (const [title, history] of Object.entries<Act[]>({
  'one byte beyond the limit': [
    { kind: 'links' },
    { kind: 'data', from: 0, to: 1, size: 999_956, cuts: [70_000] },
  ],
  'exactly the limit': [{ kind: 'links' }, { kind: 'data', from: 0, to: 1, size: 999_955, cuts: [70_000] }],
  'lengths in more bytes than needed': [
    { kind: 'links' },
    ...[0, 10, 78, 79, 80, 200].map((size): Act => ({ kind: 'long head', from: 0, to: 1, size, cuts: [] })),
  ],
  'nobody there': [{ kind: 'data', from: 0, to: 1, size: 100, cuts: [1, 2, 60] }],
})) {
  test(`the same for both ways: ${title}`, async ({ startRelay, nodes }) => {
    const keys = [makeKeys(), makeKeys(), makeKeys()];
    const found = [];
    for (const fastPath of [true, false]) {
      const household = await Household.open(await startRelay({ fastPath }), keys);
      for (const act of history) await household.play(act);
      const got = await household.end();
      found.push(nodes === 1 ? got : byPeer(got));
    }
    expect(found[0]).toEqual(found[1]);
  });
}

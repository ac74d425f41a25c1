import type { ServerEvent } from '../../main/server/events';
import { Flood } from '../helpers/flood';
import { makeKeys, type RawDevice } from '../helpers/rawDevice';
import { message } from '../helpers/rawWire';
import { ACCOUNT, expect, type TestRelay, test } from '../helpers/relayFixture';
import { StubbornDevice } from '../helpers/stubbornDevice';

// The counters: bytes and messages of payload, of each connection, both ways.

async function linked(relay: TestRelay): Promise<[RawDevice, RawDevice]> {
  const [a, b] = [await relay.device(), await relay.device()];
  a.connect(b);
  b.connect(a);
  for (const device of [a, b]) while ((await device.next()).kind !== 'connected');
  return [a, b];
}

const countsOf = (relay: TestRelay) =>
  Object.fromEntries(
    relay.server.traffic().map(({ key, sent, received, messages }) => [key, { sent, received, messages }]),
  );

const NOTHING = { sent: 0, received: 0, messages: 0 };

const isLeft = (event: ServerEvent): event is Extract<ServerEvent, { kind: 'left' }> => event.kind === 'left';
const leftOf = async (relay: TestRelay, conn: number) =>
  relay.events.until((event) => isLeft(event) && event.conn === conn);

test('payload is counted to the byte, both ways, and nothing else is', async ({ relay }) => {
  const [a, b] = await linked(relay);
  expect(countsOf(relay)).toEqual({ [a.key]: NOTHING, [b.key]: NOTHING });
  for (const size of [0, 1, 999, 70_000]) a.data(b, Buffer.alloc(size));
  b.data(a, 'ü');
  // What goes nowhere is no traffic.
  a.data({ keys: makeKeys() }, 'nobody has this key');
  for (let data = 0; data < 4; ) if ((await b.next()).kind === 'data') data++;
  const heard = [(await a.next()).kind, (await a.next()).kind];
  expect(heard.sort()).toEqual(['data', 'error']);
  expect(countsOf(relay)).toEqual({
    [a.key]: { sent: 71_000, received: 2, messages: 4 },
    [b.key]: { sent: 2, received: 71_000, messages: 1 },
  });
});

test('who has not proved a key is not in the list', async ({ relay }) => {
  await relay.stranger();
  expect(relay.server.traffic()).toEqual([]);
});

test('`left` has the final counts, whoever’s doing it was', async ({ relay }) => {
  const [a, b] = await linked(relay);
  a.data(b, Buffer.alloc(1_234));
  expect((await b.next()).kind).toBe('data');
  await a.close();
  expect(await leftOf(relay, 1)).toMatchObject({ replaced: false, sent: 1_234, received: 0, messages: 1 });
  expect(countsOf(relay)).toEqual({ [b.key]: { sent: 0, received: 1_234, messages: 0 } });

  // Replaced by a newer connection of its own, which begins at zero.
  const fresh = await relay.device({ keys: b.keys });
  expect(await leftOf(relay, 2)).toMatchObject({ key: b.key, replaced: true, sent: 0, received: 1_234 });
  expect(countsOf(relay)).toEqual({ [fresh.key]: NOTHING });
});

test('`left` has them too when it is expelled, sends nonsense, or the relay stops', async ({ relay }) => {
  for (const end of ['expelled', 'malformed', 'stopped'] as const) {
    const [a, b] = await linked(relay);
    a.data(b, 'twelve bytes');
    expect((await b.next()).kind).toBe('data');
    const [conn] = relay.server.traffic().flatMap((one) => (one.key === a.key ? [one.conn] : []));
    if (conn === undefined) throw new Error('not there');
    if (end === 'expelled')
      for (const { key } of relay.server.traffic()) if (key === a.key) relay.server.expel(key);
    if (end === 'malformed') a.send(Buffer.from('no netstring'));
    if (end === 'stopped') await relay.server.stop();
    expect(await leftOf(relay, conn), end).toMatchObject({ replaced: false, sent: 12, received: 0 });
    await b.raw.end();
  }
});

test('bytes wait for a receiver that does not take them, and no more once it has', async ({
  relay,
  undo,
}) => {
  const open = async (onData?: (data: Buffer) => void) => {
    const device = await StubbornDevice.open(relay.port, ACCOUNT, onData && { onData });
    undo(() => device.end());
    return device.login();
  };
  const flood = new Flood();
  const [sender, receiver] = [await open(), await open(flood.take)];
  sender.send(message('c', receiver.keys.raw));
  receiver.send(message('c', sender.keys.raw));
  await sender.heard.until(({ kind }) => kind === 'connected');
  const waiting = (key: string) => relay.server.traffic().find((one) => one.key === key)?.waiting;
  expect([waiting(sender.key), waiting(receiver.key)]).toEqual([0, 0]);
  receiver.stopReading();
  flood.offer(sender, receiver, 64);
  await expect.poll(() => waiting(receiver.key)).toBeGreaterThan(0);
  expect(waiting(sender.key)).toBe(0);
  receiver.readOn();
  await flood.arrived(64);
  await expect.poll(() => waiting(receiver.key)).toBe(0);
  const counted = Object.fromEntries(relay.server.traffic().map((one) => [one.key, one]));
  expect(counted[sender.key]?.sent).toBe(64 * flood.size);
  expect(counted[receiver.key]?.received).toBe(64 * flood.size);
});

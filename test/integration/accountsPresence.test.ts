import type { Account } from '../../main/protocol/relay';
import type { MessageTraffic } from '../../main/server/dataPath/sending/peer';
import { byUsername, PlayedAuthenticator } from '../helpers/playedAuthenticator';
import { frame, OPCODE, type RawDevice, upgradeRequest } from '../helpers/rawDevice';
import { test as base, expect, type TestRelay } from '../helpers/relayFixture';

// Several accounts at one relay: devices of one see each other alone, and whoever asks for each other is linked.

const REPLACED = 4001;
const NOT_ADMITTED = 4005;

const account = (name: string) => name as Account;

const test = base.extend<{ closed: MessageTraffic[]; relay: TestRelay }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  closed: async ({}, use) => use([]),
  relay: async ({ startRelay, closed }, use) =>
    use(await startRelay({ credentials: byUsername, onClosed: (traffic) => closed.push(traffic) })),
});

/** Two devices of an account, which have heard of each other. */
async function household(relay: TestRelay, username: string): Promise<[RawDevice, RawDevice]> {
  const [a, b] = [await relay.device({ username }), await relay.device({ username })];
  expect(await a.next()).toEqual({ kind: 'entered', key: b.key });
  expect(await b.next()).toEqual({ kind: 'entered', key: a.key });
  return [a, b];
}

async function link(a: RawDevice, b: RawDevice): Promise<void> {
  a.connect(b);
  b.connect(a);
  expect(await a.next()).toEqual({ kind: 'connected', key: b.key });
  expect(await b.next()).toEqual({ kind: 'connected', key: a.key });
}

test('an account’s devices hear of each other, and not of others', async ({ relay }) => {
  const [a, b] = await household(relay, 'one');
  const [c, d] = await household(relay, 'two');
  await b.close();
  expect(await a.next()).toEqual({ kind: 'exited', key: b.key });
  for (const device of [a, c, d]) await device.quiet();
});

test('devices of two accounts that ask for each other are linked, and hear of each other’s end', async ({
  relay,
}) => {
  const [a, b] = await household(relay, 'one');
  const [c, d] = await household(relay, 'two');
  await link(a, c);
  a.data(c, 'to the neighbours');
  expect(await c.next()).toMatchObject({ kind: 'data', key: a.key, data: Buffer.from('to the neighbours') });
  await a.close();
  expect(await c.next()).toEqual({ kind: 'disconnected', key: a.key });
  expect(await b.next()).toEqual({ kind: 'exited', key: a.key });
  for (const device of [b, c, d]) await device.quiet();
});

test('a key that comes with another account’s login is that one’s from then on', async ({ relay, nodes }) => {
  const [a, b] = await household(relay, 'one');
  const [c, d] = await household(relay, 'two');
  await link(a, c);
  const moved = await relay.device({ username: 'two', keys: a.keys });
  expect((await a.closed).code).toBe(REPLACED);
  expect(await b.next()).toEqual({ kind: 'exited', key: a.key });
  expect(await c.next()).toEqual({ kind: 'disconnected', key: a.key });
  for (const device of [c, d]) expect(await device.next()).toEqual({ kind: 'entered', key: a.key });
  const others = [await moved.next(), await moved.next()];
  const expected = [c, d].map(({ key }) => ({ kind: 'entered', key }));
  if (nodes === 1) expect(others).toEqual(expected);
  else expect(others).toEqual(expect.arrayContaining(expected));
  // It asks anew: links are to devices, not to keys.
  moved.connect(c);
  expect(await moved.next()).toEqual({ kind: 'connected', key: c.key });
  expect(await c.next()).toEqual({ kind: 'connected', key: a.key });
  await moved.close();
  expect(await c.next()).toEqual({ kind: 'disconnected', key: a.key });
  for (const device of [c, d]) expect(await device.next()).toEqual({ kind: 'exited', key: a.key });
  await b.quiet();
});

test.describe('an account that is expelled', () => {
  test('is out with all its connections, and others hear of their links’ end alone', async ({
    relay,
    nodes,
  }) => {
    const [a, b] = await household(relay, 'one');
    const [c, d] = await household(relay, 'two');
    await link(a, b);
    await link(a, c);
    const stranger = await relay.stranger({ username: 'one' });
    const visitor = await relay.device({ username: 'one', headers: ['Buckets-Relay-Visit: 1'] });
    relay.server.expelAccount(account('one'));
    for (const device of [a, b, stranger, visitor]) expect((await device.closed).code).toBe(NOT_ADMITTED);
    expect(await c.next()).toEqual({ kind: 'disconnected', key: a.key });
    for (const device of [c, d]) await device.quiet();
    const left = relay.events.all.filter(({ kind }) => kind === 'left');
    const keys = left.map((event) => ('key' in event ? event.key : ''));
    // Each node ends its own, so that the order among nodes is anyone's guess.
    if (nodes === 1) expect(keys).toEqual([a.key, b.key]);
    else expect(keys.sort()).toEqual([a.key, b.key].sort());
    // Who comes again comes to an empty house.
    const again = await relay.device({ username: 'one', keys: a.keys });
    await again.quiet();
  });

  test('who is not there is no trouble', async ({ relay }) => {
    const [a] = await household(relay, 'one');
    relay.server.expelAccount(account('nobody'));
    await a.quiet();
  });

  test('a login of it that is being looked at has to be tried again, and another has not', async ({
    startRelay,
  }) => {
    const authenticator = new PlayedAuthenticator();
    const relay = await startRelay({ credentials: authenticator });
    const answers: number[] = [];
    const logins = [];
    const sockets = [];
    for (const name of ['one', 'two']) {
      const socket = await relay.raw();
      socket.request(...upgradeRequest('/v1/relay'));
      logins.push({ name, login: await authenticator.logins.next() });
      sockets.push(socket);
    }
    relay.server.expelAccount(account('one'));
    for (const { name, login } of logins) login.admit(name);
    for (const socket of sockets) answers.push((await socket.answer('upgrade')).status);
    expect(answers).toEqual([503, 101]);
  });
});

test.describe('message traffic', () => {
  test.skip(({ nodes }) => nodes > 1, 'each node counts its own connections');

  test('is told of each open connection, by account, from the upgrade on', async ({ relay }) => {
    const stranger = await relay.stranger({ username: 'one' });
    const [a] = await household(relay, 'two');
    await stranger.challenge();
    // `37:?32:`, the challenge, two commas.
    expect(relay.server.messageTraffic()[0]).toEqual({
      ...{ conn: 1, account: 'one', from: '127.0.0.1' },
      ...{ sent: 0, received: 41 },
    });
    const ofA = relay.server.messageTraffic()[1];
    expect(ofA).toMatchObject({ account: 'two', sent: a.sentBytes, received: a.receivedBytes });
  });

  test('its last state is told once when the connection is closed, whoever closed it', async ({
    relay,
    closed,
  }) => {
    const [a, b] = await household(relay, 'one');
    await link(a, b);
    a.data(b, Buffer.alloc(100_000));
    expect((await b.next()).kind).toBe('data');
    await a.close();
    expect((await b.next()).kind).toBe('disconnected');
    expect((await b.next()).kind).toBe('exited');
    relay.server.expelAccount(account('one'));
    await b.closed;
    await relay.events.untilCount(2, ({ kind }) => kind === 'closed');
    const told = (device: RawDevice) => ({ sent: device.sentBytes, received: device.receivedBytes });
    expect(closed).toMatchObject([
      { conn: 1, account: 'one', from: '127.0.0.1', ...told(a) },
      { conn: 2, account: 'one', from: '127.0.0.1', ...told(b) },
    ]);
    expect(relay.server.messageTraffic()).toEqual([]);
  });

  test('a text message counts, though the connection ends with it', async ({ relay, closed }) => {
    const device = await relay.stranger();
    device.raw.write(frame(OPCODE.text, Buffer.from('hello')));
    await relay.events.until(({ kind }) => kind === 'closed');
    expect(closed).toMatchObject([{ sent: 5, received: 41 }]);
  });
});

import type { TrustedProxies } from '../../main/server/network/clientAddress';
import { parseTrustedProxies } from '../../main/server/network/trustedProxies';
import type { AuthClient } from '../helpers/authClient';
import { expect, test } from '../helpers/authSocketFixture';
import { Bystanders } from '../helpers/bystanders';
import { hold } from '../helpers/playedRegistration';
import { Queue } from '../helpers/queue';
import { type Closed, frame, OPCODE, upgradeRequest } from '../helpers/rawDevice';

// What a stranger can have of /v1/auth, and that devices notice nothing of it.

const ask = (id: number) => ({ id, command: 'sendVerify', args: { email: 'anna@example.org' } });

function loopbackProxies(): TrustedProxies {
  const proxies = parseTrustedProxies('loopback');
  if (!proxies.ok) throw new Error(proxies.error);
  return proxies.value;
}

const from = (address: string) => ({ 'X-Forwarded-For': address });

test.describe('of what one socket asks', () => {
  test('one thing is done after the other, and answered in that order', async ({ auth }) => {
    const client = await auth.client();
    const open = hold(auth.registration);
    client.say(ask(1));
    client.say({ id: 2, command: 'nope', args: {} });
    client.say(ask(3));
    await auth.registration.visitors.next();
    client.websocket.ping();
    await new Promise((resolve) => client.websocket.once('pong', resolve));
    expect(auth.registration.asked.length).toBe(1);
    open();
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(JSON.parse(await client.answers.next()).id);
    expect(answers).toEqual([1, 2, 3]);
    expect(auth.registration.asked.length).toBe(2);
  });

  test('eight may wait, and 32 KiB', async ({ auth }) => {
    for (const [padding, kept] of [
      ['', 8],
      ['x'.repeat(10_000), 3],
    ] as const) {
      const client = await auth.client();
      const open = hold(auth.registration);
      client.say(ask(0));
      await auth.registration.visitors.next();
      for (let id = 1; id <= 10; id++) client.say({ ...ask(id), padding });
      for (let id = kept + 1; id <= 10; id++) {
        const refused = JSON.parse(await client.answers.next());
        expect(refused).toEqual({ id, error: expect.stringContaining('at once') });
      }
      open();
      for (let id = 0; id <= kept; id++)
        expect(await client.answers.next()).toBe(`{"id":${id},"response":true}`);
      expect(await client.ask(JSON.stringify(ask(99)))).toBe('{"id":99,"response":true}');
    }
  });

  test('who goes on all the same is closed (1008)', async ({ auth }) => {
    const client = await auth.client();
    const open = hold(auth.registration);
    for (let id = 0; id < 18; id++) client.say(ask(id));
    for (let id = 9; id < 17; id++) expect(JSON.parse(await client.answers.next()).id).toBe(id);
    expect((await client.closed).code).toBe(1008);
    open();
  });

  test('nothing is done any more once it is gone, and who works on it hears that', async ({ auth }) => {
    const client = await auth.client({ 'Accept-Language': 'de-DE,de;q=0.9,en;q=0.5' });
    const open = hold(auth.registration);
    client.say(ask(1));
    client.say(ask(2));
    const visitor = await auth.registration.visitors.next();
    expect([visitor.from, visitor.language, visitor.signal.aborted]).toEqual(['127.0.0.1', 'de', false]);
    const aborted = new Promise((resolve) => visitor.signal.addEventListener('abort', resolve));
    await client.end();
    await aborted;
    open();
    const other = await auth.client();
    expect(await other.ask(JSON.stringify(ask(3)))).toBe('{"id":3,"response":true}');
    expect(auth.registration.asked.length).toBe(2);
  });

  test('answers that nobody takes are not kept without end, nor are those to pings', async ({ auth }) => {
    const others = await Bystanders.at(auth);
    for (const sent of [
      frame(OPCODE.text, Buffer.from(`{"id":"${'x'.repeat(8_000)}","command":"nope","args":{}}`)),
      frame(OPCODE.ping, Buffer.alloc(125)),
    ]) {
      const socket = await auth.raw();
      socket.request(...upgradeRequest('/v1/auth'));
      await socket.answer('upgrade');
      socket.socket.pause();
      let isOver = false;
      socket.socket.on('error', () => {
        isOver = true;
      });
      // Both ends' buffers take some megabytes; whoever goes on after that is cut.
      const many = Buffer.concat(Array.from({ length: Math.ceil(500_000 / sent.length) }, () => sent));
      for (let i = 0; i < 200 && !isOver; i++)
        await new Promise<void>((resolve) => socket.socket.write(many, () => resolve()));
      await socket.closed;
      await others.exchange();
    }
  });
});

test.describe('one more', () => {
  test('of an address that has sixteen takes the place of the one at rest for longest', async ({
    startAuth,
  }) => {
    const relay = await startAuth({ trustProxy: loopbackProxies() });
    const other = await relay.client(from('192.0.2.2'));
    const clients = [];
    for (let i = 0; i < 16; i++) clients.push(await relay.client(from('192.0.2.1')));
    const [first, second, third] = clients;
    // The first asked something last, and the second waits for an answer.
    await first?.ask(JSON.stringify(ask(1)));
    const open = hold(relay.registration);
    second?.say(ask(2));
    await relay.registration.visitors.next();
    await relay.registration.visitors.next();
    await relay.client(from('192.0.2.1'));
    expect((await third?.closed)?.code).toBe(1013);
    open();
    expect(await second?.answers.next()).toBe('{"id":2,"response":true}');
    for (const one of [first, second, other])
      expect(await one?.ask(JSON.stringify(ask(3)))).toBe('{"id":3,"response":true}');
  });

  test('is told to come again where all of them wait for an answer', async ({ startAuth }) => {
    const relay = await startAuth({ trustProxy: loopbackProxies() });
    const open = hold(relay.registration);
    for (let i = 0; i < 16; i++) {
      (await relay.client(from('192.0.2.1'))).say(ask(i));
      await relay.registration.visitors.next();
    }
    await expect(relay.client(from('192.0.2.1'))).rejects.toThrow('503');
    await relay.client(from('192.0.2.2'));
    open();
  });

  test('than a thousand, and more: devices come and go, and move data', async ({ startAuth }) => {
    test.slow();
    const relay = await startAuth({
      limits: { newcomers: 64, connections: 1_100 },
      trustProxy: loopbackProxies(),
    });
    const others = await Bystanders.at(relay);
    const clients: AuthClient[] = [];
    const gone = new Queue<Closed>();
    for (let i = 0; i < 1_020; i++) {
      const client = await relay.client(from(`192.0.2.${i % 200}`));
      void client.closed.then((closed) => gone.push(closed));
      clients.push(client);
    }
    await others.exchange(20);
    for (let i = 0; i < 20; i++) expect((await gone.next()).code).toBe(1013);
    const last = clients.at(-1);
    expect(await last?.ask(JSON.stringify(ask(1)))).toBe('{"id":1,"response":true}');
    // There are places for 98 more, and then the visitors make room.
    const devices = [];
    for (let i = 0; i < 110; i++) devices.push(await relay.device());
    await others.exchange(20);
    expect(await last?.ask(JSON.stringify(ask(2)))).toBe('{"id":2,"response":true}');
  });
});

test('who sends slowly, in single bytes and frames, is answered like any other', async ({ auth }) => {
  const others = await Bystanders.at(auth);
  const socket = await auth.raw();
  socket.request(...upgradeRequest('/v1/auth'));
  await socket.answer('upgrade');
  const text = Buffer.from('{"id":1,"command":"nope","args":{}}');
  const middle = frame(OPCODE.continuation, text.subarray(10), true);
  for (const byte of Buffer.concat([frame(OPCODE.text, text.subarray(0, 10), false), middle])) {
    socket.write(Uint8Array.of(byte));
    await others.exchange();
  }
  const answer = '{"id":1,"error":"Unknown command"}';
  await socket.take((bytes) => (bytes.includes(answer) ? { value: true, length: bytes.length } : undefined));
});

test('thousands of messages in one packet do not hold up devices for as long as they take', async ({
  auth,
}) => {
  const others = await Bystanders.at(auth);
  const socket = await auth.raw();
  socket.request(...upgradeRequest('/v1/auth'));
  await socket.answer('upgrade');
  const one = frame(OPCODE.text, Buffer.from('{}'));
  const answer = Buffer.from('{"error":"Unexpected error"}');
  let answers = 0;
  const all = socket.take((bytes) => {
    answers = Math.floor(bytes.length / (2 + answer.length));
    return answers >= 5_000 ? { value: true, length: bytes.length } : undefined;
  });
  socket.write(Buffer.concat(Array.from({ length: 5_000 }, () => one)));
  await others.exchange();
  // Devices have had their turn in between.
  expect(answers).toBeLessThan(5_000);
  await all;
});

test('hundreds of sockets that ask much at the same moment do not either', async ({ startAuth }) => {
  const relay = await startAuth({ trustProxy: loopbackProxies() });
  const others = await Bystanders.at(relay);
  const clients = [];
  for (let i = 0; i < 400; i++) clients.push(await relay.client(from(`192.0.2.${i % 100}`)));
  const much = JSON.stringify({ id: Array.from({ length: 3_000 }, () => [{}]), command: 'nope', args: {} });
  let answers = 0;
  const all = clients.map(async (client) => {
    await client.ask(much);
    answers += 1;
  });
  await others.exchange();
  expect(answers).toBeLessThan(400);
  await Promise.all(all);
});

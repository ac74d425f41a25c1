import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { type ConnectOptions, connectDevice } from '../../main/client/connection';
import { generateIdentity } from '../../main/protocol/identity';
import { AUTHENTICATED, startFakeRelay, WHO } from '../helpers/fakeRelay';
import { freePort, listenOn } from '../helpers/ports';
import { message, netstring } from '../helpers/rawWire';
import { ACCOUNT, expect, test } from '../helpers/relayFixture';

// The device's side: every way in which connecting can fail is a value that names its reason.

const options = (url: string, more: Partial<ConnectOptions> = {}): ConnectOptions => ({
  url,
  ...ACCOUNT,
  identity: generateIdentity(),
  verifyCertificate: true,
  ...more,
});

/** What connecting there failed with. */
async function problemAt(url: string, more?: Partial<ConnectOptions>) {
  const connection = await connectDevice(options(url, more));
  if (!connection.ok) return connection.error;
  await connection.value.close();
  throw new Error('connected');
}

test.describe('connects', () => {
  test('to a relay, which sees its key, and closes in order', async ({ relay }) => {
    const there = await relay.device();
    const identity = generateIdentity();
    const connection = await connectDevice(options(relay.url, { identity }));
    if (!connection.ok) throw new Error(connection.error.kind);
    expect(await there.next()).toEqual({ kind: 'entered', key: identity.publicKey });
    expect(await connection.value.events.next()).toEqual({
      done: false,
      value: { kind: 'entered', key: there.key },
    });
    await connection.value.close();
    expect(await there.next()).toEqual({ kind: 'exited', key: identity.publicKey });
    expect(await relay.events.until(({ kind }) => kind === 'closed')).toMatchObject({ code: 1000 });
    expect(await connection.value.send({ kind: 'connect', key: identity.publicKey })).toBe(false);
  });

  for (const scheme of ['http', 'ws', 'HTTP', 'WS']) {
    test(`by an address with ${scheme}`, async ({ relay }) => {
      const connection = await connectDevice(options(relay.url.replace('http', scheme)));
      expect(connection.ok).toBe(true);
      if (connection.ok) await connection.value.close();
    });
  }

  test('on IPv6, with a query, and with credentials of any alphabet', async ({ startRelay }) => {
    const credentials = { username: 'größe', password: ':пароль:' };
    const relay = await startRelay({ address: '::1', credentials });
    const connection = await connectDevice(options(`${relay.url}?a=1`, credentials));
    expect(connection.ok).toBe(true);
    if (connection.ok) await connection.value.close();
  });

  test('and reads slowly without losing or mixing anything', async ({ relay, nodes }) => {
    const identity = generateIdentity();
    const connection = await connectDevice(options(relay.url, { identity }));
    if (!connection.ok) throw new Error(connection.error.kind);
    // Far more than the messages that are read ahead, so that the socket is paused and resumed.
    for (let i = 0; i < 100; i++) await (await relay.device()).close();
    const last = await relay.device();
    const kinds: string[] = [];
    const there = new Set<string>();
    while (!there.has(last.key) || there.size > 1) {
      const next = await connection.value.events.next();
      if (next.done || !('key' in next.value)) break;
      const { kind, key } = next.value;
      kinds.push(kind);
      // By turns, whatever the order of two that were at different nodes.
      expect(there.has(key)).toBe(kind === 'exited');
      if (kind === 'entered') there.add(key);
      else there.delete(key);
      await new Promise(setImmediate);
    }
    // Who came and went at another node before anybody here heard of it is not told.
    if (nodes === 1)
      expect(kinds).toEqual([...Array.from({ length: 100 }, () => ['entered', 'exited']).flat(), 'entered']);
    await connection.value.close();
  });

  test('and tells how the connection ended', async ({ relay }) => {
    const connection = await connectDevice(options(relay.url));
    if (!connection.ok) throw new Error(connection.error.kind);
    await relay.server.stop();
    expect(await connection.value.events.next()).toMatchObject({
      done: true,
      value: { kind: 'closed', code: 1001 },
    });
    // Closing what is closed is nothing.
    await connection.value.close();
  });
});

test.describe('says', () => {
  const BAD_URLS = [
    '',
    'relay',
    '127.0.0.1:9001/v1/relay',
    'ftp://127.0.0.1/v1/relay',
    'file:///v1/relay',
    'http://',
    'http://127.0.0.1:99999/v1/relay',
    'http://127.0.0.1/v1/relay#here',
    'http://me:secret@127.0.0.1/v1/relay',
  ];
  for (const url of BAD_URLS) {
    test(`badUrl for ${JSON.stringify(url)}`, async () => {
      expect(await problemAt(url)).toEqual({ kind: 'badUrl', url });
    });
  }

  test('unreachable where nobody listens', async () => {
    const port = await freePort();
    expect(await problemAt(`http://127.0.0.1:${port}/v1/relay`)).toMatchObject({
      kind: 'unreachable',
      code: 'ECONNREFUSED',
    });
  });

  test('unreachable when the connection is cut before an answer', async ({ undo }) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.resetAndDestroy());
    });
    const port = await listenOn(server);
    undo(() => new Promise((resolve) => server.close(resolve)));
    expect(await problemAt(`http://127.0.0.1:${port}/v1/relay`)).toMatchObject({ kind: 'unreachable' });
  });

  const WRONG: readonly [string, Partial<ConnectOptions>][] = [
    ['a wrong password', { password: 'wrong' }],
    ['a wrong user', { username: 'wrong' }],
    ['an empty password', { password: '' }],
  ];
  for (const [name, more] of WRONG) {
    test(`loginRefused for ${name}`, async ({ relay }) => {
      expect(await problemAt(relay.url, more)).toEqual({ kind: 'loginRefused' });
    });
  }

  for (const status of [200, 204, 301, 401, 404, 500, 503]) {
    test(`notARelay for a web server that answers ${status}`, async ({ undo }) => {
      const server = createServer((_request, response) => {
        response.writeHead(status, { Location: 'http://127.0.0.1:1/' }).end(status === 204 ? '' : 'hello');
      });
      server.on('upgrade', (_request, socket) => {
        socket.end(`HTTP/1.1 ${status} Whatever\r\nContent-Length: 0\r\n\r\n`);
      });
      const port = await listenOn(server);
      undo(() => new Promise((resolve) => server.close(resolve)));
      expect(await problemAt(`http://127.0.0.1:${port}/v1/relay`)).toEqual({ kind: 'notARelay', status });
    });
  }

  test('notARelay for another path of a relay', async ({ relay }) => {
    expect(await problemAt(relay.url.replace('/v1/relay', '/v1/auth'))).toEqual({
      kind: 'notARelay',
      status: 404,
    });
  });

  test('certificateRefused or unreachable, and nothing worse, for https where there is no TLS', async ({
    relay,
  }) => {
    const { kind } = await problemAt(relay.url.replace('http', 'https'));
    expect(['certificateRefused', 'unreachable']).toContain(kind);
  });

  test('keyRefused when the relay refuses the key', async ({ undo }) => {
    const url = await startFakeRelay(undo, (socket) => {
      socket.send(WHO);
      socket.once('message', () => socket.send(message('E', 'Generic', 'Invalid signature')));
    });
    expect(await problemAt(url)).toEqual({ kind: 'keyRefused', message: 'Invalid signature' });
  });

  const MALFORMED: readonly [string, Buffer][] = [
    ['what is no netstring', Buffer.from('hello')],
    ['an unknown event', message('z')],
    ['a challenge of another size', message('?', Buffer.alloc(31))],
    ['a key of another size', Buffer.concat([WHO, message('>', Buffer.alloc(33))])],
    ['rests behind the fields', netstring('+0:,')],
    ['an event that is too long', Buffer.from('1000001:')],
  ];
  for (const [name, bytes] of MALFORMED) {
    test(`malformed when the relay sends ${name}`, async ({ undo }) => {
      const url = await startFakeRelay(undo, (socket) => socket.send(bytes));
      expect(await problemAt(url)).toMatchObject({ kind: 'malformed' });
    });
  }

  test('closed when the relay closes during the login', async ({ undo }) => {
    const url = await startFakeRelay(undo, (socket) => socket.close(1001, 'stopping'));
    expect(await problemAt(url)).toEqual({ kind: 'closed', code: 1001, reason: 'stopping' });
  });

  test('closed when the connection is cut after the challenge', async ({ undo }) => {
    const url = await startFakeRelay(undo, (socket) => {
      socket.send(WHO);
      socket.once('message', () => socket.terminate());
    });
    expect(await problemAt(url)).toEqual({ kind: 'closed', code: 1006, reason: '' });
  });

  test('malformed at the end of the events when it comes later', async ({ undo }) => {
    const url = await startFakeRelay(undo, (socket) => {
      socket.send(WHO);
      socket.once('message', () => socket.send(Buffer.concat([AUTHENTICATED, Buffer.from('x')])));
    });
    const connection = await connectDevice(options(url));
    if (!connection.ok) throw new Error(connection.error.kind);
    expect(await connection.value.events.next()).toMatchObject({ done: true, value: { kind: 'malformed' } });
    await connection.value.close();
  });
});

test('an event in pieces, and several in one message, are read as one stream', async ({ undo }) => {
  const key = Buffer.alloc(32, 5);
  const stream = Buffer.concat([WHO, AUTHENTICATED, message('>', key), message('d', key, 'hi')]);
  const url = await startFakeRelay(undo, (socket) => {
    for (const byte of stream.subarray(0, 50)) socket.send(Uint8Array.of(byte));
    socket.send(stream.subarray(50));
  });
  const connection = await connectDevice(options(url));
  if (!connection.ok) throw new Error(connection.error.kind);
  const heard = [await connection.value.events.next(), await connection.value.events.next()];
  expect(heard.map(({ value }) => value?.kind)).toEqual(['entered', 'data']);
  await connection.value.close();
});

import { ACCEPT, basic, frame, OPCODE, upgradeRequest } from '../helpers/rawDevice';
import { ACCOUNT, expect, type TestRelay, test } from '../helpers/relayFixture';

// PROTOCOL section 1: who gets a websocket, in the bytes of the handshake.

const { username, password } = ACCOUNT;
const right = `Authorization: ${basic(username, password)}`;

/** Asks for the websocket with these header lines more. */
async function ask(relay: TestRelay, ...lines: readonly string[]) {
  const socket = await relay.raw();
  socket.request(...upgradeRequest('/v1/relay', ...lines));
  return { socket, answer: await socket.answer('upgrade') };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

test.describe('403 before the upgrade', () => {
  const REFUSED: readonly [string, readonly string[], 'missing' | 'malformed' | 'wrong'][] = [
    ['no credential', [], 'missing'],
    ['an empty one', ['Authorization:'], 'malformed'],
    ['the scheme alone', ['Authorization: Basic'], 'malformed'],
    ['another scheme', [`Authorization: Bearer ${base64(`${username}:${password}`)}`], 'malformed'],
    ['no scheme', [`Authorization: ${base64(`${username}:${password}`)}`], 'malformed'],
    ['a credential in clear', [`Authorization: Basic ${username}:secret`], 'malformed'],
    ['what is not base64', ['Authorization: Basic ***'], 'malformed'],
    ['no colon', [`Authorization: Basic ${base64(username)}`], 'malformed'],
    ['an empty user name and password', [`Authorization: Basic ${base64(':')}`], 'wrong'],
    ['an empty user name', [`Authorization: ${basic('', password)}`], 'wrong'],
    ['an empty password', [`Authorization: ${basic(username, '')}`], 'wrong'],
    ['another user', [`Authorization: ${basic('someone', password)}`], 'wrong'],
    ['another password', [`Authorization: ${basic(username, 'another')}`], 'wrong'],
    ['the password in capitals', [`Authorization: ${basic(username, password.toUpperCase())}`], 'wrong'],
    ['a shortened password', [`Authorization: ${basic(username, password.slice(0, -1))}`], 'wrong'],
    ['a lengthened password', [`Authorization: ${basic(username, `${password} `)}`], 'wrong'],
    ['a password behind a zero', [`Authorization: ${basic(username, `${password}\0`)}`], 'wrong'],
    ['a shortened user name', [`Authorization: ${basic(username.slice(0, -1), password)}`], 'wrong'],
    ['user and password swapped', [`Authorization: ${basic(password, username)}`], 'wrong'],
  ];
  for (const [name, lines, reason] of REFUSED) {
    test(name, async ({ relay }) => {
      const { socket, answer } = await ask(relay, ...lines);
      expect(answer.statusLine).toBe('HTTP/1.1 403 Forbidden');
      expect(answer.body).toContain('Forbidden');
      // A browser or a library that sees this would ask for a password, or try again with one.
      expect(answer.headers.has('www-authenticate')).toBe(false);
      expect(answer.headers.get('connection')).toBe('close');
      expect(await socket.closed).toBe(true);
      expect(relay.events.all).toEqual([{ kind: 'loginRefused', from: '127.0.0.1', reason }]);
    });
  }

  test('also when the handshake itself is broken, so that a stranger learns nothing of it', async ({
    relay,
  }) => {
    const socket = await relay.raw();
    const lines = upgradeRequest('/v1/relay').filter((line) => !line.startsWith('Sec-WebSocket'));
    socket.request(...lines);
    expect((await socket.answer('upgrade')).status).toBe(403);
  });

  test('bytes sent right behind the request are not read', async ({ relay }) => {
    const socket = await relay.raw();
    const ping = frame(OPCODE.ping, Buffer.from('hello'));
    socket.write(Buffer.concat([Buffer.from(`${upgradeRequest('/v1/relay').join('\r\n')}\r\n\r\n`), ping]));
    expect((await socket.answer('upgrade')).status).toBe(403);
    expect((await socket.rest()).length).toBe(0);
  });
});

test.describe('101 for', () => {
  const ACCEPTED: readonly [string, { username: string; password: string }, string][] = [
    ['the user name in capitals', ACCOUNT, basic(username.toUpperCase(), password)],
    ['a user name kept in capitals', { username: 'HouseHold', password }, basic('household', password)],
    ['the scheme in lower case', ACCOUNT, basic(username, password).replace('Basic', 'basic')],
    ['the scheme in capitals', ACCOUNT, basic(username, password).replace('Basic', 'BASIC')],
    ['base64 without its padding', ACCOUNT, basic(username, password).replace(/=+$/, '')],
    ['a password with colons', { username: 'a', password: ':b::c:' }, basic('a', ':b::c:')],
    ['a password that is one colon', { username: 'a', password: ':' }, basic('a', ':')],
    ['an e-mail address', { username: 'me@example.org', password: 'x' }, basic('Me@Example.Org', 'x')],
    [
      'other alphabets',
      { username: 'größe', password: 'пароль 密码 🔑' },
      basic('GRÖSSE'.replace('SS', 'ß'), 'пароль 密码 🔑'),
    ],
    ['spaces all over', { username: ' a b ', password: '  ' }, basic(' a b ', '  ')],
    ['a very long password', { username: 'a', password: 'p'.repeat(2_000) }, basic('a', 'p'.repeat(2_000))],
  ];
  for (const [name, credentials, authorization] of ACCEPTED) {
    test(name, async ({ startRelay }) => {
      const relay = await startRelay({ credentials });
      const { answer } = await ask(relay, `Authorization: ${authorization}`);
      expect(answer.statusLine).toBe('HTTP/1.1 101 Switching Protocols');
    });
  }

  test('but a password in another encoding than UTF-8 is another password', async ({ startRelay }) => {
    const relay = await startRelay({ credentials: { username: 'a', password: 'größe' } });
    const latin1 = Buffer.from('a:größe', 'latin1').toString('base64');
    expect((await ask(relay, `Authorization: Basic ${latin1}`)).answer.status).toBe(403);
    expect((await ask(relay, `Authorization: ${basic('a', 'größe')}`)).answer.status).toBe(101);
  });

  test('passwords whose bytes are not UTF-8 are not all the same', async ({ startRelay }) => {
    // Both decode to the replacement character, which is also what the real password consists of.
    const relay = await startRelay({ credentials: { username: 'a', password: '\ufffd' } });
    const wrong = Buffer.from([0x61, 0x3a, 0xff]).toString('base64');
    expect((await ask(relay, `Authorization: Basic ${wrong}`)).answer.status).toBe(403);
  });

  test('every spelling of the headers that RFC 6455 allows', async ({ relay }) => {
    const socket = await relay.raw();
    socket.request(
      'GET /v1/relay HTTP/1.1',
      'host: relay',
      'connection: keep-alive, upgrade',
      'upgrade: WebSocket',
      'sec-websocket-version: 13',
      'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==',
      right.replace('Authorization', 'authorization'),
    );
    expect((await socket.answer('upgrade')).status).toBe(101);
  });

  for (const target of ['/v1/relay?', '/v1/relay?a=1', 'http://127.0.0.1/v1/relay', 'HTTP://x/v1/relay?b']) {
    test(`the target ${target}`, async ({ relay }) => {
      const socket = await relay.raw();
      socket.request(...upgradeRequest(target, right));
      expect((await socket.answer('upgrade')).status).toBe(101);
    });
  }
});

test.describe('the handshake’s answer', () => {
  test('proves that the key was read, and offers nothing', async ({ relay }) => {
    const { answer } = await ask(relay, right);
    expect(answer.headers.get('upgrade')?.toLowerCase()).toBe('websocket');
    expect(answer.headers.get('connection')?.toLowerCase()).toBe('upgrade');
    expect(answer.headers.get('sec-websocket-accept')).toBe(ACCEPT);
    expect(answer.headers.has('sec-websocket-protocol')).toBe(false);
    expect(answer.headers.has('sec-websocket-extensions')).toBe(false);
  });

  const OFFERS: readonly [string, string | undefined][] = [
    ['proto', 'proto'],
    ['chat, proto', 'proto'],
    ['proto, chat', 'proto'],
    // A client that offers something else closes when it gets a protocol that it did not offer.
    ['chat', undefined],
    ['PROTO', undefined],
  ];
  for (const [offered, taken] of OFFERS) {
    test(`to the subprotocol ${offered} is ${taken ?? 'none'}`, async ({ relay }) => {
      const { answer } = await ask(relay, right, `Sec-WebSocket-Protocol: ${offered}`);
      expect(answer.status).toBe(101);
      expect(answer.headers.get('sec-websocket-protocol')).toBe(taken);
    });
  }

  test('declines compression', async ({ relay }) => {
    const offer = 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits';
    const { socket, answer } = await ask(relay, right, offer);
    expect(answer.status).toBe(101);
    expect(answer.headers.has('sec-websocket-extensions')).toBe(false);
    // The first frame is the challenge, uncompressed: 0x82 is binary with no extension's bit.
    const first = await socket.take((bytes) =>
      bytes.length < 2 + 41 ? undefined : { value: bytes, length: bytes.length },
    );
    expect([first[0], first[1]]).toEqual([0x82, 41]);
  });

  test('with a broken handshake is a refusal of that one', async ({ relay }) => {
    // RFC 6455 section 4.2.2: who speaks another version is told which one is spoken here.
    const BROKEN: readonly [string, number][] = [
      ['Sec-WebSocket-Key', 400],
      ['Sec-WebSocket-Version', 426],
    ];
    for (const [header, status] of BROKEN) {
      const socket = await relay.raw();
      socket.request(...upgradeRequest('/v1/relay', right).filter((line) => !line.startsWith(header)));
      const answer = await socket.answer('upgrade');
      expect(answer.status, header).toBe(status);
      if (status === 426) expect(answer.headers.get('sec-websocket-version')).toContain('13');
      await socket.closed;
    }
    expect((await ask(relay, right)).answer.status).toBe(101);
  });

  test('does not swallow frames that came with the request', async ({ relay }) => {
    const socket = await relay.raw();
    const ping = frame(OPCODE.ping, Buffer.from('early'));
    const request = Buffer.from(`${upgradeRequest('/v1/relay', right).join('\r\n')}\r\n\r\n`);
    socket.write(Buffer.concat([request, ping]));
    expect((await socket.answer('upgrade')).status).toBe(101);
    const pong = Buffer.from([0x8a, 5, ...Buffer.from('early')]);
    await socket.take((bytes) => (bytes.includes(pong) ? { value: true, length: bytes.length } : undefined));
  });
});

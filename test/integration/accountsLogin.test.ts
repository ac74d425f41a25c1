import { once } from 'node:events';
import { connect } from 'node:tls';
import type { LoginRefusal } from '../../main/server/events';
import type { AuthenticationProblem } from '../../main/server/login/authenticator';
import type { RelayServerOptions } from '../../main/server/relayServer';
import { selfSignedPair } from '../../main/server/tls/selfSigned';
import { PlayedAuthenticator } from '../helpers/playedAuthenticator';
import { basic, frame, OPCODE, upgradeRequest } from '../helpers/rawDevice';
import { expect, type TestRelay, test } from '../helpers/relayFixture';

// A login that takes time, as with many users: what a client sees, and what happens while it is looked at.

const AUTHORIZATION = basic('me@example.org', 'secret');
const REQUEST = `${upgradeRequest('/v1/relay', `Authorization: ${AUTHORIZATION}`).join('\r\n')}\r\n\r\n`;

type Start = (options?: Partial<RelayServerOptions>) => Promise<TestRelay>;

/** A relay, and somebody there whose login is being looked at. */
async function asked(startRelay: Start, request = REQUEST, options: Partial<RelayServerOptions> = {}) {
  const authenticator = new PlayedAuthenticator();
  const relay = await startRelay({ ...options, credentials: authenticator });
  const socket = await relay.raw();
  socket.write(request);
  return { authenticator, relay, socket, login: await authenticator.logins.next() };
}

test('the header and the address are looked at, and the right one gets its websocket', async ({
  startRelay,
}) => {
  const { login, socket, relay } = await asked(startRelay);
  expect(login).toMatchObject({ authorization: AUTHORIZATION, from: '127.0.0.1' });
  expect(relay.events.all).toEqual([]);
  login.admit('1');
  expect((await socket.answer('upgrade')).status).toBe(101);
  expect(login.signal.aborted).toBe(false);
});

test.describe('bytes that come behind the request', () => {
  const ping = (content: string) => frame(OPCODE.ping, Buffer.from(content));
  /** Nobody answers these. */
  const filling = (bytes: number) => Buffer.alloc(bytes, frame(OPCODE.pong, Buffer.alloc(119)));
  /** Cuts off one short frame of the relay's, and gives what is in it. */
  const cut = (bytes: Buffer) => {
    const length = 2 + (bytes[1] ?? 0);
    return bytes.length < length ? undefined : { value: bytes.toString('latin1', 2, length), length };
  };

  test('are kept while it is looked at, and taken in their order', async ({ startRelay }) => {
    const authenticator = new PlayedAuthenticator();
    const relay = await startRelay({ credentials: authenticator });
    const socket = await relay.raw();
    const second = ping('second');
    socket.write(Buffer.concat([Buffer.from(REQUEST), ping('first'), second.subarray(0, 3)]));
    const login = await authenticator.logins.next();
    socket.write(second.subarray(3));
    // More than all buffers on the way hold: what the relay does not read waits with who sends it.
    const parts = Array.from({ length: 20 }, (_, i) => `part ${i}`);
    for (const part of parts) socket.write(Buffer.concat([filling(125 * 8_000), ping(part)]));
    login.admit('1');
    expect((await socket.answer('upgrade')).status).toBe(101);
    expect(await socket.take(cut)).toMatch(/^37:\?32:/);
    for (const content of ['first', 'second', ...parts]) expect(await socket.take(cut)).toBe(content);
  });

  test('stay where they are, beyond what buffers hold', async ({ startRelay }) => {
    const { login, socket } = await asked(startRelay);
    socket.write(Buffer.alloc(64 * 1024 * 1024));
    // One that is dealt with from beginning to end, meanwhile.
    const { login: other, socket: second } = await asked(startRelay);
    other.admit('2');
    expect((await second.answer('upgrade')).status).toBe(101);
    expect(socket.socket.writableLength).toBeGreaterThan(32 * 1024 * 1024);
    login.refuse({ kind: 'refused', reason: 'wrong' });
    await socket.closed;
  });
});

test.describe('403', () => {
  const REASONS: readonly LoginRefusal[] = [
    ...(['missing', 'malformed', 'wrong', 'blocked', 'foreign page'] as const),
    ...(['unknown user', 'not verified', 'blocked user', 'licence refused'] as const),
  ];

  test('is the same to the byte, whatever the reason', async ({ startRelay, relay: household }) => {
    const authenticator = new PlayedAuthenticator();
    const relay = await startRelay({ credentials: authenticator });
    const answers: string[] = [];
    for (const reason of REASONS) {
      const socket = await relay.raw();
      socket.write(REQUEST);
      (await authenticator.logins.next()).refuse({ kind: 'refused', reason });
      answers.push((await socket.rest()).toString());
    }
    // As a relay with one account says it, and as it says it of a web page.
    for (const lines of [[], ['Origin: https://example.org']]) {
      const socket = await (lines.length > 0 ? relay : household).raw();
      socket.request(...upgradeRequest('/v1/relay', ...lines));
      answers.push((await socket.rest()).toString());
    }
    expect(answers[0]).toContain('HTTP/1.1 403 Forbidden\r\n');
    expect(new Set(answers).size).toBe(1);
    expect(relay.events.all).toEqual(
      [...REASONS, 'foreign page'].map((reason) => ({ kind: 'loginRefused', from: '127.0.0.1', reason })),
    );
    expect(authenticator.count).toBe(REASONS.length);
  });

  test('a request without a login is looked at as well, so that its answer takes as long', async ({
    startRelay,
  }) => {
    const { login } = await asked(startRelay, `${upgradeRequest('/v1/relay').join('\r\n')}\r\n\r\n`);
    expect(login.authorization).toBeUndefined();
  });
});

test.describe('an answer that is to be asked for later', () => {
  const LATER: readonly [string, AuthenticationProblem, string, string][] = [
    ['throttled', { kind: 'throttled', retryAfterSeconds: 7 }, '429 Too Many Requests', '7'],
    ['busy', { kind: 'busy', retryAfterSeconds: 3 }, '503 Service Unavailable', '3'],
    ['a part of a second', { kind: 'busy', retryAfterSeconds: 0.2 }, '503 Service Unavailable', '1'],
    ['one and a half', { kind: 'throttled', retryAfterSeconds: 1.5 }, '429 Too Many Requests', '2'],
  ];
  for (const [name, problem, status, seconds] of LATER) {
    test(name, async ({ startRelay }) => {
      const { login, socket } = await asked(startRelay);
      login.refuse(problem);
      const answer = await socket.answer();
      expect(answer.statusLine).toBe(`HTTP/1.1 ${status}`);
      expect(answer.headers.get('retry-after')).toBe(seconds);
      expect(await socket.closed).toBe(true);
    });
  }

  test('it cannot be looked at', async ({ startRelay }) => {
    const { login, socket } = await asked(startRelay);
    login.fail(new Error('no database'));
    const answer = await socket.answer();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.body).not.toContain('database');
  });
});

test.describe('nobody waits any more', () => {
  for (const how of ['goes', 'is cut off'] as const) {
    for (const kind of ['an upgrade', 'a plain request'] as const) {
      test(`the client of ${kind} ${how}`, async ({ startRelay }) => {
        const request =
          kind === 'an upgrade' ? REQUEST : REQUEST.replace(/^(Connection|Upgrade): .*\r\n/gm, '');
        const { login, socket, relay } = await asked(startRelay, request);
        await (how === 'goes' ? socket.end() : socket.reset());
        await login.aborted;
        login.admit('1');
        await new Promise(setImmediate);
        expect(relay.events.all.map(({ kind }) => kind)).not.toContain('opened');
        expect(relay.server.messageTraffic()).toEqual([]);
      });
    }
  }

  test('its time to log in is over', async ({ startRelay }) => {
    const { login, socket } = await asked(startRelay, REQUEST, { limits: { loginMs: 50 } });
    await login.aborted;
    await socket.closed;
    login.admit('1');
    expect((await socket.rest()).length).toBe(0);
  });

  test('the relay stops', async ({ startRelay }) => {
    const { login, socket, relay } = await asked(startRelay);
    const stopped = relay.server.stop();
    await login.aborted;
    await stopped;
    login.admit('1');
    expect((await socket.rest()).length).toBe(0);
    expect(relay.events.all).toEqual([]);
  });

  test('a newer one needs its place', async ({ startRelay }) => {
    const { authenticator, relay, login } = await asked(startRelay, REQUEST, { limits: { newcomers: 1 } });
    const second = await relay.raw();
    second.write(REQUEST);
    (await authenticator.logins.next()).admit('2');
    await login.aborted;
    expect((await second.answer('upgrade')).status).toBe(101);
  });
});

test.describe('requests that are wrong otherwise', () => {
  const WRONG: readonly [string, string, number][] = [
    ['no upgrade', REQUEST.replace(/^(Connection|Upgrade): .*\r\n/gm, ''), 400],
    ['another method', REQUEST.replace('GET', 'POST'), 405],
    ['another version', REQUEST.replace('Version: 13', 'Version: 8'), 426],
    ['no key', REQUEST.replace(/^Sec-WebSocket-Key: .*\r\n/m, ''), 400],
  ];
  for (const [name, request, status] of WRONG) {
    test(`${name}: ${status} with the right login`, async ({ startRelay }) => {
      const { login, socket } = await asked(startRelay, request);
      login.admit('1');
      expect((await socket.answer()).status).toBe(status);
    });

    test(`${name}: 403 with a wrong one`, async ({ startRelay }) => {
      const { login, socket } = await asked(startRelay, request);
      login.refuse({ kind: 'refused', reason: 'wrong' });
      expect((await socket.answer()).status).toBe(403);
    });
  }

  test('a connection has one login looked at, whatever it sends behind', async ({ startRelay }) => {
    const plain = REQUEST.replace(/^(Connection|Upgrade): .*\r\n/gm, '');
    const { authenticator, login, socket } = await asked(startRelay, plain + plain);
    socket.write(plain.repeat(1_000));
    // Its end comes behind all that, so that by then all of it was read.
    socket.socket.end();
    await login.aborted;
    expect(authenticator.count).toBe(1);
  });

  test('other pages are not kept waiting by it', async ({ startRelay }) => {
    const { authenticator, relay } = await asked(startRelay, REQUEST, {
      authMethods: ['usernamepassword', 'v1license'],
    });
    const socket = await relay.raw();
    socket.request('GET /versions HTTP/1.1', 'Host: relay');
    expect((await socket.answer()).body).toBe(
      '{"versions":[{"version":"1","authMethods":["usernamepassword","v1license"]}]}',
    );
    expect(authenticator.count).toBe(1);
  });
});

test.describe('over TLS', () => {
  for (const kind of ['an upgrade', 'a plain request'] as const) {
    test(`${kind} gets its answer later, and who goes before that is not waited for`, async ({
      startRelay,
      folder,
    }) => {
      const pair = await selfSignedPair({ directory: folder, hosts: ['laptop'], now: new Date() });
      if (!pair.ok) throw new Error(JSON.stringify(pair.error));
      const authenticator = new PlayedAuthenticator();
      const relay = await startRelay({ credentials: authenticator, tls: pair.value });
      const ask = () => {
        const socket = connect({ port: relay.port, host: '127.0.0.1', rejectUnauthorized: false });
        socket.write(
          kind === 'an upgrade' ? REQUEST : REQUEST.replace(/^(Connection|Upgrade): .*\r\n/gm, ''),
        );
        return socket;
      };
      const answered = ask();
      (await authenticator.logins.next()).admit('1');
      const [answer] = await once(answered, 'data');
      expect(String(answer)).toMatch(kind === 'an upgrade' ? /^HTTP\/1.1 101 / : /^HTTP\/1.1 400 /);
      const gone = ask();
      const login = await authenticator.logins.next();
      gone.end();
      await login.aborted;
      answered.destroy();
    });
  }
});

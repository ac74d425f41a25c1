import { upgradeRequest } from '../helpers/rawDevice';
import type { HttpAnswer } from '../helpers/rawSocket';
import { ACCOUNT, expect, type TestRelay, test } from '../helpers/relayFixture';

// The rows of PROTOCOL section 1 that need no login, in raw bytes: an HTTP library would smooth over what matters.

const VERSIONS = '{"versions":[{"version":"1","authMethods":["usernamepassword"]}]}';

test.describe('what a plain request gets', () => {
  test('the versions, exactly as deployed clients compare them', async ({ relay }) => {
    const socket = await relay.raw();
    socket.request('GET /versions HTTP/1.1', 'Host: relay');
    const answer = await socket.answer();
    expect(answer.statusLine).toBe('HTTP/1.1 200 OK');
    expect(answer.headers.get('content-type')).toMatch(/^application\/json\b/);
    expect(answer.body).toBe(VERSIONS);
  });

  test('from the root the way to /v1/', async ({ relay }) => {
    const socket = await relay.raw();
    socket.request('GET / HTTP/1.1', 'Host: relay');
    const answer = await socket.answer();
    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toBe('v1/');
  });

  test('a page that says what this is', async ({ relay }) => {
    const socket = await relay.raw();
    socket.request('GET /v1/ HTTP/1.1', 'Host: relay');
    const answer = await socket.answer();
    expect(answer.statusLine).toBe('HTTP/1.1 200 OK');
    expect(answer.headers.get('content-type')).toMatch(/^text\/html\b.*utf-8/i);
    expect(answer.body).toMatch(/^<!doctype html>/i);
    expect(answer.body).toContain('Buckets');
    expect(answer.body).toContain('/v1/relay');
  });

  for (const path of ['/healthz', '/readyz'])
    test(`${path} says, without a login, that all is well, until the relay stops`, async ({ relay }) => {
      const socket = await relay.raw();
      socket.request(`GET ${path} HTTP/1.1`, 'Host: relay');
      const answer = await socket.answer();
      expect([answer.statusLine, answer.body]).toEqual(['HTTP/1.1 200 OK', 'OK']);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    });

  const NOTHING = [
    '/nothing',
    '/v1',
    '/v1/auth',
    '/v1/relay/',
    '/v2/relay',
    '/versions/',
    '/VERSIONS',
    '//versions',
    '/v1/../versions',
    '/%76ersions',
    '/favicon.ico',
    '*',
  ];
  for (const target of NOTHING) {
    test(`404 for ${target}`, async ({ relay }) => {
      const socket = await relay.raw();
      socket.request(`GET ${target} HTTP/1.1`, 'Host: relay');
      expect((await socket.answer()).statusLine).toBe('HTTP/1.1 404 Not Found');
    });
  }

  const SAME: readonly [string, number][] = [
    ['/versions', 200],
    ['/', 307],
    ['/v1/', 200],
    ['/nothing', 404],
    ['/v1/relay', 403],
  ];
  for (const [target, status] of SAME) {
    test(`HEAD ${target} has the headers of GET and no body`, async ({ relay }) => {
      const socket = await relay.raw();
      socket.request(`HEAD ${target} HTTP/1.1`, 'Host: relay');
      const head = await socket.answer('HEAD');
      expect((await socket.rest()).length).toBe(0);
      const get = await ask(relay, `GET ${target} HTTP/1.1`);
      expect(head.status).toBe(status);
      expect(withoutDate(head)).toEqual(withoutDate(get));
      expect(Number(head.headers.get('content-length'))).toBe(Buffer.byteLength(get.body));
    });

    test(`a query changes nothing about ${target}`, async ({ relay }) => {
      for (const query of ['?', '?a=1', '?next=/versions', '?a?b#c'])
        expect((await ask(relay, `GET ${target}${query} HTTP/1.1`)).status, query).toBe(status);
    });

    test(`a proxy's absolute form of ${target} is understood`, async ({ relay }) => {
      for (const origin of [`http://127.0.0.1:${relay.port}`, 'HTTP://Relay.Example', 'https://[::1]:9001'])
        expect((await ask(relay, `GET ${origin}${target}?a=/v1/ HTTP/1.1`)).status, origin).toBe(status);
    });
  }

  test('an absolute form without a path is the root', async ({ relay }) => {
    const socket = await relay.raw();
    socket.request(`GET http://127.0.0.1:${relay.port} HTTP/1.1`, 'Host: relay');
    expect((await socket.answer()).status).toBe(307);
  });

  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
    test(`405 for ${method} where there is something to GET, 404 where there is nothing`, async ({
      relay,
    }) => {
      for (const target of ['/', '/versions', '/v1/']) {
        const answer = await ask(relay, `${method} ${target} HTTP/1.1`, 'Content-Length: 0');
        expect(answer.status, target).toBe(405);
        expect(answer.headers.get('allow'), target).toBe('GET, HEAD');
      }
      expect((await ask(relay, `${method} /nothing HTTP/1.1`, 'Content-Length: 0')).status).toBe(404);
    });
  }

  test('a body that nobody wanted is not taken for a request', async ({ relay }) => {
    const socket = await relay.raw();
    const body = 'GET /v1/ HTTP/1.1\r\nHost: relay\r\n\r\n';
    socket.request('POST /versions HTTP/1.1', 'Host: relay', `Content-Length: ${body.length}`);
    socket.write(body);
    expect((await socket.answer()).status).toBe(405);
    expect((await socket.rest()).length).toBe(0);
  });
});

test.describe('what is not a websocket on the relay’s own path', () => {
  const login = (word: string) => `Authorization: Basic ${btoa(`${ACCOUNT.username}:${word}`)}`;

  for (const method of ['GET', 'HEAD', 'POST']) {
    test(`${method} with no login or a wrong one is refused as an upgrade would be`, async ({ relay }) => {
      for (const lines of [[], [login('wrong')]]) {
        const socket = await relay.raw();
        socket.request(`${method} /v1/relay HTTP/1.1`, 'Host: relay', 'Content-Length: 0', ...lines);
        expect((await socket.answer(method === 'HEAD' ? 'HEAD' : 'GET')).statusLine).toBe(
          'HTTP/1.1 403 Forbidden',
        );
      }
      const reasons = relay.events.all.map((event) =>
        event.kind === 'loginRefused' ? event.reason : event.kind,
      );
      expect(reasons).toEqual(['missing', 'wrong']);
    });
  }

  const MISSING: readonly (readonly string[])[] = [
    [],
    ['Connection: Upgrade', 'Upgrade: tls/1.0'],
    ['Upgrade: websocket'],
  ];
  for (const lines of MISSING) {
    test(`with the right login is told what is missing: ${lines.join(', ')}`, async ({ relay }) => {
      const answer = await ask(relay, 'GET /v1/relay HTTP/1.1', login(ACCOUNT.password), ...lines);
      expect(answer.status).toBe(400);
      expect(answer.body).toContain('Upgrade: websocket');
      expect(answer.body).toContain('proxy');
    });
  }
});

test.describe('how requests arrive', () => {
  test('one for each connection: what comes behind it is not looked at', async ({ relay }) => {
    const socket = await relay.raw();
    const get = (target: string) => `GET ${target} HTTP/1.1\r\nHost: relay\r\n\r\n`;
    socket.write(get('/versions') + get('/nothing') + get('/'));
    const answer = await socket.answer();
    expect(answer.body).toBe(VERSIONS);
    expect(answer.headers.get('connection')).toBe('close');
    expect((await socket.rest()).length).toBe(0);
  });

  test('one in single bytes', async ({ relay }) => {
    const socket = await relay.raw();
    for (const byte of Buffer.from('GET /versions HTTP/1.1\r\nHost: relay\r\n\r\n'))
      socket.write(Uint8Array.of(byte));
    expect((await socket.answer()).body).toBe(VERSIONS);
  });

  test('HTTP/1.0 without a host is answered and closed', async ({ relay }) => {
    const socket = await relay.raw();
    socket.request('GET /versions HTTP/1.0');
    expect((await socket.answer()).body).toBe(VERSIONS);
    expect(await socket.closed).toBe(true);
  });

  test('what is not HTTP ends that connection and no other', async ({ relay }) => {
    const [good, bad] = [await relay.raw(), await relay.raw()];
    bad.write('\x16\x03\x01 this is not HTTP\r\n\r\n');
    await bad.closed;
    good.request('GET /versions HTTP/1.1', 'Host: relay');
    expect((await good.answer()).status).toBe(200);
  });
});

test.describe('an upgrade that is not a device’s', () => {
  // Some HTTP clients offer HTTP/2 with every first request; they want the plain answer when it is declined.
  const offer = [
    'Host: relay',
    'Connection: Upgrade, HTTP2-Settings',
    'Upgrade: h2c',
    'HTTP2-Settings: AAMAAABk',
  ];

  const PLAIN: readonly [string, number][] = [
    ['/versions', 200],
    ['/', 307],
    ['/v1/', 200],
    ['/v1/relay', 403],
    ['/nothing', 404],
  ];
  for (const [target, status] of PLAIN) {
    test(`h2c offered on ${target} gets the plain answer`, async ({ relay }) => {
      const socket = await relay.raw();
      socket.request(`GET ${target} HTTP/1.1`, ...offer);
      const answer = await socket.answer();
      expect(answer.status).toBe(status);
      expect(answer.headers.has('upgrade')).toBe(false);
      if (target === '/versions') expect(answer.body).toBe(VERSIONS);
    });
  }

  test('h2c offered with HEAD gets no body either', async ({ relay }) => {
    const socket = await relay.raw();
    socket.request('HEAD /versions HTTP/1.1', ...offer, 'Connection: close');
    expect((await socket.answer('HEAD')).status).toBe(200);
    expect((await socket.rest()).toString()).toBe('');
  });

  test('h2c offered with another method is refused like without', async ({ relay }) => {
    const socket = await relay.raw();
    socket.request('POST /versions HTTP/1.1', ...offer, 'Content-Length: 0');
    expect((await socket.answer()).status).toBe(405);
  });

  for (const target of ['/v1/auth', '/v1/auth?x', '/nothing', '/v1/relay/', '/v1/relays', '/V1/RELAY']) {
    test(`a websocket on ${target} is 404, not 403, with and without a login`, async ({ relay }) => {
      for (const login of [[], [`Authorization: Basic ${btoa('household:wrong')}`]]) {
        const socket = await relay.raw();
        socket.request(...upgradeRequest(target, ...login));
        expect((await socket.answer('upgrade')).statusLine).toBe('HTTP/1.1 404 Not Found');
        await socket.closed;
      }
      expect(relay.events.all.filter(({ kind }) => kind === 'opened')).toEqual([]);
    });
  }
});

/** One request on a connection of its own. */
async function ask(relay: TestRelay, line: string, ...headers: readonly string[]): Promise<HttpAnswer> {
  const socket = await relay.raw();
  socket.request(line, 'Host: relay', ...headers);
  return socket.answer();
}

const withoutDate = ({ headers }: HttpAnswer) => [...headers].filter(([name]) => name !== 'date').sort();

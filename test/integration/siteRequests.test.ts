import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import type { TlsPair } from '../../main/server/tls/certificate';
import { selfSignedPair } from '../../main/server/tls/selfSigned';
import { Bystanders } from '../helpers/bystanders';
import { makePair } from '../helpers/openssl';
import { PlayedSite } from '../helpers/playedSite';
import { freePort } from '../helpers/ports';
import { upgradeRequest } from '../helpers/rawDevice';
import { test as base, expect, type TestRelay } from '../helpers/relayFixture';
import { caddy, isInstalled, nginx, startProxy } from '../helpers/reverseProxies';
import { strictAnswers } from '../helpers/strictHttp';

// What a relay offers beside the relay itself: whose a request is, and bodies, in raw bytes and by real clients.

const test = base.extend<{ site: PlayedSite; visited: TestRelay }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  site: async ({}, use) => use(new PlayedSite()),
  visited: async ({ startRelay, site }, use) => use(await startRelay({ site, pathPrefix: '/buckets' })),
});

const head = (path: string, ...lines: readonly string[]) =>
  `${[`POST ${path} HTTP/1.1`, 'Host: relay', ...lines].join('\r\n')}\r\n\r\n`;

const withLength = (body: string, path = '/v1/echo') => head(path, `Content-Length: ${body.length}`) + body;

const inChunks = (...chunks: readonly string[]) =>
  head('/v1/echo', 'Transfer-Encoding: chunked') +
  [...chunks, ''].map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('');

/** Runs curl, and gives what it got: status and body. */
async function curl(...args: readonly string[]) {
  const child = spawn('curl', ['-s', '-w', ' %{http_code}', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await once(child, 'close');
  return said;
}

test.describe('a body', () => {
  for (const [name, request] of [
    ['with a length', withLength('address=anna%40example.org&password=x')],
    ['in chunks', inChunks('address=anna%40example.org', '&password=x')],
  ] as const) {
    test(`${name} is the same wherever it is split`, async ({ visited }) => {
      const whole = await visited.raw();
      whole.write(request);
      const expected = (await whole.answer()).body;
      expect(expected).toBe('address=anna%40example.org&password=x');
      for (let at = 1; at < request.length; at++) {
        const socket = await visited.raw();
        socket.write(request.slice(0, at));
        await new Promise(setImmediate);
        socket.write(request.slice(at));
        expect((await socket.answer()).body, `split at ${at}`).toBe(expected);
      }
    });
  }

  test('of any bytes comes whole, in pieces of any size, and what is behind it goes nowhere', async ({
    visited,
  }) => {
    const body = fc.string({ unit: 'binary-ascii', maxLength: 3_000 });
    const behind = fc.constantFrom(
      '',
      'garbage',
      head('/v1/deaf'),
      `GET /versions HTTP/1.1\r\nHost: r\r\n\r\n`,
    );
    await fc.assert(
      fc.asyncProperty(
        body,
        behind,
        fc.boolean(),
        fc.integer({ min: 1, max: 900 }),
        async (text, rest, chunked, size) => {
          const socket = await visited.raw();
          const request = (chunked ? inChunks(...(text.match(/.{1,99}/gs) ?? [])) : withLength(text)) + rest;
          for (let at = 0; at < request.length; at += size) {
            socket.write(request.slice(at, at + size));
            await new Promise(setImmediate);
          }
          const answers = strictAnswers(await socket.rest());
          expect(answers.map(({ status, body: said }) => [status, said.toString('latin1')])).toEqual([
            [200, text],
          ]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('that is none is empty', async ({ visited, site }) => {
    for (const lines of [[], ['Content-Length: 0']]) {
      const socket = await visited.raw();
      socket.write(head('/v1/echo', ...lines));
      expect((await socket.answer()).body).toBe('');
      expect((await site.visits.next()).body).toEqual({ ok: true, value: Buffer.alloc(0) });
    }
  });

  test('of too many bytes is told from its length, before it is sent', async ({ visited }) => {
    const socket = await visited.raw();
    socket.write(head('/v1/echo', 'Content-Length: 16385'));
    const answer = await socket.answer();
    expect([answer.status, answer.body]).toEqual([413, 'tooLarge']);
    socket.socket.end();
    expect(await socket.closed).toBe(true);
  });

  test('in chunks of too many bytes is read no further than to where it is too long', async ({ visited }) => {
    const socket = await visited.raw();
    socket.write(inChunks('a'.repeat(10_000), 'b'.repeat(10_000)));
    expect((await socket.answer()).status).toBe(413);
  });

  for (const [name, wrong] of [
    ['chunks that are none', 'zz\r\nabc\r\n'],
    ['a chunk of 2^64 bytes', 'ffffffffffffffffff\r\n'],
  ] as const)
    test(`of ${name} is not whole`, async ({ visited }) => {
      const socket = await visited.raw();
      socket.write(head('/v1/echo', 'Transfer-Encoding: chunked') + wrong);
      const answer = await socket.answer();
      expect([answer.status, answer.body]).toEqual([400, 'notWhole']);
    });

  for (const end of ['end', 'reset'] as const)
    test(`that ends early (${end}) is not whole, and nobody waits for an answer`, async ({
      visited,
      site,
    }) => {
      const socket = await visited.raw();
      socket.write(head('/v1/echo', 'Content-Length: 10', 'Expect: 100-continue'));
      expect((await socket.answer()).status).toBe(100);
      socket.write('abc');
      if (end === 'end') socket.socket.end();
      else void socket.reset();
      const { body, signal } = await site.visits.next();
      expect(body).toEqual({ ok: false, error: 'notWhole' });
      expect(signal.aborted).toBe(true);
      await socket.closed;
    });

  test('that comes too slowly is not whole: a login’s time is all there is', async ({ startRelay, site }) => {
    const relay = await startRelay({ site, limits: { loginMs: 300 } });
    const socket = await relay.raw();
    socket.write(head('/v1/echo', 'Content-Length: 1000'));
    const dripping = setInterval(() => socket.write('a'), 20);
    expect((await site.visits.next()).body).toEqual({ ok: false, error: 'notWhole' });
    await socket.closed;
    clearInterval(dripping);
  });

  test('that nobody wanted does not keep its sender from the answer', async ({ visited }) => {
    for (const path of ['/v1/deaf', '/v1/echo']) {
      const socket = await visited.raw();
      socket.write(head(path, 'Content-Length: 900000'));
      socket.write('a'.repeat(900_000));
      expect((await socket.answer()).status).toBe(path === '/v1/deaf' ? 403 : 413);
      socket.socket.end();
      expect(await socket.closed).toBe(true);
    }
  });

  test('without end is not read without end', async ({ visited }) => {
    const socket = await visited.raw();
    socket.write(head('/v1/deaf', 'Content-Length: 100000000'));
    socket.write(Buffer.alloc(8 * 1024 * 1024));
    await socket.closed;
  });
});

test.describe('who waits to be told to go on', () => {
  const expecting = (length: number) => head('/v1/echo', `Content-Length: ${length}`, 'Expect: 100-continue');

  test('is told so when the body is wanted', async ({ visited }) => {
    const socket = await visited.raw();
    socket.write(expecting(3));
    expect((await socket.answer()).status).toBe(100);
    socket.write('abc');
    expect((await socket.answer()).body).toBe('abc');
  });

  test('and not when it is not', async ({ visited }) => {
    const socket = await visited.raw();
    socket.write(expecting(20_000));
    expect((await socket.answer()).status).toBe(413);
  });

  test('and not when it comes already', async ({ visited }) => {
    const socket = await visited.raw();
    socket.write(`${expecting(3)}abc`);
    expect((await socket.answer()).body).toBe('abc');
  });
});

test.describe('whose a request is', () => {
  test('the site’s where it knows the path, and the relay’s own otherwise', async ({ visited, site }) => {
    for (const [target, status] of [
      ['/versions', 200],
      ['/', 307],
      ['/v1/', 200],
      ['/healthz', 200],
      ['/nothing', 404],
      ['/v1/relay', 403],
      ['/v1/deaf?a=/versions', 403],
      ['/buckets/v1/deaf', 403],
      ['http://relay.example/v1/deaf', 403],
    ] as const) {
      const socket = await visited.raw();
      socket.request(`GET ${target} HTTP/1.1`, 'Host: relay');
      expect((await socket.answer()).status, target).toBe(status);
    }
    const socket = await visited.raw();
    socket.request('GET /buckets/v1/echo?a=b HTTP/1.1', 'Host: relay');
    await socket.answer();
    const { path, from } = await site.visits.next();
    expect([path, from]).toEqual(['/v1/echo', '127.0.0.1']);
  });

  test('an upgrade is the site’s as well, with or without a path of its own for it', async ({
    visited,
    site,
  }) => {
    const socket = await visited.raw();
    socket.request(...upgradeRequest('/buckets/v1/socket?x'));
    socket.write('hello');
    expect(await site.upgrades.next()).toEqual({ path: '/v1/socket', from: '127.0.0.1' });
    await socket.take((bytes) =>
      bytes.includes('hello') ? { value: true, length: bytes.length } : undefined,
    );

    const other = await visited.raw();
    other.request('GET /v1/echo HTTP/1.1', 'Host: relay', 'Connection: Upgrade', 'Upgrade: h2c');
    expect((await other.answer()).status).toBe(200);

    const posted = await visited.raw();
    posted.write(`${head('/v1/echo', 'Connection: Upgrade', 'Upgrade: h2c', 'Content-Length: 6')}abc`);
    await new Promise(setImmediate);
    posted.write('def');
    expect((await posted.answer()).body).toBe('abcdef');
  });

  test('a fault of the site is its own', async ({ visited }) => {
    const socket = await visited.raw();
    socket.write(withLength('abc', '/v1/broken'));
    expect((await socket.answer()).status).toBe(500);
  });

  test('HEAD has no body', async ({ visited }) => {
    const socket = await visited.raw();
    socket.request('HEAD /v1/deaf HTTP/1.1', 'Host: relay');
    expect((await socket.answer('HEAD')).headers.get('content-length')).toBe('10');
    expect((await socket.rest()).length).toBe(0);
  });
});

test.describe('who waits for an answer', () => {
  test('has a newcomer’s place, and makes room for those who come later', async ({ startRelay, site }) => {
    const relay = await startRelay({ site, limits: { newcomers: 2 } });
    const others = await Bystanders.at(relay);
    const waiting = await relay.raw();
    waiting.write(withLength('abc', '/v1/late'));
    const { signal } = await site.visits.next();
    for (let i = 0; i < 2; i++) await relay.raw();
    await waiting.closed;
    expect(signal.aborted).toBe(true);
    await others.exchange();
  });

  test('gets it late as well, and hears of the relay’s end', async ({ visited, site }) => {
    const socket = await visited.raw();
    socket.write(withLength('abc', '/v1/late'));
    await site.visits.next();
    site.answerLate('at last');
    expect((await socket.answer()).body).toBe('at last');

    const last = await visited.raw();
    last.write(withLength('abc', '/v1/late'));
    const { signal } = await site.visits.next();
    await visited.server.stop();
    await last.closed;
    expect([signal.aborted, site.isOver]).toEqual([true, true]);
  });

  test('who has an upgrade has no newcomer’s place and time, and makes room for devices', async ({
    startRelay,
    site,
  }) => {
    const relay = await startRelay({ site, limits: { connections: 3, newcomers: 2, loginMs: 1_000 } });
    const visitor = await relay.raw();
    visitor.request(...upgradeRequest('/v1/socket'));
    await site.upgrades.next();
    // The time of one who came after it is over, and it is still here.
    const silent = await relay.raw();
    await silent.closed;
    visitor.write('still here');
    await visitor.take((bytes) =>
      bytes.includes('still here') ? { value: true, length: bytes.length } : undefined,
    );
    const others = await Bystanders.at(relay);
    visitor.write('and now');
    await visitor.take((bytes) =>
      bytes.includes('and now') ? { value: true, length: bytes.length } : undefined,
    );
    await relay.device();
    await visitor.closed;
    await others.exchange();
  });
});

test.describe('real clients', () => {
  test('fetch posts a form, a body in chunks, and one that is too large', async ({ visited }) => {
    const url = `http://127.0.0.1:${visited.port}/v1/echo`;
    const form = await fetch(url, { method: 'POST', body: new URLSearchParams({ a: 'b c' }) });
    expect(await form.text()).toBe('a=b+c');
    const body = new ReadableStream({
      start(controller) {
        for (const part of ['one', 'two']) controller.enqueue(Buffer.from(part));
        controller.close();
      },
    });
    const request: RequestInit & { duplex: string } = { method: 'POST', body, duplex: 'half' };
    expect(await (await fetch(url, request)).text()).toBe('onetwo');
    expect((await fetch(url, { method: 'POST', body: 'a'.repeat(500_000) })).status).toBe(413);
  });

  test('curl does too, over TLS and behind other proxies as well', async ({
    startRelay,
    site,
    folder,
    undo,
  }) => {
    const plain = await startRelay({ site });
    const tls = await ownPair(folder);
    const secure = await startRelay({ site, tls });
    const urls = [`http://127.0.0.1:${plain.port}`, `https://127.0.0.1:${secure.port}`];
    const pair = await makePair(folder, 'proxy');
    for (const proxy of [nginx, caddy].filter(isInstalled)) {
      const port = await freePort();
      undo(await startProxy(proxy, { folder, relayPort: plain.port, port, pair }));
      urls.push(`https://127.0.0.1:${port}`);
    }
    for (const url of urls) {
      expect(await curl('-k', '--data-urlencode', 'a=b&c', `${url}/v1/echo`), url).toBe('a=b%26c 200');
      const large = 'x'.repeat(10_000);
      const chunked = ['-H', 'Transfer-Encoding: chunked', '-H', 'Expect: 100-continue'];
      expect(await curl('-k', '-d', large, ...chunked, `${url}/v1/echo`), url).toBe(`${large} 200`);
      expect(await curl('-k', '-d', 'x'.repeat(100_000), `${url}/v1/echo`), url).toBe('tooLarge 413');
    }
  });
});

async function ownPair(directory: string): Promise<TlsPair> {
  const pair = await selfSignedPair({ directory, hosts: ['laptop'], now: new Date() });
  if (!pair.ok) throw new Error(JSON.stringify(pair.error));
  return pair.value;
}

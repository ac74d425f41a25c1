import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TlsPair } from '../../main/server/tls/certificate';
import { selfSignedPair } from '../../main/server/tls/selfSigned';
import { Bystanders } from '../helpers/bystanders';
import { makePair } from '../helpers/openssl';
import { freePort } from '../helpers/ports';
import { upgradeRequest } from '../helpers/rawDevice';
import { caddy, isInstalled, nginx, startProxy } from '../helpers/reverseProxies';
import { expect, head, test, withLength } from '../helpers/siteFixture';

// What a relay offers beside the relay itself: whose a request is, who waits for its answer, and real clients.

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

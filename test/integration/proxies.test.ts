import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../../main/server/limits/limits';
import { test as base, type Cli, expect, LOGIN } from '../helpers/commandLine';
import { makePair } from '../helpers/openssl';
import { freePort } from '../helpers/ports';
import { basic } from '../helpers/rawDevice';
import { ACCOUNT } from '../helpers/relayFixture';
import { caddy, isInstalled, nginx, type ReverseProxy, startProxy } from '../helpers/reverseProxies';

// The relay behind proxies that others made, as the examples set them up.

const MEGABYTES = 4 * 1024 * 1024;

interface Behind {
  readonly relay: Cli;
  readonly relayPort: number;
  readonly port: number;
}

const test = base.extend<{ behind: (proxy: ReverseProxy, args?: readonly string[]) => Promise<Behind> }>({
  behind: async ({ serve, folder, undo }, use) => {
    await use(async (proxy, args = ['--trust-proxy', 'loopback']) => {
      const relay = await serve(args);
      const setting = {
        ...{ folder, relayPort: relay.port, port: await freePort() },
        pair: await makePair(folder, 'proxy'),
      };
      undo(await startProxy(proxy, setting));
      return { relay, relayPort: relay.port, port: setting.port };
    });
  },
});

interface Asking {
  readonly password?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
}

/** Asks the proxy from an address of this computer for a device's connection, and gives the status of the answer. */
function ask(port: number, localAddress: string, { password, headers, path }: Asking = {}): Promise<number> {
  const Authorization = basic(ACCOUNT.username, password ?? ACCOUNT.password);
  const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' };
  const key = { 'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==' };
  return new Promise((resolve, reject) => {
    const asked = request({
      ...{ host: '127.0.0.1', port, localAddress, path: path ?? '/v1/relay', agent: false },
      rejectUnauthorized: false,
      headers: { ...upgrade, ...key, Authorization, ...headers },
    });
    asked.on('error', reject);
    asked.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode ?? 0);
    });
    asked.end();
  });
}

for (const proxy of [nginx, caddy]) {
  test.describe(`behind ${proxy.command}`, () => {
    test.skip(process.platform !== 'linux', 'other systems have no 127.0.0.2 by themselves');
    test.skip(!isInstalled(proxy), `${proxy.command} is not installed`);

    test('devices exchange megabytes both ways, under a prefix', async ({ behind, run, cli, folder }) => {
      const { relay, port } = await behind(proxy, ['--trust-proxy', 'loopback', '--path-prefix', '/buckets']);
      expect(relay.stdout.toString()).toMatch(
        /^listening on http:\/\/127\.0\.0\.1:\d+\/buckets\/v1\/relay\n$/,
      );
      const files = (name: string) => [
        '--local-public',
        `${name}.public`,
        '--local-secret',
        `${name}.secret`,
      ];
      const keys = new Map<string, string>();
      for (const name of ['one', 'other']) {
        await run(['genkeys', '-p', `${name}.public`, '-s', `${name}.secret`]);
        keys.set(name, (await readFile(join(folder, `${name}.public`), 'utf8')).trim());
      }
      const url = `https://127.0.0.1:${port}/buckets/v1/relay`;
      const args = (name: string, peer: string) => ['-k', ...files(name), url, keys.get(peer) ?? ''];
      for (const [from, to] of [
        ['one', 'other'],
        ['other', 'one'],
      ] as const) {
        const bytes = randomBytes(MEGABYTES);
        const receiving = cli(['receive', ...args(to, from)], { env: LOGIN });
        const sent = await run(['send', ...args(from, to)], { env: LOGIN, input: bytes });
        expect(sent.code, sent.stderr).toBe(0);
        const received = await receiving.exited;
        expect(received.code, received.stderr).toBe(0);
        expect(received.stdout.equals(bytes)).toBe(true);
      }
    });

    test('who guesses is counted by the own address, whatever it claims, and nobody else', async ({
      behind,
    }) => {
      // Not all of this computer: 127.0.0.2 would be a proxy that is believed, too.
      const { relay, port } = await behind(proxy, ['--trust-proxy', '127.0.0.1']);
      const guesses = Array.from({ length: 20 }, (_, guess) => {
        const headers = { 'X-Forwarded-For': `192.0.2.${guess}`, Forwarded: `for=192.0.2.${guess}` };
        return ask(port, '127.0.0.2', { password: `wrong ${guess}`, headers });
      });
      const statuses = await Promise.all(guesses);
      expect(statuses.filter((status) => status === 403).length).toBeGreaterThanOrEqual(5);
      expect(statuses).toContain(429);
      expect(await ask(port, '127.0.0.3')).toBe(101);
      await relay.until('stderr', /forwarded 127\.0\.0\.2\b/);
      await relay.until('stderr', /forwarded 127\.0\.0\.3\b/);
      expect(relay.stderr).not.toContain('192.0.2.');
    });

    test('its paths are there with the prefix and without it', async ({ behind }) => {
      const { port } = await behind(proxy, ['--path-prefix', '/buckets']);
      expect(await ask(port, '127.0.0.1', { path: '/buckets/v1/relay' })).toBe(101);
      expect(await ask(port, '127.0.0.1', { path: '/v1/relay' })).toBe(101);
      expect(await ask(port, '127.0.0.1', { path: '/buckets/healthz' })).toBe(200);
      expect(await ask(port, '127.0.0.1', { path: '/healthz' })).toBe(200);
      expect(await ask(port, '127.0.0.1', { path: '/others/v1/relay' })).toBe(404);
    });
  });
}

test('nginx waits for longer than the relay needs to ping', async () => {
  const text = await readFile(join(import.meta.dirname, '../../examples/nginx/nginx.conf'), 'utf8');
  const [, hours] = /proxy_read_timeout (\d+)h;/.exec(text) ?? [];
  expect(Number(hours) * 3_600_000).toBeGreaterThan(2 * DEFAULT_LIMITS.pingMs);
});

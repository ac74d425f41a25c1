import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Host, noNetworks, test } from '../helpers/network';
import type { Cli } from '../helpers/processes';

// The relay among implementations of multicast DNS that others wrote: Avahi and python-zeroconf.

test.skip(noNetworks !== undefined, noNetworks);
test.describe.configure({ timeout: 60_000 });

const SERVICE = '_buckets-relay._tcp';

/** A line of `avahi-browse --parsable`: what happened, adapter, protocol, name, service, domain, and when resolved more. */
const line = (what: string, name: string, ...more: string[]) =>
  new RegExp(`^${[what, 'eth0;IPv4', name, SERVICE, 'local', ...more].join(';')}$`, 'm');

/** What python-zeroconf tells, line by line. */
async function zeroconf(host: Host): Promise<{ next(): Promise<Record<string, unknown>> }> {
  const script = join(import.meta.dirname, '../helpers/zeroconfBrowser.py');
  const address = /inet ([\d.]+)/.exec(host.ip('-4', 'address', 'show', 'eth0'))?.[1] ?? '';
  const browser = host.run('/usr/bin/python3', [script, address]);
  let read = 0;
  const next = async () => {
    const pattern = new RegExp(`(?<=^(?:.*\\n){${read++}}).*(?=\\n)`);
    const [text] = await browser.until('stdout', pattern);
    return JSON.parse(text);
  };
  expect(await next()).toEqual({ event: 'ready' });
  return { next };
}

const end = (program: Cli) => {
  program.child.kill('SIGTERM');
  return program.exited;
};

test('Avahi finds the relay, reads its record, and hears its goodbye', async ({ network }) => {
  const [home, laptop] = [network.host(), network.host()];
  const browser = await laptop.avahi('avahi-browse', '--resolve', '--parsable', SERVICE);
  const relay = await home.relay('Küche der Muellers', '--tls', 'self-signed');
  const name = String.raw`K\\195\\188che\\032der\\032Muellers`;
  await browser.until('stdout', line('\\+', name));
  const host = 'buckets-relay-[0-9a-f]{12}\\.local';
  const [resolved] = await browser.until('stdout', line('=', name, host, '192\\.168\\.7\\.1', '9001', '.*'));
  const texts = [...resolved.matchAll(/"(\w+)=([^"]*)"/g)].map(([, key, value]) => [key, value]);
  expect(Object.fromEntries(texts)).toEqual({
    v: '1',
    path: '/v1/relay',
    tls: '1',
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    fp: expect.stringMatching(/^[0-9A-F]{64}$/),
  });
  await end(relay);
  await browser.until('stdout', line('-', name));
});

test('whoever has a name keeps it: Avahi, or the relay', async ({ network }) => {
  const [home, laptop] = [network.host(), network.host()];
  const publish = (name: string) => laptop.avahi('avahi-publish', '--service', name, SERVICE, '1234', 'v=0');
  const first = await publish('Relay');
  await first.until('stderr', /Established under name 'Relay'/);
  const relay = await home.relay('Relay');
  expect(relay.log).toContain('devices find this relay as “Relay (2)”');

  const second = await publish('Relay (2)');
  const [, taken] = await second.until('stderr', /Established under name '(.*)'/);
  expect(taken).not.toBe('Relay (2)');
  const browse = await laptop.avahi('avahi-browse', '--resolve', '--parsable', '--terminate', SERVICE);
  const { stdout } = await browse.exited;
  expect(stdout.toString()).toMatch(line('=', 'Relay', 'desk.local', '192\\.168\\.7\\.2', '1234', '.*'));
  expect(stdout.toString()).toMatch(
    line('=', String.raw`Relay\\032\\0402\\041`, '.*', '192\\.168\\.7\\.1', '9001', '.*'),
  );
});

test('a name that Avahi and the relay took while they were apart goes to one of them', async ({
  network,
}) => {
  const [home, laptop] = [network.host(), network.host()];
  network.plug(home, 'out');
  const relay = await home.relay('Relay');
  expect(relay.log).toContain('as “Relay” on');
  const avahi = await laptop.avahi('avahi-publish', '--service', 'Relay', SERVICE, '1234', 'v=0');
  await avahi.until('stderr', /Established under name 'Relay'/);
  network.plug(home, 'in');
  // The next question brings it to light; whoever hears the other's answer first gives in.
  const services = async () => {
    const browse = await laptop.avahi('avahi-browse', '--resolve', '--parsable', '--terminate', SERVICE);
    const { stdout } = await browse.exited;
    const found = stdout.toString().matchAll(/^=;eth0;IPv4;([^;]+);.*;(\d+);"/gm);
    return [...found].map(([, name = '', port]) => `${port} ${name.replace(/\\.*/, ' renamed')}`).sort();
  };
  await expect
    .poll(async () => (await services()).join(', '), { timeout: 20_000 })
    .toMatch(/^(1234 Relay renamed, 9001 Relay|1234 Relay, 9001 Relay renamed)$/);
});

test('python-zeroconf finds the relay, follows its address, and hears its goodbye', async ({ network }) => {
  const [home, laptop] = [network.host(), network.host()];
  const browser = await zeroconf(laptop);
  const relay = await home.relay('Home');
  const found = {
    event: 'added',
    name: 'Home',
    addresses: ['192.168.7.1'],
    port: 9001,
    server: expect.stringMatching(/^buckets-relay-[0-9a-f]{12}\.local\.$/),
    txt: { v: '1', path: '/v1/relay', tls: '0', id: expect.stringMatching(/^[0-9a-f]{32}$/) },
  };
  expect(await browser.next()).toEqual(found);

  home.move('192.168.7.1', '192.168.7.99');
  const seen: Record<string, unknown>[] = [];
  do seen.push(await browser.next());
  while (!String(seen.at(-1)?.addresses).includes('192.168.7.99'));
  expect(seen.at(-1)).toMatchObject({ name: 'Home', port: 9001 });

  await end(relay);
  do seen.push(await browser.next());
  while (seen.at(-1)?.event !== 'removed');
  expect(seen.at(-1)).toEqual({ event: 'removed', name: 'Home' });
});

test('the client in the documentation works as it stands there', async ({ network, folder }) => {
  const [home, laptop] = [network.host(), network.host()];
  const page = await readFile(join(import.meta.dirname, '../../docs/discovery.md'), 'utf8');
  const [, script = ''] = /```python\n(.*?)```/s.exec(page) ?? [];
  await writeFile(join(folder, 'client.py'), script);
  const client = laptop.run('/usr/bin/python3', ['client.py']);
  await home.relay('Home', '--tls', 'self-signed');
  await client.until('stdout', /^[0-9a-f]{32} https:\/\/192\.168\.7\.1:9001\/v1\/relay [0-9A-F]{64}\n/);
});

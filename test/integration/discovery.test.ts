import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Host, noNetworks, test } from '../helpers/network';

// Relays and devices on several computers that find each other by multicast DNS.

test.skip(noNetworks !== undefined, noNetworks);
test.describe.configure({ timeout: 60_000 });

/** What `discover --json` lists in the host's network. */
async function discoverFrom(host: Host, ...args: string[]): Promise<Record<string, unknown>[]> {
  const { stdout } = await host.cli(['discover', '--json', '--timeout', '1.5', ...args]).exited;
  return JSON.parse(stdout.toString());
}

const stop = (relay: Awaited<ReturnType<Host['relay']>>) => {
  relay.child.kill('SIGTERM');
  return relay.exited;
};

test('a device finds a relay, with all that it has to know', async ({ network, folder }) => {
  const [home, phone] = [network.host(), network.host()];
  const relay = await home.relay('Küche', '--tls', 'self-signed', '--tls-directory', folder);
  expect(relay.stdout.toString()).toBe('listening on https://0.0.0.0:9001/v1/relay\n');
  expect(relay.log).toBe('devices find this relay as “Küche” on eth0 (192.168.7.1)');

  const [found, ...others] = await discoverFrom(phone);
  expect(others).toEqual([]);
  expect(found).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    name: 'Küche',
    urls: ['https://192.168.7.1:9001/v1/relay'],
    port: 9001,
    fingerprint: expect.stringMatching(/^[0-9A-F]{64}$/),
  });
  const shown = await phone.cli(['discover', '--timeout', '1']).exited;
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  const groups = String(found?.fingerprint).match(/.{4}/g) ?? [];
  expect(shown.stdout.toString()).toBe(
    `Küche\n  https://192.168.7.1:9001/v1/relay\n  id ${found?.id}\n` +
      '  says that its certificate has the SHA-256 fingerprint\n' +
      `    ${groups.slice(0, 8).join(' ')}\n    ${groups.slice(8).join(' ')}\n`,
  );
  expect(relay.stderr.replace(/\s/g, '')).toContain(found?.fingerprint);
});

test('a relay keeps its identity when it starts again, under another name and without TLS', async ({
  network,
}) => {
  const [home, phone] = [network.host(), network.host()];
  const relay = await home.relay('First', '--tls', 'self-signed');
  const [before] = await discoverFrom(phone);
  expect(await stop(relay)).toMatchObject({ code: 0 });
  const nobody = await phone.cli(['discover', '--json', '--timeout', '1']).exited;
  expect(nobody).toMatchObject({ code: 1, stdout: Buffer.from('[]\n') });
  expect(nobody.stderr).toMatch(/^No relay was found\. .*\n$/);

  await home.relay('Second');
  expect(await discoverFrom(phone)).toEqual([
    { id: before?.id, name: 'Second', urls: ['http://192.168.7.1:9001/v1/relay'], port: 9001 },
  ]);
});

test('the identity is kept beside the account', async ({ network, folder }) => {
  const [home, phone] = [network.host(), network.host()];
  const account = join(folder, 'account.json');
  const args = ['--port', '0', '--address', '0.0.0.0', '--advertise', '--account', account];
  const relay = home.cli(['server', ...args], {});
  await relay.until('stderr', /devices find/);
  const id = (await readFile(`${account}.relay-id`, 'utf8')).trim();
  expect(await discoverFrom(phone)).toMatchObject([{ id }]);
});

test('devices pass on a file over a relay that they find, with the certificate they know', async ({
  network,
  folder,
}) => {
  const [home, one, two] = [network.host(), network.host(), network.host()];
  await home.relay('Home', '--tls', 'self-signed');
  const [found] = await discoverFrom(one);
  const keys = new Map<Host, string>();
  for (const host of [one, two]) {
    await host.cli(['genkeys', '-p', `${host.name}.public`, '-s', `${host.name}.secret`]).exited;
    keys.set(host, (await readFile(join(folder, `${host.name}.public`), 'utf8')).trim());
  }
  const device = (command: string, host: Host, peer: Host, ...args: string[]) => {
    const own = ['--local-public', `${host.name}.public`, '--local-secret', `${host.name}.secret`];
    return host.cli([command, ...own, ...args, keys.get(peer) ?? '']);
  };

  // What the network says of the certificate is not enough to trust it.
  const trusting = await device('send', one, two, '--discover').exited;
  expect(trusting.stderr).toMatch(/not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);

  const pinned = ['--fingerprint', String(found?.fingerprint), '--discover'];
  const receiver = device('receive', two, one, ...pinned, String(found?.id));
  const sender = device('send', one, two, ...pinned);
  sender.child.stdin.end('hello');
  expect(await sender.exited).toMatchObject({ code: 0, stderr: '' });
  expect(await receiver.exited).toMatchObject({ code: 0, stderr: '', stdout: Buffer.from('hello') });

  // The relay's computer gets another address; devices know it by its identity.
  home.move('192.168.7.1', '192.168.7.99');
  await expect
    .poll(async () => (await discoverFrom(one))[0]?.urls, { timeout: 20_000 })
    .toEqual(['https://192.168.7.99:9001/v1/relay']);
  const later = device('receive', two, one, ...pinned, String(found?.id));
  const again = device('send', one, two, ...pinned, String(found?.id));
  again.child.stdin.end('again');
  expect(await again.exited).toMatchObject({ code: 0, stderr: '' });
  expect(await later.exited).toMatchObject({ code: 0, stdout: Buffer.from('again') });
});

test('a device that is to choose among several relays is told which there are', async ({ network }) => {
  const [home, shop, phone] = [network.host(), network.host(), network.host()];
  await Promise.all([home.relay('Home'), shop.relay('Shop')]);
  await phone.cli(['genkeys']).exited;
  const peer = Buffer.alloc(32).toString('base64');
  const exit = await phone.cli(['send', '--discover', peer]).exited;
  expect(exit.code).toBe(1);
  expect(exit.stderr).toMatch(/^There are several relays: .*\n$/);
  for (const relay of await discoverFrom(phone))
    expect(exit.stderr).toContain(`${relay.id} is ${relay.name}`);
});

test('the second relay of a name takes another one, and lets go of it', async ({ network }) => {
  const [first, second, phone] = [network.host(), network.host(), network.host()];
  const owner = await first.relay('Relay');
  const other = await second.relay('Relay');
  expect(owner.log).toBe('devices find this relay as “Relay” on eth0 (192.168.7.1)');
  expect(other.log).toBe(
    'devices find this relay as “Relay (2)” on eth0 (192.168.7.2); another has the name “Relay” already',
  );
  const named = async () =>
    Object.fromEntries((await discoverFrom(phone)).map(({ name, urls }) => [name, urls]));
  expect(await named()).toEqual({
    Relay: ['http://192.168.7.1:9001/v1/relay'],
    'Relay (2)': ['http://192.168.7.2:9001/v1/relay'],
  });
  await stop(other);
  expect(await named()).toEqual({ Relay: ['http://192.168.7.1:9001/v1/relay'] });
});

test('two that start at once, and two whose networks are joined later, end with two names', async ({
  network,
}) => {
  const [first, second, phone] = [network.host(), network.host(), network.host()];
  const names = async () => (await discoverFrom(phone)).map(({ name }) => name).sort();
  const both = await Promise.all([first.relay('Relay'), second.relay('Relay')]);
  expect(await names()).toEqual(['Relay', 'Relay (2)']);
  await Promise.all(both.map(stop));

  network.plug(second, 'out');
  const apart = await Promise.all([first.relay('Relay'), second.relay('Relay')]);
  for (const { log } of apart) expect(log).toMatch(/as “Relay” on eth0/);
  network.plug(second, 'in');
  // As soon as one of them is heard by the other.
  const renamed = apart.map((relay) => relay.until('stderr', /as “Relay \(2\)”/));
  await expect.poll(names, { timeout: 20_000 }).toEqual(['Relay', 'Relay (2)']);
  await Promise.any(renamed);
  await Promise.all(apart.map(stop));
  await Promise.allSettled(renamed);
});

test('only the addresses of adapters that lead to the home network are told', async ({ network }) => {
  const [home, phone] = [network.host(), network.host()];
  const adapters = { docker0: '172.17.0.1', wg0: '10.8.0.2', 'br-1a2b': '172.18.0.1', eth1: '10.0.0.9' };
  for (const [name, address] of Object.entries(adapters)) home.addAdapter(name, address);
  const relay = await home.relay('Home');
  expect(relay.log).toMatch(/on eth0 \(192\.168\.7\.1\), eth1 \(10\.0\.0\.9\)$/);
  expect(await discoverFrom(phone)).toMatchObject([{ urls: ['http://192.168.7.1:9001/v1/relay'] }]);
});

test('a relay that only this computer can reach is found on this computer alone', async ({ network }) => {
  const [home, phone] = [network.host(), network.host()];
  const relay = await home.relay('Mine', '--address', '127.0.0.1');
  expect(relay.log).toBe('devices find this relay as “Mine” on lo (127.0.0.1)');
  expect(await discoverFrom(home)).toMatchObject([{ urls: ['http://127.0.0.1:9001/v1/relay'] }]);
  expect(await discoverFrom(phone)).toEqual([]);
});

test('a relay whose adapter was away for a moment, so that nobody noticed, is found again', async ({
  network,
}) => {
  const [home, phone] = [network.host(), network.host()];
  await home.relay('Home');
  network.replaceAdapter(home);
  await expect.poll(() => discoverFrom(phone), { timeout: 25_000 }).toHaveLength(1);
});

test('a relay beside a program that has the port for itself says so, and is found once that is gone', async ({
  network,
}) => {
  const [home, phone] = [network.host(), network.host()];
  const greedy = home.run(process.execPath, [
    '-e',
    "require('dgram').createSocket('udp4').bind(5353, () => console.log('bound'))",
  ]);
  await greedy.until('stdout', /bound/);
  const relay = await home.relay('Home');
  expect(relay.log).toBe(
    'devices cannot find this relay by themselves: the system does not let it speak multicast DNS (EADDRINUSE)',
  );
  const looking = await home.cli(['discover']).exited;
  expect(looking).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^This computer .*\(EADDRINUSE\)\.\n$/),
  });
  greedy.child.kill();
  await greedy.exited;
  home.move('192.168.7.1', '192.168.7.9');
  await relay.until('stderr', /devices find this relay as “Home” on eth0 \(192\.168\.7\.9\)/);
  expect(await discoverFrom(phone)).toHaveLength(1);
});

test('a relay that many claim to be is told apart by its certificate', async ({ network, folder }) => {
  const [home, phone, stranger] = [network.host(), network.host(), network.host()];
  await stranger.relay('False', '--tls', 'self-signed');
  const relayId = '.config/buckets-relay/relay-id';
  const id = (await readFile(join(folder, stranger.name, relayId), 'utf8')).trim();
  await mkdir(join(folder, home.name, '.config/buckets-relay'), { recursive: true });
  await writeFile(join(folder, home.name, relayId), id);
  const relay = await home.relay('Home', '--tls', 'self-signed');
  const found = await discoverFrom(phone);
  expect(found).toMatchObject([{ id }, { id }]);
  const own = found.find(({ name }) => name === 'Home')?.fingerprint;

  await phone.cli(['genkeys']).exited;
  const peer = (await readFile(join(folder, 'relay.key.public'), 'utf8')).trim();
  const send = phone.cli(['send', '--discover', id, '--fingerprint', String(own), peer]);
  expect((await send.exited).stderr).toMatch(/Can't connect to self/);
  expect(relay.stderr).toContain('Connected from 192.168.7.2');
});

test('over plain HTTP the password goes to the relay that proves its identity, and to no other', async ({
  network,
  folder,
}) => {
  const [home, phone, stranger] = [network.host(), network.host(), network.host()];
  const relay = await home.relay('Home');
  const id = (await readFile(join(folder, home.name, '.config/buckets-relay/relay-id'), 'utf8')).trim();
  // Anybody can repeat a number.
  await mkdir(join(folder, stranger.name, '.config/buckets-relay'), { recursive: true });
  await writeFile(join(folder, stranger.name, '.config/buckets-relay/relay-id'), id);
  const liar = await stranger.relay('False');
  expect(await discoverFrom(phone)).toMatchObject([{ id }, { id }]);

  await phone.cli(['genkeys']).exited;
  const peer = (await readFile(join(folder, 'relay.key.public'), 'utf8')).trim();
  const send = () => phone.cli(['send', '--discover', id, peer]).exited;
  expect((await send()).stderr).toMatch(/Can't connect to self/);
  expect(relay.stderr).toContain('Connected from 192.168.7.2');

  relay.child.kill('SIGTERM');
  await relay.exited;
  expect(await send()).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Nothing proves that .* The password was not sent\..*\n$/),
  });
  expect(liar.stderr).not.toMatch(/Connected|wrong/);

  // Who names no relay has nothing to compare with.
  const any = await phone.cli(['send', '--discover', peer]).exited;
  expect(any.stderr).toMatch(/^Anybody in this network can claim to be the relay at /);
});

test('a relay without a network says so, and is found once there is one', async ({ network }) => {
  const [home, phone] = [network.host(), network.host()];
  home.ip('address', 'flush', 'dev', 'eth0');
  const relay = await home.relay('Home');
  expect(relay.log).toBe(
    'devices cannot find this relay by themselves: this computer is in no network where it could be reached',
  );
  home.ip('address', 'add', '192.168.7.5/24', 'dev', 'eth0');
  await relay.until('stderr', /devices find this relay as “Home” on eth0 \(192\.168\.7\.5\)/);
  expect(await discoverFrom(phone)).toMatchObject([{ urls: ['http://192.168.7.5:9001/v1/relay'] }]);
});

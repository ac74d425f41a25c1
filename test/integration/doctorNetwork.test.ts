import { spawnSync } from 'node:child_process';
import { expect, type Host, noNetworks, test } from '../helpers/network';

// The doctor on one computer, the relay on another, and what networks and firewalls do between them.

test.skip(noNetworks !== undefined, noNetworks);
const noFilter = spawnSync('nft', ['--version']).status !== 0;
test.describe.configure({ timeout: 60_000 });

async function doctorOn(host: Host, ...args: string[]): Promise<{ code: number | null; said: string }> {
  const { code, stdout, stderr } = await host.cli(['doctor', ...args]).exited;
  return { code, said: stdout.toString() + stderr };
}

/** A firewall that says nothing to those whom it keeps out. */
async function drop(host: Host, what: string): Promise<void> {
  const rules = `table inet guard {\nchain in {\ntype filter hook input priority 0\n${what} drop\n}\n}`;
  expect((await host.run('nft', [rules]).exited).code).toBe(0);
}

test('a relay is found, and everything about it is well', async ({ network }) => {
  const [home, phone] = [network.host(), network.host()];
  await home.relay('Küche');
  const { code, said } = await doctorOn(phone);
  expect(said).toContain('[passed] Found\n  “Küche” says that it is at http://192.168.7.1:9001/v1/relay.');
  expect(said).toMatch(/\[passed\] Two test devices can talk \(\d+ ms\)/);
  expect(code).toBe(0);
});

test('a firewall that drops the port is named as what it may be', async ({ network }) => {
  test.skip(noFilter, "Debian's package nftables is not installed");
  const [home, phone] = [network.host(), network.host()];
  await home.relay('Küche');
  await drop(home, 'iifname eth0 tcp dport 9001');
  const { code, said } = await doctorOn(phone);
  expect(said).toContain('[passed] Found');
  expect(said).toContain(
    '[failed] The relay is not reached\n  No relay answers at http://192.168.7.1:9001/v1/relay. Nothing came back. A firewall on the relay’s computer may keep others out',
  );
  expect(code).toBe(1);
});

test('a firewall that keeps multicast DNS from a device leaves the address as a way', async ({ network }) => {
  test.skip(noFilter, "Debian's package nftables is not installed");
  const [home, phone] = [network.host(), network.host()];
  await home.relay('Küche');
  await drop(phone, 'iifname eth0 udp dport 5353');
  const found = await doctorOn(phone);
  expect(found.said).toContain('[failed] No relay was found');
  expect(found.code).toBe(1);
  expect((await doctorOn(phone, 'http://192.168.7.1:9001/v1/relay')).code).toBe(0);
});

test('a relay that is open to its own computer alone, and a computer that is gone', async ({ network }) => {
  const [home, phone] = [network.host(), network.host()];
  const relay = home.cli(['server', '--port', '9001', '--address', '127.0.0.1']);
  await relay.until('stdout', /listening/);
  const url = 'http://192.168.7.1:9001/v1/relay';
  expect((await doctorOn(phone, url)).said).toContain('no program listens on that port');
  network.plug(home, 'out');
  expect((await doctorOn(phone, url)).said).toMatch(/There is no way to that address|Nothing came back/);
});

test('on the relay’s own computer the firewall is asked too', async ({ network }) => {
  const home = network.host();
  await home.relay('Küche');
  const { said } = await doctorOn(home, 'http://192.168.7.1:9001/v1/relay');
  expect(said).toContain('Firewall\n');
});

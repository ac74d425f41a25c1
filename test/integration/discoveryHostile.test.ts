import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Host, noNetworks, test } from '../helpers/network';

// Somebody hostile in the network, who sends whatever he likes to the port of multicast DNS.

test.skip(noNetworks !== undefined, noNetworks);
test.describe.configure({ timeout: 60_000 });

const SCRIPT = join(import.meta.dirname, '../helpers/hostileMdns.mjs');

/** Begins, and goes on until the test's end. */
async function floodFrom(host: Host, address: string, victim: string): Promise<void> {
  const flood = host.run(process.execPath, [SCRIPT, address, victim]);
  await flood.until('stdout', /one round/);
}

test('a flood of garbage, false relays and questions harms neither the relay nor those who look for it', async ({
  network,
  folder,
}) => {
  const [home, phone, stranger] = [network.host(), network.host(), network.host()];
  const relay = await home.relay('Home');
  await floodFrom(stranger, '192.168.7.3', 'Home');
  const id = (await readFile(join(folder, home.name, '.config/buckets-relay/relay-id'), 'utf8')).trim();

  await phone.cli(['genkeys']).exited;
  const peer = (await readFile(join(folder, 'relay.key.public'), 'utf8')).trim();
  // It is found by its identity among all of them, and logged in to.
  const self = await phone.cli(['send', '--discover', id, peer]).exited;
  expect(self.stderr).toMatch(/Can't connect to self/);

  const listed = await phone.cli(['discover', '--timeout', '2']).exited;
  expect(listed.code).toBe(0);
  expect(listed.stdout.toString().match(/^ {2}id /gm)?.length).toBeLessThanOrEqual(256);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal
  expect(listed.stdout.toString()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);

  relay.child.kill('SIGTERM');
  expect(await relay.exited).toMatchObject({ code: 0 });
});

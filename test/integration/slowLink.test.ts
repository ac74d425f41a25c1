import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Host, noNetworks, test } from '../helpers/network';

// A device at the end of a slow link takes what it is sent, however long that is.

test.skip(noNetworks !== undefined, noNetworks);

const URL = 'http://192.168.7.1:9001/v1/relay';

/** Makes this computer's keys; gives the public one. */
async function keysOf(host: Host, name: string, folder: string): Promise<string> {
  await host.cli(['genkeys', '-p', `${name}.public`, '-s', `${name}.secret`]).exited;
  return (await readFile(join(folder, `${name}.public`), 'utf8')).trim();
}

const asDevice = (name: string) => ['--local-public', `${name}.public`, '--local-secret', `${name}.secret`];

test('a transfer of more than a minute is not cut, since it gets on', async ({ network, folder }) => {
  test.setTimeout(180_000);
  const [home, laptop, phone] = [network.host(), network.host(), network.host()];
  await home.relay('Küche');
  const [from, to] = [await keysOf(laptop, 'laptop', folder), await keysOf(phone, 'phone', folder)];
  network.slowDown(phone, '24kbit');
  // At three kilobytes a second this is more than a minute.
  const data = randomBytes(190_000);
  const receiving = phone.cli(['receive', URL, from, ...asDevice('phone')]);
  const sending = laptop.cli(['send', URL, to, ...asDevice('laptop')]);
  sending.child.stdin.end(data);
  const [sent, received] = await Promise.all([sending.exited, receiving.exited]);
  expect([sent.stderr, received.stderr]).toEqual(['', '']);
  expect([sent.code, received.code]).toEqual([0, 0]);
  expect(received.stdout.equals(data)).toBe(true);
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, LET_IN, statusOf, test } from '../helpers/multiUserRelay';
import { RawDevice } from '../helpers/rawDevice';

// A relay for many users whose database is on a server, which goes away and comes back.

test.use({ engine: 'postgres' });

test('those who are connected stay, new logins are told to come again, and it heals by itself', async ({
  addUser,
  multiUser,
  postgres,
}) => {
  test.slow();
  await addUser('anna@example.org', 'right');
  const relay = await multiUser();
  const { port } = relay;
  const devices = [];
  for (let i = 0; i < 2; i++)
    devices.push(
      await (await RawDevice.open({ port, username: 'anna@example.org', password: 'right' })).login(),
    );
  const [a, b] = devices as [RawDevice, RawDevice];
  a.connect(b);
  b.connect(a);
  for (const device of devices) while ((await device.next()).kind !== 'connected');
  const server = await postgres();
  await server.stop();
  expect(await statusOf(port, 'anna@example.org', 'right')).toBe(503);
  await relay.until('stderr', /logins cannot be looked at: postgres:\/\/relay@\S+ cannot be reached/);
  // What is looked up again and again has noticed, too: it tells when that works once more.
  await relay.until('stderr', /Who was blocked or deleted cannot be told: postgres:/);
  a.data(b, 'all the same');
  expect(await b.next()).toMatchObject({ kind: 'data', key: a.key });
  await server.start();
  await relay.until('stderr', /can be used again/);
  expect(await statusOf(port, 'anna@example.org', 'right')).toBe(LET_IN);
  for (const device of devices) await device.raw.end();
});

test('what one node changes the others feel, and traffic of all is summed', async ({
  accounts,
  addUser,
  multiUser,
}) => {
  await addUser('anna@example.org', 'right');
  const nodes = [await multiUser(), await multiUser(), await multiUser()];
  const devices = await Promise.all(
    nodes.map(async ({ port }) =>
      (await RawDevice.open({ port, username: 'anna@example.org', password: 'right' })).login(),
    ),
  );
  expect((await accounts(['blockuser', 'anna@example.org'])).code).toBe(0);
  for (const device of devices) expect((await device.closed).code).toBe(4005);
  const received = devices.reduce((sum, device) => sum + device.receivedBytes, 0);
  for (const node of nodes) {
    node.child.kill('SIGTERM');
    await node.exited;
  }
  const { users } = JSON.parse((await accounts(['stats'])).stdout.toString());
  expect(users).toMatchObject([{ user: 'anna@example.org', recv: received }]);
});

test('a password in the address is never shown', async ({ accounts, cli, database }) => {
  const url = database.replace('//relay@', '//relay:S3CR3T@');
  const sample = join(import.meta.dirname, '../material/sample.sqlite');
  expect((await readFile(sample)).length).toBeGreaterThan(0);
  await accounts(['users']);
  for (const args of [
    ['import', sample, '--dry-run'],
    ['import', sample],
    ['import', sample],
    ['users', '-d', `${url}-none`],
    ['server', '--multi-user', '--print-config'],
    ['doctor', '--database', url],
  ]) {
    const running = cli(args, { env: { RELAY_DATABASE: url } });
    running.child.stdin.end();
    const { stdout, stderr } = await running.exited;
    expect(`${args[0]}: ${stdout}${stderr}`).not.toContain('S3CR3T');
  }
});

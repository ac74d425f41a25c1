import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectOneSentence } from '../helpers/commandLine';
import { FormBrowser } from '../helpers/formBrowser';
import { expect, LET_IN, REFUSED, statusOf, test } from '../helpers/multiUserRelay';
import { RawDevice } from '../helpers/rawDevice';

// `admin` as a process beside a running relay, on the same database.

const ADMIN = ['admin', '-d', 'accounts.sqlite'];

test('what the operator does is felt by a running relay', async ({ accounts, addUser, multiUser, cli }) => {
  await addUser('anna@example.org', 'secret');
  const { port } = await multiUser();
  const credentials = { port, username: 'anna@example.org', password: 'secret' };
  const device = await (await RawDevice.open(credentials)).login();

  const admin = cli([...ADMIN, '--listen', '0']);
  const [, address = '', origin = ''] = await admin.until(
    'stdout',
    /^((http:\/\/127\.0\.0\.1:\d+)\/\?key=\S+)\n/,
  );
  await admin.until('stderr', /works once\. .* ssh -L /);
  const browser = new FormBrowser(origin);
  await browser.open(address.slice(origin.length));
  expect(browser.title).toBe('1 user');
  await browser.open('user?email=anna@example.org');
  await browser.submit({ action: 'block' });
  expect((await device.closed).code).toBe(4005);
  expect(await statusOf(port, 'anna@example.org', 'secret')).toBe(REFUSED);
  await browser.submit({ action: 'unblock' });
  expect(await statusOf(port, 'anna@example.org', 'secret')).toBe(LET_IN);

  const again = await (await RawDevice.open(credentials)).login();
  await browser.open('delete?id=1');
  await browser.submit({ sure: 'yes' });
  expect((await again.closed).code).toBe(4005);
  expect((await accounts(['users'])).stdout.toString()).toBe('There are no users yet.\n');

  admin.child.kill('SIGTERM');
  expect(await admin.exited).toMatchObject({ code: 0 });
  expect(admin.stdout.toString()).toBe(`${address}\n`);
});

test('it listens for this computer alone', async ({ run }) => {
  for (const address of [
    '0.0.0.0:9002',
    '192.168.7.1:9002',
    '[::]:9002',
    '127.evil.example:9002',
    'relay:9002',
  ]) {
    const { code, stderr } = await run([...ADMIN, '--listen', address]);
    expect(stderr, address).toContain('“ssh -L 9002:127.0.0.1:9002 SERVER”');
    expect(code).toBe(2);
  }
  for (const address of ['', 'x', '127.0.0.1', '127.0.0.1:65536', '127.0.0.1:-1']) {
    const { code, stderr } = await run([...ADMIN, '--listen', address]);
    expect(stderr, address).toContain('It has to be ADDRESS:PORT');
    expect(code).toBe(2);
  }
});

test('where it cannot start, it says why', async ({ addUser, run }) => {
  expectOneSentence(await run(ADMIN), 'There is no database accounts.sqlite');
  await addUser('anna@example.org', 'secret');
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const { port } = other.address() as AddressInfo;
  expectOneSentence(
    await run([...ADMIN, '--listen', String(port)]),
    `Port ${port} is in use by another program.`,
  );
  await new Promise((closed) => other.close(closed));
});

test('IPv6, and a name of this computer', async ({ addUser, cli }) => {
  await addUser('anna@example.org', 'secret');
  for (const [listen, host] of [
    ['[::1]:0', '[::1]'],
    ['localhost:0', '127.0.0.1'],
  ] as const) {
    const admin = cli([...ADMIN, '--listen', listen]);
    const [, address = ''] = await admin.until('stdout', /^(http:\S+)\n/);
    expect(new URL(address).hostname).toBe(host);
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(303);
  }
});

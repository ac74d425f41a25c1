import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSqlite } from '../../main/store/sqlite/native';
import { expect, LET_IN, REFUSED, statusOf, test } from '../helpers/multiUserRelay';
import type { Cli } from '../helpers/processes';
import { RawDevice } from '../helpers/rawDevice';

// What `server --multi-user --metrics` tells of its accounts.

const scrape = async (server: Cli): Promise<string> => {
  const [, url = ''] = await server.until('stderr', /metrics on (http:\S+)\n/);
  return (await fetch(url)).text();
};

/** The relay's own series with their values, without those of nothing. */
const counted = (text: string): Record<string, number> =>
  Object.fromEntries(
    [...text.matchAll(/^buckets_relay_(\S+) (\S+)$/gm)]
      .map(([, series = '', value]) => [series, Number(value)] as const)
      .filter(([, value]) => value !== 0),
  );

const seriesOf = (text: string) => text.match(/^buckets_relay_[^ ]+/gm)?.sort();

const key = join(import.meta.dirname, '../material/license-test-key.pub.pem');

const metrics = ['--metrics', '0'];

test('users, and their logins by how they went', async ({ accounts, addUser, multiUser }) => {
  for (const name of ['anna', 'bert', 'frida']) await addUser(`${name}@example.org`, 'secret');
  await accounts(['blockuser', 'frida@example.org']);
  const server = await multiUser({}, metrics);
  const before = await scrape(server);
  expect(counted(before)).toMatchObject({ users: 3, users_blocked: 1 });

  const status = (name: string, password: string) => statusOf(server.port, name, password);
  expect(await status('anna@example.org', 'secret')).toBe(LET_IN);
  expect(await status('Anna@example.org', 'secret')).toBe(LET_IN);
  expect(await status('bert@example.org', 'guess')).toBe(REFUSED);
  expect(await status('nobody@example.org', 'guess')).toBe(REFUSED);
  expect(await status('frida@example.org', 'secret')).toBe(REFUSED);
  const after = await scrape(server);
  expect(counted(after)).toMatchObject({
    'account_logins_total{outcome="let_in"}': 1,
    'account_logins_total{outcome="remembered"}': 1,
    'account_logins_total{outcome="wrong"}': 1,
    'account_logins_total{outcome="unknown"}': 1,
    'account_logins_total{outcome="blocked"}': 1,
    'logins_refused_total{reason="wrong"}': 1,
    'logins_refused_total{reason="unknown_user"}': 1,
    'logins_refused_total{reason="blocked_user"}': 1,
    password_hash_seconds_count: 4,
    'database_operation_seconds_count{mode="read"}': expect.any(Number),
  });
  expect(counted(after)).not.toHaveProperty('database_failures_total{problem="busy"}');
  // Whatever strangers try makes no series, and nobody is in any.
  expect(seriesOf(after)).toEqual(seriesOf(before));
  expect(after).not.toMatch(/example\.org|secret|guess|127\.0\.0\.1/);
});

test('the log tells why, and of whom it tells nothing', async ({ accounts, addUser, multiUser, folder }) => {
  await addUser('anna@example.org', 'secret');
  await addUser('frida@example.org', 'secret');
  await accounts(['blockuser', 'frida@example.org']);
  const server = await multiUser({ AUTH_LICENSE_PUBKEY: await readFile(key, 'utf8') }, [
    '--log-format',
    'json',
  ]);
  for (const [name, password] of [
    ['anna@example.org', 'guess'],
    ['nobody@example.org', 'guess'],
    ['frida@example.org', 'secret'],
    ['_license', 'eyJhbGciOiJSUzI1NiJ9.e30.AAAA'],
  ] as const)
    expect(await statusOf(server.port, name, password)).toBe(REFUSED);
  await server.until('stderr', /"reason":"licence refused"/);
  const reasons = [...server.stderr.matchAll(/"kind":"loginRefused".*?"reason":"([^"]+)"/g)];
  expect(reasons.map(([, reason]) => reason)).toEqual([
    ...['wrong', 'unknown user', 'blocked user', 'licence refused'],
  ]);
  expect(server.stderr.replaceAll(folder, '')).not.toMatch(/example\.org|secret|guess|eyJ/);
});

test('a database that fails is counted, by what ails it', async ({ addUser, multiUser, folder, undo }) => {
  await addUser('anna@example.org', 'secret');
  const server = await multiUser({}, metrics);
  const other = new (await loadSqlite())(join(folder, 'accounts.sqlite'));
  undo(() => other.close());
  other.exec('begin immediate');
  // What it says and hears is traffic to be written down.
  const credentials = { username: 'anna@example.org', password: 'secret' };
  await (await RawDevice.open({ port: server.port, ...credentials })).login();
  // A write waits for the lock until its patience is at an end.
  await server.until('stderr', /cannot be written down/);
  expect(counted(await scrape(server))).toMatchObject({
    'database_failures_total{problem="busy"}': expect.any(Number),
    traffic_write_failures_total: 1,
  });
});

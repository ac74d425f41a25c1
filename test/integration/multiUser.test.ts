import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectOneSentence } from '../helpers/commandLine';
import { expect, LET_IN, REFUSED, statusOf, test } from '../helpers/multiUserRelay';
import { type DeviceOptions, makeKeys, RawDevice } from '../helpers/rawDevice';
import { RawSocket } from '../helpers/rawSocket';

// `server --multi-user` and the commands beside it, as processes on a real database.

const material = (name: string) => join(import.meta.dirname, '../material', name);

const open = (port: number, username: string, password: string, more: Partial<DeviceOptions> = {}) =>
  RawDevice.open({ port, username, password, ...more });

const login = async (port: number, username: string, password: string, more: Partial<DeviceOptions> = {}) =>
  (await open(port, username, password, more)).login();

test('users log in, each household by itself, and devices across them are linked', async ({
  addUser,
  multiUser,
}) => {
  await addUser('Anna@Example.org', 'correct horse');
  await addUser('bert@example.org', 'wörter : mit doppelpunkt');
  const { port } = await multiUser();
  const anna = await login(port, 'ANNA@example.org', 'correct horse');
  const bert = await login(port, 'bert@example.org', 'wörter : mit doppelpunkt');
  // Neither hears of the other's coming; of their own second device they do.
  const second = await login(port, 'anna@example.org', 'correct horse');
  expect(await anna.next()).toMatchObject({ kind: 'entered', key: second.key });
  anna.connect(bert);
  bert.connect(anna);
  expect(await bert.next()).toMatchObject({ kind: 'connected', key: anna.key });
  anna.data(bert, 'hello');
  expect(await bert.next()).toMatchObject({ kind: 'data', key: anna.key });
  const versions = await (await fetch(`http://127.0.0.1:${port}/versions`)).text();
  expect(versions).toBe('{"versions":[{"version":"1","authMethods":["usernamepassword","v1license"]}]}');
});

test('what is wrong is always the same 403', async ({ accounts, addUser, multiUser }) => {
  await addUser('anna@example.org', 'right');
  await addUser('frida@example.org', 'blocked');
  await accounts(['blockuser', 'frida@example.org']);
  const server = await multiUser();
  const answers = new Set<string>();
  for (const credentials of [
    'anna@example.org:wrong',
    'nobody@example.org:right',
    'frida@example.org:blocked',
    '_license:eyJhbGciOiJSUzI1NiJ9.e30.AAAA',
    ':',
    'anna@example.org:',
  ]) {
    const socket = await RawSocket.open(server.port);
    socket.request(
      'GET /v1/relay HTTP/1.1',
      'Host: x',
      `Authorization: Basic ${Buffer.from(credentials).toString('base64')}`,
    );
    const { statusLine, headers, body } = await socket.answer('GET');
    answers.add(JSON.stringify([statusLine, [...headers].filter(([name]) => name !== 'date'), body]));
  }
  expect([...answers]).toHaveLength(1);
  expect([...answers][0]).toContain('HTTP/1.1 403 ');
  expect(server.stderr).not.toMatch(/right|eyJ/);
});

test('a user who is blocked is out, and back in when unblocked; one who is new can log in', async ({
  accounts,
  addUser,
  multiUser,
}) => {
  await addUser('anna@example.org', 'secret');
  const { port } = await multiUser();
  const devices = [
    await login(port, 'anna@example.org', 'secret'),
    await login(port, 'anna@example.org', 'secret'),
  ];
  await addUser('bert@example.org', 'other');
  const bert = await login(port, 'bert@example.org', 'other');
  expect((await accounts(['blockuser', 'ANNA@example.org'])).stdout.toString()).toBe('User blocked\n');
  for (const device of devices) expect((await device.closed).code).toBe(4005);
  expect(await statusOf(port, 'anna@example.org', 'secret')).toBe(REFUSED);
  await bert.quiet();
  expect((await accounts(['unblockuser', 'anna@example.org'])).stdout.toString()).toBe('User unblocked\n');
  expect(await statusOf(port, 'anna@example.org', 'secret')).toBe(LET_IN);
});

test('another password counts at once, and leaves who is connected', async ({
  accounts,
  addUser,
  multiUser,
}) => {
  await addUser('anna@example.org', 'old');
  const { port } = await multiUser();
  const device = await login(port, 'anna@example.org', 'old');
  const changed = await accounts(['passwd', 'anna@example.org', '--password-stdin'], ' new one \r\nrest');
  expect(changed).toMatchObject({ code: 0, stderr: '' });
  expect(await statusOf(port, 'anna@example.org', ' new one ')).toBe(LET_IN);
  expect(await statusOf(port, 'anna@example.org', 'old')).toBe(REFUSED);
  await device.quiet();
  expect((await accounts(['deluser', 'anna@example.org'])).stdout.toString()).toBe('User deleted\n');
  expect((await device.closed).code).toBe(4005);
});

test('traffic is told by user and address, to the last byte', async ({ accounts, addUser, multiUser }) => {
  await addUser('anna@example.org', 'secret');
  const server = await multiUser();
  const [a, b] = [
    await login(server.port, 'anna@example.org', 'secret'),
    await login(server.port, 'anna@example.org', 'secret'),
  ];
  a.connect(b);
  b.connect(a);
  while ((await a.next()).kind !== 'connected');
  a.data(b, Buffer.alloc(100_000));
  while ((await b.next()).kind !== 'data');
  server.child.kill('SIGTERM');
  expect(await server.exited).toMatchObject({ code: 0 });
  const stats = JSON.parse((await accounts(['stats', '--days', '0'])).stdout.toString());
  expect(stats).toMatchObject({
    days: 0,
    users: [{ user: 'anna@example.org' }],
    ips: [{ ip: '127.0.0.1' }],
  });
  const { sent, recv } = stats.users[0];
  // Keys, challenges, comings and netstrings' heads weigh some hundred bytes more than what was sent.
  for (const bytes of [sent, recv]) {
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(101_500);
  }
  expect(stats.ips[0]).toMatchObject({ sent, recv });
});

test.describe('a database of the reference', () => {
  const env = async () => ({
    AUTH_LICENSE_PUBKEY: await readFile(material('license-test-key.pub.pem'), 'utf8'),
    LICENSE_HASH_SALT: 'test-salt',
  });

  test('is taken over, and nobody notices', async ({ accounts, multiUser, engine }) => {
    const sample = material('sample.sqlite');
    const tried = await accounts(['import', sample, '--dry-run']);
    expect(tried.stdout.toString()).toContain('7 users');
    if (engine === 'sqlite')
      expectOneSentence(await accounts(['users']), /There is no database accounts\.sqlite/);
    const taken = await accounts(['import', sample]);
    expect(taken).toMatchObject({ code: 0, stderr: '' });
    expectOneSentence(await accounts(['import', sample]), /was taken over into \S*accounts\S* already/);

    const { vectors } = JSON.parse(await readFile(material('licenses.json'), 'utf8'));
    const licence = (name: string): string =>
      vectors.find((one: { name: string }) => one.name === name).formatted;
    const { port } = await multiUser(await env());
    const status = (name: string, password: string) => statusOf(port, name, password);
    expect(await status('anna@example.org', 'correct horse')).toBe(LET_IN);
    expect(await status('bert@example.org', 'wörter : mit doppelpunkt')).toBe(LET_IN);
    expect(await status('gero@example.org', 'licence and password')).toBe(LET_IN);
    expect(await status('_license', licence('dora-second'))).toBe(LET_IN);
    expect(await status('_license', licence('dora-first'))).toBe(REFUSED);
    expect(await status('_license', licence('emil'))).toBe(REFUSED);
    expect(await status('frida@example.org', 'blocked')).toBe(REFUSED);
    expect(await status('carl@example.org', 'unverified')).toBe(REFUSED);
    await accounts(['verifyuser', 'carl@example.org']);
    expect(await status('carl@example.org', 'unverified')).toBe(LET_IN);
  });

  test('a disabled licence’s devices are out', async ({ accounts, multiUser }) => {
    await accounts(['import', material('sample.sqlite')]);
    const { vectors } = JSON.parse(await readFile(material('licenses.json'), 'utf8'));
    const text: string = vectors.find(({ name }: { name: string }) => name === 'dora-second').formatted;
    const { port } = await multiUser(await env());
    const device = await login(port, '_license', text);
    const disabled = await accounts(['disablelicense', 'dora@example.org']);
    expect(disabled.stdout.toString()).toBe('License disabled\n');
    expect((await device.closed).code).toBe(4005);
    expect(await statusOf(port, '_license', text)).toBe(REFUSED);
  });
});

test('users are listed, and what cannot be done is said', async ({ accounts, addUser, run }) => {
  await addUser('anna@example.org', 'secret');
  const listed = JSON.parse((await accounts(['users', '--json'])).stdout.toString());
  expect(listed).toMatchObject([
    { email: 'anna@example.org', verified: true, blocked: false, hasPassword: true },
  ]);
  expect((await accounts(['users'])).stdout.toString()).toBe('anna@example.org  verified, password\n');
  expectOneSentence(
    await accounts(['adduser', 'Anna@example.org', '--password-stdin'], 'x'),
    'There is a user anna@example.org already',
  );
  expectOneSentence(await accounts(['adduser', 'a b', '--password-stdin'], 'x'), 'a b is no e-mail address.');
  expectOneSentence(
    await accounts(['adduser', 'new@example.org', '--password-stdin'], '\n'),
    'No password was given',
  );
  expectOneSentence(
    await accounts(['blockuser', 'nobody@example.org']),
    'There is no user nobody@example.org.',
  );
  expectOneSentence(
    await accounts(['disablelicense', 'anna@example.org']),
    'has never logged in with a licence',
  );
  expectOneSentence(await run(['stats', '-d', 'none.sqlite']), 'There is no database none.sqlite');
  const elsewhere = await run(['users', '-d', 'postgres://me:p@ss/word@x/y']);
  expectOneSentence(elsewhere, /^A database of PostgreSQL is given as .* %2F for a slash\.\n/);
  expect(elsewhere.stderr).not.toContain('ss/');
  expect((await accounts(['stats', '--days', 'x'])).code).toBe(2);
  const mixed = await run(['server', '--multi-user', '--username', 'me', '--port', '0']);
  expect(mixed.code).toBe(2);
  expect(mixed.stderr).toContain('the accounts are in the database');
});

test('the database is copied beside a running relay', async ({
  accounts,
  addUser,
  multiUser,
  run,
  engine,
}) => {
  test.skip(engine !== 'sqlite', 'PostgreSQL has a program for that');
  await addUser('anna@example.org', 'secret');
  await multiUser();
  expect(await accounts(['backup', 'copy.sqlite'])).toMatchObject({ code: 0, stderr: '' });
  expectOneSentence(await accounts(['backup', 'copy.sqlite']), 'copy.sqlite exists already');
  expect((await run(['users', '-d', 'copy.sqlite'])).stdout.toString()).toContain('anna@example.org');
});

test('what is wrong with the file beside the database is said of that file', async ({
  accounts,
  addUser,
  engine,
}) => {
  test.skip(engine !== 'sqlite', 'PostgreSQL has a program for that');
  await addUser('anna@example.org', 'secret');
  expect(await accounts(['backup', 'copy.sqlite'])).toMatchObject({ code: 0 });
  const copied = await accounts(['backup', 'nowhere/copy.sqlite']);
  expectOneSentence(copied, /^There is no file \S+nowhere\/copy\.sqlite, or no folder for it\. /);
  const imported = await accounts(['-d', 'new.sqlite', 'import', 'copy.sqlite']);
  expectOneSentence(imported, /^\S+copy\.sqlite has other tables than a database of the reference: /);
});

test('one who moves a key to another account takes the older one’s place', async ({ addUser, multiUser }) => {
  await addUser('anna@example.org', 'a');
  await addUser('bert@example.org', 'b');
  const { port } = await multiUser();
  const keys = makeKeys();
  const first = await login(port, 'anna@example.org', 'a', { keys });
  await login(port, 'bert@example.org', 'b', { keys });
  expect((await first.closed).code).toBe(4001);
});

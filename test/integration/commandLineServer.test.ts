import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, expectOneSentence, LOGIN, test } from '../helpers/commandLine';
import { isFree } from '../helpers/ports';
import { type DeviceOptions, RawDevice } from '../helpers/rawDevice';
import { RawSocket } from '../helpers/rawSocket';
import { ACCOUNT } from '../helpers/relayFixture';

// `buckets-relay server` as a process: what it prints, its account, and how it ends.

const WINDOWS = process.platform === 'win32';

/** A device that has logged in there. */
const device = async (port: number, more: Partial<DeviceOptions> = {}) =>
  (await RawDevice.open({ port, ...ACCOUNT, ...more })).login();

test.describe('running', () => {
  test('prints exactly one line on standard output, and logs on standard error', async ({ serve }) => {
    const server = await serve();
    const a = await device(server.port);
    const b = await device(server.port);
    a.connect(b);
    b.connect(a);
    await server.until('stderr', /Linked with .*\n/);
    await expect(RawDevice.open({ port: server.port, username: 'x', password: 'y' })).rejects.toThrow('403');
    await server.until('stderr', /127\.0\.0\.1: Turned away: .*\n/);
    a.send(Buffer.from('nonsense'));
    await a.closed;
    await b.close();
    await server.until('stderr', /Connection 2 ended \(1000\)/);
    expect(server.stdout.toString()).toBe(`listening on http://127.0.0.1:${server.port}/v1/relay\n`);
    for (const line of server.stderr.trimEnd().split('\n'))
      expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z \S/);
  });

  test('takes as many connections as it was told to, and no more', async ({ serve }) => {
    const server = await serve(['--connections', '2']);
    const devices = [await device(server.port), await device(server.port)];
    await expect(device(server.port)).rejects.toThrow();
    await devices[0]?.close();
    await server.until('stderr', /Connection 1 ended \(1000\)/);
    await (await device(server.port)).close();
  });

  test('passes data on without its fast way too', async ({ serve }) => {
    const server = await serve(['--no-fast-path']);
    const [a, b] = [await device(server.port), await device(server.port)];
    a.connect(b);
    b.connect(a);
    await server.until('stderr', /Linked with .*\n/);
    a.data(b, 'hello');
    for (;;) {
      const heard = await b.next();
      if (heard.kind !== 'data') continue;
      expect(heard.data.toString()).toBe('hello');
      break;
    }
  });

  test('has no secret in what it writes', async ({ serve }) => {
    const server = await serve();
    const a = await RawDevice.open({ port: server.port, ...ACCOUNT });
    const challenge = await a.challenge();
    const iam = a.iam(challenge);
    a.send(iam);
    await a.next();
    const wrong = RawDevice.open({ port: server.port, username: 'x', password: 'a wrong guess' });
    await expect(wrong).rejects.toThrow();
    const b = await device(server.port);
    a.connect(b);
    b.connect(a);
    await server.until('stderr', /Linked with .*\n/);
    a.data(b, 'the payload itself');
    for (let heard = await b.next(); heard.kind !== 'data'; ) heard = await b.next();
    await a.close();
    await b.close();
    await server.until('stderr', /Connection 2 ended/);
    const written = `${server.stdout}${server.stderr}`;
    const secrets = [ACCOUNT.password, 'a wrong guess', 'the payload itself'].flatMap((text) => [
      text,
      Buffer.from(text).toString('base64').slice(0, 12),
      Buffer.from(text).toString('hex'),
    ]);
    for (const bytes of [challenge, iam.subarray(iam.indexOf('i64:') + 4).subarray(0, 64)])
      secrets.push(bytes.toString('base64').slice(0, 20), bytes.toString('hex').slice(0, 20));
    secrets.push(Buffer.from(`${ACCOUNT.username}:${ACCOUNT.password}`).toString('base64').slice(0, 20));
    for (const secret of secrets) expect(written).not.toContain(secret);
  });

  test('takes the credentials from options before those of the environment', async ({ serve }) => {
    const server = await serve(['--username', 'me', '--password', 'colon:ed']);
    await (await device(server.port, { username: 'ME', password: 'colon:ed' })).close();
    await expect(device(server.port)).rejects.toThrow('403');
  });

  test('listens on the address that it is told, and names it', async ({ serve }) => {
    const server = await serve(['--address', '::1']);
    expect(server.stdout.toString()).toBe(`listening on http://[::1]:${server.port}/v1/relay\n`);
    await (await device(server.port, { host: '::1' })).close();
    await expect(RawSocket.open(server.port, '127.0.0.1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('outlives whoever reads its log', async ({ serve }) => {
    const server = await serve();
    server.child.stderr.destroy();
    // Each of these makes lines that nobody takes any more.
    for (let i = 0; i < 5; i++) await (await device(server.port)).close();
    await (await device(server.port)).quiet();
    expect(server.child.exitCode).toBe(null);
  });
});

test.describe('--account', () => {
  test('makes the file once, for the user alone, and reads it again', async ({ serve, folder }) => {
    const file = join(folder, 'new folder', 'account.json');
    const first = await serve(['--account', file], {});
    const text = await readFile(file, 'utf8');
    const account: { username: string; password: string } = JSON.parse(text);
    expect(Object.keys(account).sort()).toEqual(['password', 'username']);
    expect(account.password.length).toBeGreaterThanOrEqual(16);
    if (!WINDOWS) expect((await stat(file)).mode & 0o777).toBe(0o600);
    await (await device(first.port, account)).close();
    expect(first.stdout.toString() + first.stderr).not.toContain(account.password);

    const second = await serve(['--account', file], {});
    expect(await readFile(file, 'utf8')).toBe(text);
    await (await device(second.port, account)).close();
  });

  test('makes another password for each file', async ({ serve, folder }) => {
    const files = [join(folder, 'a.json'), join(folder, 'b.json')];
    for (const file of files) await serve(['--account', file], {});
    const [a, b] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    expect(a).not.toBe(b);
  });

  test('takes an account that was written by hand', async ({ serve, folder }) => {
    const file = join(folder, 'account.json');
    await writeFile(file, '{ "password": "größe:x", "username": "Me@Example.org" }');
    const server = await serve(['--account', file], {});
    await (await device(server.port, { username: 'me@example.org', password: 'größe:x' })).close();
  });

  const BROKEN = [
    '{',
    'null',
    '[]',
    '"household"',
    '{"username":"a"}',
    '{"username":"a","password":""}',
    '{"username":"","password":"x"}',
    '{"username":"a:b","password":"x"}',
    '{"username":1,"password":2}',
    '\x00\xff',
  ];
  for (const text of BROKEN) {
    test(`leaves a broken file as it is: ${JSON.stringify(text)}`, async ({ run, folder }) => {
      const file = join(folder, 'account.json');
      await writeFile(file, text, { mode: 0o644 });
      expectOneSentence(await run(['server', '--port', '0', '--account', file]), file);
      expect(await readFile(file, 'utf8')).toBe(text);
    });
  }

  test('says so when the file cannot be read or made', async ({ run, folder }) => {
    const there = join(folder, 'folder');
    await mkdir(there);
    expectOneSentence(await run(['server', '--port', '0', '--account', there]), 'cannot be read (EISDIR)');
    const file = join(folder, 'file');
    await writeFile(file, 'x');
    expectOneSentence(await run(['server', '--port', '0', '--account', join(file, 'below')]), /cannot be/);
  });
});

test.describe('ending', () => {
  test.skip(WINDOWS, 'Windows has no signals: a process is just ended');

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`${signal} tells every client 1001 and exits with 0`, async ({ serve }) => {
      const server = await serve();
      const clients = [await device(server.port), await device(server.port)];
      server.child.kill(signal);
      for (const client of clients) expect(await client.closed).toMatchObject({ code: 1001 });
      expect(await server.exited).toMatchObject({ code: 0, signal: null });
      expect(await isFree(server.port)).toBe(true);
      expect(server.stdout.toString()).toBe(`listening on http://127.0.0.1:${server.port}/v1/relay\n`);
    });
  }

  test('does not wait for a client that never answers', async ({ serve }) => {
    const server = await serve();
    const hanging = await device(server.port, { answersClose: false });
    server.child.kill('SIGTERM');
    expect(await hanging.closed).toMatchObject({ code: 1001 });
    expect(await server.exited).toMatchObject({ code: 0 });
  });

  test('logs the end of every connection', async ({ serve }) => {
    const server = await serve();
    for (let i = 0; i < 3; i++) await device(server.port);
    server.child.kill('SIGTERM');
    const { stderr } = await server.exited;
    for (const conn of [1, 2, 3]) expect(stderr).toContain(`Connection ${conn} ended (1001)`);
  });

  test('both signals at once end it once', async ({ serve }) => {
    const server = await serve();
    const client = await device(server.port, { answersClose: false });
    server.child.kill('SIGTERM');
    server.child.kill('SIGINT');
    await client.closed;
    expect(await server.exited).toMatchObject({ code: 0, signal: null });
  });

  test('on a busy port leaves the other relay alone', async ({ serve, run }) => {
    const server = await serve();
    const client = await device(server.port);
    expectOneSentence(await run(['server', '--port', String(server.port)], { env: LOGIN }), 'in use');
    await client.quiet();
  });
});

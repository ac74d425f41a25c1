import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, expectOneSentence, LOGIN, test } from '../helpers/commandLine';
import { ACCOUNT } from '../helpers/relayFixture';

// Every option of `server` has a variable too, as containers set them.

const basic = (password: string) =>
  `Basic ${Buffer.from(`${ACCOUNT.username}:${password}`).toString('base64')}`;

/** The status of a login without an upgrade: 400 when it is right, 403 when not. */
const statusOf = async (port: number, password: string = ACCOUNT.password) => {
  const headers = { Authorization: basic(password) };
  return (await fetch(`http://127.0.0.1:${port}/v1/relay`, { headers })).status;
};

test('port, address and account can come from the environment alone', async ({ cli }) => {
  const server = cli(['server'], { env: { ...LOGIN, RELAY_PORT: '0', RELAY_ADDRESS: '127.0.0.1' } });
  const [, port] = await server.until('stdout', /^listening on http:\/\/127\.0\.0\.1:(\d+)\/v1\/relay\n/);
  expect(await statusOf(Number(port))).toBe(400);
});

test('an option counts before its variable, and an empty variable is none', async ({ cli }) => {
  const env = {
    ...LOGIN,
    RELAY_PORT: '1',
    RELAY_ADDRESS: '',
    RELAY_TLS: '',
    RELAY_ACCOUNT: ' ',
    RELAY_NAME: 'unused',
  };
  const server = cli(['server', '--port', '0'], { env });
  await server.until('stdout', /^listening on http:\/\/127\.0\.0\.1:\d+\//);
});

for (const [value, isOn] of [
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
  ['no', false],
] as const)
  test(`RELAY_ADVERTISE=${value} is ${isOn ? 'on' : 'off'}`, async ({ cli, folder }) => {
    const env = { ...LOGIN, RELAY_ADVERTISE: value, RELAY_PORT: '0', XDG_CONFIG_HOME: folder, HOME: folder };
    const server = cli(['server'], { env });
    const [, port] = await server.until('stdout', /:(\d+)\/v1\/relay\n/);
    // A relay that is advertised has an identity, and proves it.
    const proof = await fetch(`http://127.0.0.1:${port}/identity?challenge=${'0'.repeat(64)}`);
    expect(proof.status).toBe(isOn ? 200 : 404);
  });

test('RELAY_ADVERTISE is on or off, nothing else, and an option counts before it', async ({ run, cli }) => {
  const server = ['server', '--port', '0'];
  const odd = await run(server, { env: { ...LOGIN, RELAY_ADVERTISE: 'nope' } });
  expect(odd.code).toBe(2);
  expect(odd.stderr).toContain('RELAY_ADVERTISE is true or false');
  const off = cli([...server, '--no-advertise'], { env: { ...LOGIN, RELAY_ADVERTISE: 'true' } });
  const [, port] = await off.until('stdout', /:(\d+)\/v1\/relay\n/);
  expect((await fetch(`http://127.0.0.1:${port}/identity?challenge=${'0'.repeat(64)}`)).status).toBe(404);
});

test('a user name with a password behind it is refused, and not repeated', async ({ run }) => {
  const env = { RELAY_USERNAME: 'me:S3CR3T', RELAY_PASSWORD: 'S3CR3T' };
  const { code, stderr } = await run(['server', '--port', '0'], { env });
  expect(code).toBe(2);
  expect(stderr).toContain('must not contain a colon');
  expect(stderr).not.toContain('S3CR3T');
});

test('RELAY_TLS has the values of --tls', async ({ cli, folder }) => {
  const env = { ...LOGIN, RELAY_PORT: '0', RELAY_TLS: 'self-signed', RELAY_TLS_DIRECTORY: folder };
  const server = cli(['server'], { env });
  await server.until('stdout', /^listening on https:/);
  const wrong = await cli(['server'], { env: { ...LOGIN, RELAY_TLS: 'sometimes' } }).exited;
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('RELAY_TLS');
});

test.describe('a password in a file', () => {
  test('is taken without the line’s end, and changes nothing else in it', async ({ cli, folder }) => {
    const path = join(folder, 'secret');
    await writeFile(path, ' two words \n', { mode: 0o600 });
    const env = { RELAY_USERNAME: ACCOUNT.username, RELAY_PASSWORD_FILE: path };
    const server = cli(['server', '--port', '0'], { env });
    const [, port] = await server.until('stdout', /:(\d+)\/v1\/relay\n/);
    expect(await statusOf(Number(port), ' two words ')).toBe(400);
    expect(await statusOf(Number(port), 'two words')).toBe(403);
  });

  test('is taken without what editors put around it, and by devices too', async ({
    serve,
    cli,
    run,
    folder,
  }) => {
    const path = join(folder, 'secret');
    await writeFile(path, `\ufeff${ACCOUNT.password}\r\n\n`, { mode: 0o600 });
    const env = { RELAY_USERNAME: ACCOUNT.username, RELAY_PASSWORD_FILE: path };
    const server = await serve([], env);
    const { port } = server;
    await run(['genkeys']);
    const key = randomBytes(32).toString('base64');
    const device = cli(['receive', `http://127.0.0.1:${port}/v1/relay`, key], { env });
    const found = await run(['doctor', `http://127.0.0.1:${port}/v1/relay`], { env });
    expect(found.stdout.toString()).toContain('[passed] Login works');
    // An option counts before a variable here too.
    const wrong = { RELAY_USERNAME: ACCOUNT.username, RELAY_PASSWORD: 'wrong' };
    const url = `http://127.0.0.1:${port}/v1/relay`;
    const right = await run(['doctor', url, '--password-file', path], { env: wrong });
    expect(right.stdout.toString()).toContain('[passed] Login works');
    await server.until('stderr', /Connected from/);
    device.child.kill('SIGKILL');
    const other = cli(['receive', url, key, '--password-file', path], { env: wrong });
    await server.until('stderr', /Connected from[\s\S]*Connected from/);
    other.child.kill('SIGKILL');
  });

  test('that is missing or holds none is named', async ({ run, folder }) => {
    const env = { RELAY_USERNAME: ACCOUNT.username };
    const missing = join(folder, 'nothing');
    expectOneSentence(
      await run(['server', '--password-file', missing], { env }),
      `${missing} cannot be read (ENOENT)`,
    );
    for (const content of [
      '\n',
      'two\nlines\n',
      '\ufeff',
      'tab\tin it',
      Buffer.from([0xff, 0xfe, 0x41, 0]),
      'x'.repeat(201),
    ]) {
      const path = join(folder, 'unusable');
      await writeFile(path, content);
      const exit = await run(['server', '--password-file', path], { env });
      expectOneSentence(exit, `${path} holds no password`);
    }
  });
});

test.describe('two accounts at once', () => {
  test('as options are a misunderstanding', async ({ run, folder }) => {
    const account = ['--account', join(folder, 'account.json')];
    const exit = await run(['server', '--port', '0', ...account, '--username', 'me']);
    expect(exit.code).toBe(2);
    expect(exit.stderr).toContain('either --account (RELAY_ACCOUNT), or a user name and a password');
    const passwords = ['--username', 'me', '--password', 'a', '--password-file', 'b'];
    expect((await run(['server', '--port', '0', ...passwords])).code).toBe(2);
  });

  test('the option counts before the environment', async ({ cli, folder }) => {
    const path = join(folder, 'account.json');
    await writeFile(path, JSON.stringify({ username: ACCOUNT.username, password: 'from the file' }), {
      mode: 0o600,
    });
    const server = cli(['server', '--port', '0', '--account', path], { env: LOGIN });
    const [, port] = await server.until('stdout', /:(\d+)\/v1\/relay\n/);
    expect(await statusOf(Number(port), 'from the file')).toBe(400);
    expect(await statusOf(Number(port))).toBe(403);
    const own = ['server', '--port', '0', '--username', ACCOUNT.username, '--password', 'of the option'];
    const other = cli(own, { env: { RELAY_ACCOUNT: path, RELAY_PASSWORD: 'of the environment' } });
    const [, otherPort] = await other.until('stdout', /:(\d+)\/v1\/relay\n/);
    expect(await statusOf(Number(otherPort), 'of the option')).toBe(400);
  });
});

test.describe('the log', () => {
  test('is told in JSON, a line each, with no secret in it', async ({ serve, cli, run }) => {
    const server = await serve(['--log-format', 'json']);
    await run(['genkeys']);
    const url = `http://127.0.0.1:${server.port}/v1/relay`;
    const device = cli(['receive', url, randomBytes(32).toString('base64')], { env: LOGIN });
    await server.until('stderr', /"kind":"authenticated"/);
    expect(await statusOf(server.port, 'wrong')).toBe(403);
    await server.until('stderr', /"kind":"loginRefused"/);
    device.child.kill('SIGKILL');
    await server.until('stderr', /"kind":"left"/);
    server.child.kill('SIGTERM');
    const { stderr } = await server.exited;
    const entries = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const { time, level, kind } of entries) {
      expect(new Date(time).toISOString()).toBe(time);
      expect(['detail', 'info', 'warning', 'error']).toContain(level);
      expect(typeof kind).toBe('string');
    }
    expect(entries).toContainEqual(
      expect.objectContaining({ level: 'error', kind: 'loginRefused', from: '127.0.0.1', reason: 'wrong' }),
    );
    expect(entries.at(-1)).toMatchObject({ level: 'info', kind: 'message', text: 'stopping (SIGTERM)' });
    expect(stderr).not.toContain(ACCOUNT.password);
  });

  test('leaves out what matters less than asked for', async ({ cli }) => {
    const env = { ...LOGIN, RELAY_PORT: '0', RELAY_LOG_LEVEL: 'error' };
    const server = cli(['server'], { env });
    const [, port] = await server.until('stdout', /:(\d+)\/v1\/relay\n/);
    await fetch(`http://127.0.0.1:${port}/v1/relay`);
    await statusOf(Number(port), 'wrong');
    await server.until('stderr', /Turned away: wrong login/);
    expect(server.stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

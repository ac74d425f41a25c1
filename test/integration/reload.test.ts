import { spawn } from 'node:child_process';
import { copyFile, cp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, LOGIN, test } from '../helpers/commandLine';
import { fingerprintIn, handshake, makePair } from '../helpers/openssl';
import { Cli } from '../helpers/processes';
import { type DeviceOptions, makeKeys, RawDevice } from '../helpers/rawDevice';
import { ACCOUNT } from '../helpers/relayFixture';

// SIGHUP: a running relay reads its files again, and nobody is dropped.

test.skip(process.platform === 'win32', 'there is no such signal');

const login = async (port: number, more: Partial<DeviceOptions> = {}) =>
  (await RawDevice.open({ port, ...ACCOUNT, ...more })).login();

/** Sends the signal, and resolves when all was read; with what was logged since. */
async function reload(server: Cli): Promise<string> {
  const before = server.stderr.length;
  server.child.kill('SIGHUP');
  for (;;) {
    await server.until('stderr', new RegExp(`^[^]{${before}}[^]*read the files again[^\\n]*\\n`));
    // What needs a restart is told right behind it.
    return server.stderr.slice(before);
  }
}

test('log level and connections change, and devices stay', async ({ serve, folder }) => {
  const path = join(folder, 'relay.toml');
  await writeFile(path, 'log-level = "detail"\n');
  const server = await serve(['--config', 'relay.toml']);
  const first = await login(server.port);
  await server.until('stderr', /Connected[^\n]*\n/);
  await writeFile(path, 'log-level = "error"\nconnections = 2\n');
  expect(await reload(server)).toMatch(/read the files again: in force now: connections, log-level\n$/);
  const before = server.stderr.length;
  await login(server.port);
  await expect(login(server.port)).rejects.toThrow();
  await first.next();
  await first.quiet();
  expect(server.stderr.length).toBe(before);
  // What is no longer in the file is as usual again.
  await writeFile(path, '');
  await reload(server);
  await login(server.port);
  await server.until('stderr', new RegExp(`^[^]{${before}}[^]*Connected`));
});

test('a certificate that was renewed is served at once', async ({ serve, folder }) => {
  const [old, renewed] = [await makePair(folder, 'old'), await makePair(folder, 'renewed')];
  const [certificate, key] = [join(folder, 'served.pem'), join(folder, 'served.key')];
  const put = (pair: typeof old) =>
    Promise.all([copyFile(pair.certificate, certificate), copyFile(pair.key, key)]);
  await put(old);
  const server = await serve(['--tls', `${certificate},${key}`]);
  const trusting = (file: string) => handshake(server.port, '-verify_return_error', '-CAfile', file);
  expect(await trusting(old.certificate)).toMatchObject({ code: 0 });
  await put(renewed);
  await reload(server);
  expect(await trusting(renewed.certificate)).toMatchObject({ code: 0 });
  expect((await trusting(old.certificate)).code).not.toBe(0);
  expect(server.stderr.replace(/\s/g, '')).toContain(await fingerprintIn(renewed.certificate));
});

test('who is blocked in the file by hand is out', async ({ serve, folder, run }) => {
  const server = await serve(['--data', 'data']);
  const [phone, laptop] = [await login(server.port), await login(server.port)];
  await expect
    .poll(
      async () =>
        JSON.parse((await run(['devices', '--data', 'data', '--json'])).stdout.toString()).devices.length,
    )
    .toBe(2);
  expect((await run(['devices', '--data', 'data', 'name', phone.key, 'Phone'])).code).toBe(0);
  const path = join(folder, 'data/devices.json');
  const stored = JSON.parse(await readFile(path, 'utf8'));
  for (const device of stored.devices) device.blocked = device.key === phone.key;
  await writeFile(path, JSON.stringify(stored));
  await reload(server);
  expect((await phone.closed).code).toBe(4005);
  await laptop.next();
  expect(await laptop.next()).toMatchObject({ kind: 'exited', key: phone.key });
});

test('who is blocked stays out when that could not be saved', async ({ serve, folder, run }) => {
  const server = await serve(['--data', 'data']);
  const phone = await login(server.port);
  const devices = (...args: string[]) => run(['devices', '--data', 'moved', ...args]);
  await expect
    .poll(async () => (await run(['devices', '--data', 'data', '--json'])).stdout.toString())
    .toContain(phone.key);
  await rename(join(folder, 'data'), join(folder, 'moved'));
  await writeFile(join(folder, 'data'), '');
  expect((await devices('block', phone.key)).stderr).toContain('It is done, but not saved');
  expect((await phone.closed).code).toBe(4005);
  expect(await reload(server)).toContain('cannot be saved');
  expect(JSON.parse((await devices('--json')).stdout.toString()).devices).toMatchObject([
    { key: phone.key, state: 'blocked' },
  ]);
  const again = await RawDevice.open({ port: server.port, ...ACCOUNT, keys: phone.keys });
  again.send(again.iam(await again.challenge()));
  expect(await again.next()).toMatchObject({ kind: 'error' });
  // As soon as there is room, it is saved and read.
  await rm(join(folder, 'data'));
  await reload(server);
  expect(await readFile(join(folder, 'data/devices.json'), 'utf8')).toContain('"blocked": true');
});

test('what cannot be applied is named, and so is a file that is wrong, which changes nothing', async ({
  serve,
  folder,
}) => {
  const path = join(folder, 'relay.toml');
  await writeFile(path, 'connections = 5\n');
  const server = await serve(['--config', 'relay.toml'], LOGIN);
  const device = await login(server.port);
  await writeFile(path, 'connections = 0\n');
  expect(await reload(server)).toMatch(
    /relay\.toml, line 1, connections: It has to be a number from 1 to 1000000\.\n.*read the files again: no option is new\n$/,
  );
  await writeFile(path, 'connections = 5\naddress = "::1"\nlog-format = "json"\nport = 3\n');
  await reload(server);
  // The port was an option on the command line, which counts before the file.
  await server.until('stderr', /a restart is needed for address, log-format\n/);
  await device.quiet();
});

test('options that contradict each other are told in the log alone', async ({ serve, folder }) => {
  const path = join(folder, 'relay.toml');
  const account = Object.entries(ACCOUNT).map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`);
  await writeFile(path, account.join(''), { mode: 0o600 });
  const server = await serve(['--config', path, '--log-format', 'json'], {});
  await writeFile(path, `${account.join('')}account = "account.json"\n`);
  await reload(server);
  server.child.kill('SIGTERM');
  const lines = (await server.exited).stderr.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ text: expect.stringMatching(/^give either --account/) }),
  );
});

test('what needs a restart is told as long as it does', async ({ serve, folder }) => {
  const path = join(folder, 'relay.toml');
  await writeFile(path, '');
  const server = await serve(['--config', 'relay.toml']);
  await writeFile(path, 'address = "::1"\n');
  for (let times = 1; times <= 2; times++) {
    await reload(server);
    await server.until('stderr', new RegExp(`(a restart is needed for address\\n[^]*){${times}}`));
  }
  await writeFile(path, 'log-level = "info"\n');
  await reload(server);
  await writeFile(path, '');
  // By its end, what came before it was told, too.
  await reload(server);
  expect(server.stderr.match(/a restart is needed/g)).toHaveLength(2);
});

test('a program that was replaced on the disk goes on, and says so', async ({ folder, undo }) => {
  const root = join(import.meta.dirname, '../..');
  await cp(join(root, 'out/main'), join(folder, 'out/main'), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const program = join(folder, 'out/main/cli.cjs');
  const server = new Cli(
    spawn(process.execPath, [program, 'server', '--port', '0'], {
      env: { PATH: process.env.PATH ?? '', HOME: folder, ...LOGIN },
    }),
  );
  undo(() => server.child.kill('SIGKILL') && server.exited);
  const [, port] = await server.until('stdout', /:(\d+)\/v1\/relay\n/);
  const device = await login(Number(port));
  await rm(join(folder, 'out/main/cli/reload.cjs'));
  server.child.kill('SIGHUP');
  await server.until('stderr', /the files cannot be read again \(MODULE_NOT_FOUND\): restart the relay/);
  await device.quiet();
});

test('another password is told to need a restart', async ({ serve, folder }) => {
  const file = join(folder, 'password.txt');
  await writeFile(file, ACCOUNT.password);
  const server = await serve(['--password-file', file], { RELAY_USERNAME: ACCOUNT.username });
  await writeFile(file, 'another one, S3CR3T');
  await reload(server);
  await server.until('stderr', /a restart is needed for the account\n/);
  await login(server.port, { keys: makeKeys() });
  expect(server.stderr).not.toContain('S3CR3T');
});

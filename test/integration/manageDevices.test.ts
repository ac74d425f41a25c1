import { once } from 'node:events';
import { link, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { openControlSocket } from '../../main/server/control/controlSocket';
import { test as base, type Cli, expect, expectOneSentence, LOGIN } from '../helpers/commandLine';
import type { Exit } from '../helpers/processes';
import { type DeviceOptions, makeKeys, RawDevice } from '../helpers/rawDevice';
import { ACCOUNT } from '../helpers/relayFixture';

// `devices`: the devices of a running relay, from the command line.

interface Listed {
  readonly onlyKnown: boolean;
  readonly devices: readonly Readonly<Record<string, unknown>>[];
}

interface Kit {
  /** `server` that keeps what it makes in the test's own folder. */
  relayWithData: () => Promise<Cli & { port: number }>;
  devices: (...args: readonly string[]) => Promise<Exit>;
  list: () => Promise<Listed>;
}

const test = base.extend<Kit>({
  relayWithData: async ({ serve }, use) => use(() => serve(['--data', 'data'])),
  devices: async ({ run }, use) =>
    use((...args) => run(['devices', ...args], { env: { RELAY_DATA: 'data' } })),
  list: async ({ devices }, use) =>
    use(async () => JSON.parse((await devices('list', '--json')).stdout.toString())),
});

const open = (port: number, more: Partial<DeviceOptions> = {}) =>
  RawDevice.open({ port, ...ACCOUNT, ...more });
const login = async (port: number, more: Partial<DeviceOptions> = {}) => (await open(port, more)).login();

/** What the relay says to a device that proves its key. */
async function answerTo(port: number, options: Partial<DeviceOptions>) {
  const device = await open(port, options);
  device.send(device.iam(await device.challenge()));
  return device.next();
}

test('lists who is connected and who was, with what passed', async ({ relayWithData, list, devices }) => {
  const { port } = await relayWithData();
  const [a, b] = [await login(port), await login(port)];
  a.connect(b);
  b.connect(a);
  while ((await a.next()).kind !== 'connected');
  a.data(b, 'hello');
  while ((await b.next()).kind !== 'data');
  const gone = await login(port);
  await gone.close();
  await expect
    .poll(async () => (await list()).devices.find(({ key }) => key === gone.key)?.state)
    .toBe('away');
  const { devices: all, onlyKnown } = await list();
  expect(onlyKnown).toBe(false);
  expect(all).toHaveLength(3);
  const connected = { state: 'connected', from: '127.0.0.1' };
  expect(all).toContainEqual(
    expect.objectContaining({ ...connected, key: a.key, sent: 5, received: 0, linkedWith: [b.key] }),
  );
  expect(all).toContainEqual(
    expect.objectContaining({ ...connected, key: b.key, sent: 0, received: 5, linkedWith: [a.key] }),
  );
  const table = (await devices()).stdout.toString();
  expect(table).toMatch(/^NAME +KEY +STATE +SINCE +ADDRESS +SENT +RECEIVED +LINKED\n/);
  expect(table).toContain(`-     ${a.key.slice(0, 12)}  connected`);
});

test('a name stays, and stands for the device', async ({ relayWithData, devices, list }) => {
  const first = await relayWithData();
  const phone = await login(first.port);
  expect(await devices('name', phone.key.slice(0, 8), 'Lena’s phone')).toMatchObject({ code: 0, stderr: '' });
  first.child.kill('SIGTERM');
  await first.exited;
  await relayWithData();
  expect((await list()).devices).toMatchObject([{ key: phone.key, name: 'Lena’s phone', state: 'away' }]);
  expect(await devices('name', 'Lena’s phone', '')).toMatchObject({ code: 0 });
  expect((await list()).devices[0]).not.toHaveProperty('name');
});

test('a blocked device is out at once, stays out after a restart, and comes back when it is unblocked', async ({
  relayWithData,
  devices,
  list,
}) => {
  const first = await relayWithData();
  const keys = makeKeys();
  const phone = await login(first.port, { keys });
  expect(await devices('block', keys.key)).toMatchObject({ code: 0, stderr: '' });
  expect((await phone.closed).code).toBe(4005);
  expect(await answerTo(first.port, { keys })).toMatchObject({ kind: 'error' });
  first.child.kill('SIGKILL');
  await first.exited;
  // It was written at once; and the socket that was left is taken over.
  const second = await relayWithData();
  expect((await list()).devices).toMatchObject([{ key: keys.key, state: 'blocked' }]);
  expect(await answerTo(second.port, { keys })).toMatchObject({ kind: 'error' });
  expect(await devices('unblock', keys.key)).toMatchObject({ code: 0 });
  await login(second.port, { keys });
});

test('with only-known, others wait until they are let in', async ({ relayWithData, devices, list }) => {
  const first = await relayWithData();
  const known = makeKeys();
  await login(first.port, { keys: known });
  expect(await devices('only-known', 'on')).toMatchObject({ code: 0 });
  first.child.kill('SIGTERM');
  await first.exited;
  const second = await relayWithData();
  await login(second.port, { keys: known });
  const keys = makeKeys();
  expect(await answerTo(second.port, { keys })).toMatchObject({ kind: 'error' });
  const { devices: all, onlyKnown } = await list();
  expect(onlyKnown).toBe(true);
  expect(all).toContainEqual(expect.objectContaining({ key: keys.key, state: 'waiting' }));
  expect((await devices()).stdout.toString()).toContain('Only known devices may connect.');
  expect(await devices('let-in', keys.key.slice(0, 10))).toMatchObject({ code: 0 });
  await login(second.port, { keys });
  // One that is still to come.
  const later = makeKeys();
  expect(await devices('let-in', later.key)).toMatchObject({ code: 0 });
  await login(second.port, { keys: later });
});

test('a device that is forgotten is disconnected, and comes as a new one', async ({
  relayWithData,
  devices,
  list,
}) => {
  const { port } = await relayWithData();
  const keys = makeKeys();
  const phone = await login(port, { keys });
  await devices('name', keys.key, 'Phone');
  expect(await devices('forget', 'Phone')).toMatchObject({ code: 0 });
  await phone.closed;
  expect((await list()).devices).toEqual([]);
  await login(port, { keys });
  expect((await list()).devices[0]).not.toHaveProperty('name');
});

test('what is not clear is told, and nothing is done', async ({ relayWithData, devices }) => {
  const { port } = await relayWithData();
  const [a, b] = [await login(port), await login(port)];
  await devices('name', a.key, 'Phone');
  await devices('name', b.key, 'Phone');
  expectOneSentence(await devices('block', 'Phone'), '2 devices are meant by Phone: give more of the key.');
  expectOneSentence(await devices('block', 'nobody'), 'There is no device with the name or key nobody.');
  expectOneSentence(await devices('name', a.key, 'x'.repeat(61)), 'at most 60 characters');
  expectOneSentence(await devices('name', a.key, 'a\u0007b'), 'all of them printable');
  for (const args of [['only-known', 'maybe'], ['block'], ['name', 'Phone'], ['paint', 'Phone']])
    expect((await devices(...args)).code).toBe(2);
  // Neither is out.
  expect(await a.next()).toMatchObject({ kind: 'entered', key: b.key });
  await a.quiet();
});

test('a name that looks like a key leaves each device within reach', async ({
  relayWithData,
  devices,
  list,
}) => {
  const { port } = await relayWithData();
  const [a, b] = [await login(port), await login(port)];
  expect(await devices('name', a.key, b.key)).toMatchObject({ code: 0 });
  expect(await devices('name', b.key, 'Phone')).toMatchObject({ code: 0 });
  expect((await list()).devices).toContainEqual(expect.objectContaining({ key: b.key, name: 'Phone' }));
});

test('without a relay it says so', async ({ devices, folder }) => {
  expectOneSentence(await devices(), `No relay is running that keeps its files in data`);
  expect(folder).not.toBe('');
});

test('the socket is the user’s own, and bears what is sent to it', async ({
  relayWithData,
  folder,
  list,
}) => {
  test.skip(process.platform === 'win32', 'pipes have no mode');
  await relayWithData();
  const path = join(folder, 'data/control.sock');
  // It is there once the relay can be asked.
  await expect.poll(list).toMatchObject({ devices: [] });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700);
  const answer = (text: string) =>
    new Promise<string>((resolve) => {
      let got = '';
      const socket = connect(path, () => socket.write(text));
      socket.on('data', (chunk) => (got += chunk)).on('error', () => {});
      socket.on('close', () => resolve(got));
    });
  for (const line of ['{}', 'nonsense', '[]', '{"kind":"block"}', '{"kind":"name","device":"a","name":5}'])
    expect(JSON.parse(await answer(`${line}\n`))).toMatchObject({ ok: false });
  expect(await answer('x'.repeat(100_000))).toBe('');
  expect(await answer(`{"kind":"list"}\n${'more '.repeat(10)}\n`)).toMatch(/^\{"ok":true.*\}\n$/);
  expect(await list()).toMatchObject({ devices: [] });
});

test('of two relays with one folder, the first keeps its devices', async ({ relayWithData, list }) => {
  const first = await relayWithData();
  await login(first.port);
  await expect.poll(async () => (await list()).devices.length).toBe(1);
  const second = await relayWithData();
  await second.until('stderr', /another relay keeps its devices in data: .* --data\n/);
  await login(second.port);
  expect((await list()).devices).toHaveLength(1);
  // And when that one is gone, the other takes its place.
  first.child.kill('SIGTERM');
  await first.exited;
  await second.until('stderr', /this relay keeps its devices in data now\n/);
  expect((await list()).devices).toHaveLength(2);
});

test('of several relays that find what a crash left at once, one takes it over', async ({ folder, undo }) => {
  test.skip(process.platform === 'win32', 'pipes are gone with their process');
  const path = join(folder, 'control.sock');
  const crashed = createServer().listen(path);
  await once(crashed, 'listening');
  await link(path, `${path}.left`);
  crashed.close();
  await once(crashed, 'close');
  await rename(`${path}.left`, path);
  const all = await Promise.all(
    Array.from({ length: 10 }, () => openControlSocket(folder, path, () => 'answer')),
  );
  undo(() => {
    for (const one of all) if (one.ok) one.value();
  });
  expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  const others = all.flatMap((one) => (one.ok ? [] : [one.error]));
  expect(others).toEqual(Array.from({ length: 9 }, () => ({ kind: 'taken' })));
});

test('a folder whose path is too long for a socket keeps nobody out', async ({ serve, folder }) => {
  test.skip(process.platform === 'win32', 'pipes have names of their own');
  const inner = 'long'.repeat(30);
  const server = await serve(['--data', inner]);
  await server.until('stderr', /no devices can be remembered or managed in (long)+ \(ENAMETOOLONG\)/);
  await login(server.port);
  expect(await readdir(join(folder, inner))).toEqual([]);
});

test('a folder that cannot be written keeps nobody out', async ({ cli, folder }) => {
  await writeFile(join(folder, 'file'), '');
  const server = cli(['server', '--port', '0', '--data', 'file/data'], { env: LOGIN });
  const [, port] = await server.until('stdout', /:(\d+)\/v1\/relay\n/);
  await server.until('stderr', /no devices can be remembered or managed in file\/data \(ENOTDIR\)/);
  await login(Number(port));
});

test('a damaged file keeps the relay from starting, since blocked devices would be let in', async ({
  run,
  folder,
  relayWithData,
}) => {
  const first = await relayWithData();
  await login(first.port);
  first.child.kill('SIGTERM');
  await first.exited;
  const path = join(folder, 'data/devices.json');
  const text = await readFile(path, 'utf8');
  for (const [damaged, sentence] of [
    [text.slice(0, -20), 'does not hold the relay'],
    [text.replace('"version": 1', '"version": 2'), 'is from a newer version'],
    [text.replace('"onlyKnown": false', '"onlyKnown": 3'), 'does not hold the relay'],
  ] as const) {
    await writeFile(path, damaged);
    const exit = await run(['server', '--port', '0', '--data', 'data'], { env: LOGIN });
    expect(exit).toMatchObject({ code: 1, stderr: expect.stringContaining(sentence) });
    expect(await readFile(path, 'utf8')).toBe(damaged);
  }
  // As a full disk once left it.
  await writeFile(path, '');
  await relayWithData();
});

import type { DeviceKey } from '../../main/protocol/deviceKey';
import { expect, running, type TestApp, test } from '../helpers/appController';
import { ManualClock } from '../helpers/manualClock';
import { freePort } from '../helpers/ports';
import { makeKeys, type RawDevice } from '../helpers/rawDevice';

// What a person can do about devices, with devices.

const keyOf = (device: RawDevice) => device.key as DeviceKey;
const NOT_ADMITTED = 4005;

async function link(app: TestApp, a: RawDevice, b: RawDevice): Promise<void> {
  a.connect(b);
  b.connect(a);
  await app.states.until(
    ({ devices }) => devices.filter(({ linkedWith }) => linkedWith.length > 0).length === 2,
  );
  for (const device of [a, b]) while ((await device.next()).kind !== 'connected');
}

test.describe('blocking', () => {
  test('disconnects at once, keeps that key out and lets all others in, until it is undone', async ({
    newApp,
  }) => {
    const { app } = await running(newApp);
    const [a, b] = [await app.device(), await app.device()];
    await link(app, a, b);
    app.controller.devices.block(keyOf(a));
    expect(await a.closed).toMatchObject({ code: NOT_ADMITTED });
    expect((await b.next()).kind).toBe('disconnected');
    expect(app.savedDevices.at(-1)?.get(keyOf(a))?.blocked).toBe(true);
    await expect(app.device({ keys: a.keys })).rejects.toThrow('This device is blocked');
    await app.states.until(({ known }) => known.get(keyOf(a))?.turnedAway?.from === '127.0.0.1');
    const other = await app.device();
    expect(app.state.devices.map(({ key }) => key)).toEqual([b.key, other.key]);
    expect(app.state.waiting).toEqual([]);

    app.controller.devices.unblock(keyOf(a));
    expect(app.state.known.get(keyOf(a))).toMatchObject({ blocked: false, turnedAway: undefined });
    await (await app.device({ keys: a.keys })).close();
  });

  test('holds over a restart of the relay, a new password and another port', async ({ newApp }) => {
    const { app } = await running(newApp);
    const a = await app.device();
    app.controller.devices.block(keyOf(a));
    await app.controller.stopRelay();
    await app.controller.startRelay();
    await expect(app.device({ keys: a.keys })).rejects.toThrow('blocked');
    await app.controller.changePassword();
    await expect(app.device({ keys: a.keys })).rejects.toThrow('blocked');
  });

  test('and unblocking one that was never here does nothing', async ({ newApp }) => {
    const { app } = await running(newApp);
    const before = app.state;
    app.controller.devices.unblock('AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' as DeviceKey);
    expect(app.state).toBe(before);
    expect(app.savedDevices).toEqual([]);
  });
});

test('forgetting disconnects; the device comes again as a new one, without its name and its traffic', async ({
  newApp,
}) => {
  const clock = new ManualClock();
  const { app } = await running(newApp, { clock });
  const [a, b] = [await app.device(), await app.device()];
  await link(app, a, b);
  clock.pass(1_000);
  a.data(b, Buffer.alloc(5_000));
  expect((await b.next()).kind).toBe('data');
  app.controller.devices.rename(keyOf(a), 'Tablet');
  app.controller.devices.forget(keyOf(a));
  expect((await a.closed).code).toBe(NOT_ADMITTED);
  expect(app.state.known.has(keyOf(a))).toBe(false);
  expect(app.savedDevices.at(-1)?.has(keyOf(a))).toBe(false);
  await app.device({ keys: a.keys });
  expect(
    app.notification.all.filter((notification) => notification.kind === 'came' && notification.key === a.key),
  ).toMatchObject([{ isNew: true }, { isNew: true }]);
  expect(app.state.known.get(keyOf(a))?.name).toBe(undefined);
  clock.pass(1_000);
  expect(app.state.devices.find(({ key }) => key === a.key)?.traffic).toMatchObject({ sent: 0, received: 0 });
});

test('a device that is forgotten while it is away stays forgotten', async ({ newApp }) => {
  const { app } = await running(newApp);
  const a = await app.device();
  await a.close();
  await expect.poll(() => app.state.devices).toEqual([]);
  app.controller.devices.forget(keyOf(a));
  await app.controller.close();
  expect(app.savedDevices.at(-1)?.size).toBe(0);
});

test.describe('only known devices', () => {
  test('lets a new one wait, and in once a person says so', async ({ newApp }) => {
    const { app } = await running(newApp);
    const known = await app.device();
    expect(await app.controller.change({ onlyKnown: true })).toEqual({ kind: 'changed' });
    // Who is here stays, and nobody new gets in.
    await known.quiet();
    const stranger = await app.device().catch((error: Error) => error);
    expect(String(stranger)).toContain('This device has to be let in at the relay first');
    const { waiting } = await app.states.until((state) => state.waiting.length === 1);
    const [one] = waiting;
    if (!one) throw new Error('nobody waits');
    expect(one.from).toBe('127.0.0.1');
    expect(app.state.known.has(one.key)).toBe(false);
    app.controller.devices.approve(one.key);
    expect(app.state.waiting).toEqual([]);
    expect(app.savedDevices.at(-1)?.has(one.key)).toBe(true);
    await (await app.device({ keys: known.keys })).quiet();
  });

  test('tells of each that waits once, and of it again after it was dismissed', async ({ newApp }) => {
    const { app } = await running(newApp, { settings: { onlyKnown: true } });
    const keys = makeKeys();
    const told = () => app.notification.all.filter(({ kind }) => kind === 'waiting').length;
    for (let i = 0; i < 3; i++) await expect(app.device({ keys })).rejects.toThrow('let in');
    expect(told()).toBe(1);
    app.controller.devices.dismiss(keys.key as DeviceKey);
    expect(app.state.waiting).toEqual([]);
    await expect(app.device({ keys })).rejects.toThrow('let in');
    expect(told()).toBe(2);
    app.controller.devices.approve(keys.key as DeviceKey);
    await (await app.device({ keys })).close();
    expect(app.savedDevices.at(-1)?.size).toBe(1);
  });
});

test('a name stays with its device, wherever and whenever it comes', async ({ newApp }) => {
  const { app } = await running(newApp);
  const a = await app.device();
  app.controller.devices.rename(keyOf(a), 'Mara’s phone');
  await a.close();
  await app.controller.stopRelay();
  await app.controller.startRelay();
  await app.device({ keys: a.keys });
  expect(app.state.known.get(keyOf(a))?.name).toBe('Mara’s phone');
  const saved = app.savedDevices.at(-1);
  expect(saved?.get(keyOf(a))?.name).toBe('Mara’s phone');

  // At the next start of the app as well.
  await app.controller.close();
  const next = await running(newApp, saved ? { devices: saved } : {});
  await next.app.device({ keys: a.keys });
  expect(next.app.notification.all).toMatchObject([{ kind: 'came', key: a.key, isNew: false }]);
  expect(next.app.state.known.get(keyOf(a))?.name).toBe('Mara’s phone');
});

test('a device that only changes its connection leaves and comes in one breath, as news', async ({
  newApp,
}) => {
  const { app } = await running(newApp);
  const a = await app.device();
  await app.device({ keys: a.keys });
  await a.closed;
  expect(app.notification.all.map(({ kind }) => kind)).toEqual(['came', 'left', 'came']);
});

for (const what of ['port', 'password'] as const) {
  test(`when another ${what} puts devices out, they left then, with all that they sent`, async ({
    newApp,
  }) => {
    const clock = new ManualClock();
    const { app } = await running(newApp, { clock });
    const [a, b] = [await app.device(), await app.device()];
    await link(app, a, b);
    clock.pass(60_000);
    a.data(b, 'twelve bytes');
    expect((await b.next()).kind).toBe('data');
    const { controller } = app;
    const change =
      what === 'port' ? controller.change({ port: await freePort() }) : controller.changePassword();
    expect(await change).toEqual({ kind: 'changed' });
    expect(app.state.known.get(keyOf(a))?.lastSeen).toBe(clock.now());
    expect(app.notification.all.filter(({ kind }) => kind === 'left')).toHaveLength(2);
    await app.device({ keys: a.keys });
    clock.pass(1_000);
    expect(app.state.devices).toMatchObject([{ key: a.key, traffic: { sent: 12, received: 0 } }]);
    expect(app.events.all).toContainEqual({ kind: 'delivered', key: a.key, bytes: 12 });
  });
}

test('what passes is shown by looking once a second; looks that see nothing new tell nobody', async ({
  newApp,
}) => {
  const clock = new ManualClock();
  const { app } = await running(newApp, { clock });
  const [a, b] = [await app.device(), await app.device()];
  await link(app, a, b);
  clock.pass(1_000);
  expect(app.state.activity).toEqual({ kind: 'nothingYet' });
  a.data(b, Buffer.alloc(1_000));
  expect((await b.next()).kind).toBe('data');
  clock.pass(1_000);
  expect(app.state.activity).toEqual({ kind: 'passing' });
  expect(app.state.devices).toMatchObject([{ traffic: { sent: 1_000 } }, { traffic: { received: 1_000 } }]);
  clock.pass(10_000);
  expect(app.state.activity.kind).toBe('quiet');
  const states = app.states.all.length;
  clock.pass(60_000);
  expect(app.states.all.length).toBe(states);
  expect(app.events.all.filter(({ kind }) => kind === 'delivered' || kind === 'quiet')).toHaveLength(2);
  // Silence is told by the same looks.
  clock.pass(15 * 60_000);
  expect(app.events.all.filter(({ kind }) => kind === 'silent')).toEqual([
    { kind: 'silent', key: b.key, minutes: 15 },
  ]);

  await Promise.all([a.close(), b.close()]);
  await expect.poll(() => app.state.devices).toEqual([]);
  expect(app.state.activity).toEqual({ kind: 'unlinked' });
  clock.pass(10_000);
  // Nobody is here, so nothing is looked at any more.
  expect(clock.waiting).toBe(0);
});

test('while nobody sees it, traffic is looked at now and then; who looks finds it as it is', async ({
  newApp,
}) => {
  const clock = new ManualClock();
  const seen = { now: false };
  const { app } = await running(newApp, { clock, isVisible: () => seen.now });
  const [a, b] = [await app.device(), await app.device()];
  a.connect(b);
  b.connect(a);
  await app.states.until(({ devices }) => devices.some(({ linkedWith }) => linkedWith.length > 0));
  a.data(b, Buffer.alloc(1_000));
  while ((await b.next()).kind !== 'data');
  const sent = () => app.state.devices.map(({ traffic }) => traffic.sent);
  clock.pass(9_000);
  expect(sent()).toEqual([0, 0]);
  clock.pass(1_000);
  expect(sent()).toEqual([1_000, 0]);

  a.data(b, Buffer.alloc(500));
  while ((await b.next()).kind !== 'data');
  seen.now = true;
  app.controller.devices.becameVisible();
  expect(sent()).toEqual([1_500, 0]);
  a.data(b, Buffer.alloc(500));
  while ((await b.next()).kind !== 'data');
  clock.pass(1_000);
  expect(sent()).toEqual([2_000, 0]);
});

test('a test device of the doctor is no news, also when another relay takes the place of its own', async ({
  newApp,
}) => {
  const { app } = await running(newApp);
  const keys = makeKeys();
  app.controller.expectTestDevices([keys.key as DeviceKey]);
  const visitor = await app.device({ keys, headers: ['Buckets-Relay-Visit: 1'] });
  const device = await app.device();
  await app.controller.change({ port: await freePort() });
  await visitor.closed;
  await device.closed;
  const { key } = device;
  expect(app.notification.all).toMatchObject([
    { kind: 'came', key },
    { kind: 'left', key },
  ]);
  expect([...app.state.known.keys()]).toEqual([key]);
});

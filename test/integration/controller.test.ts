import { expect, test } from '../helpers/appController';
import { freePort, isFree } from '../helpers/ports';
import { makeKeys } from '../helpers/rawDevice';

// What runs the relay by the person's settings: starting, stopping, and what it shows meanwhile.

const PASSWORD = 'hqtm-xwke-rbzf-vdnu';
const FIRST_PORT = 9001;

// One after the other: these are about one certain port. It may be taken by something else on this computer.
test.describe('the very first start', () => {
  test.describe.configure({ mode: 'serial' });

  test('takes port 9001 if it can, makes an account, and remembers both', async ({ newApp }) => {
    const wasFree = await isFree(FIRST_PORT);
    const first = newApp();
    expect(first.state.relay).toEqual({ kind: 'starting' });
    await first.controller.begin();
    const { port } = first;
    const stillTaken = port === FIRST_PORT || !(await isFree(FIRST_PORT));
    if (wasFree) expect(port === FIRST_PORT || stillTaken).toBe(true);
    expect(port).toBeGreaterThanOrEqual(FIRST_PORT);
    expect(first.state).toMatchObject({
      settings: { port, username: 'household' },
      hosts: ['127.0.0.1'],
      saveProblem: undefined,
    });
    expect(first.savedSettings.at(-1)).toMatchObject({ port, username: 'household', relayOn: true });
    expect(first.savedPasswords).toHaveLength(1);
    expect(first.controller.revealPassword()).toBe(first.savedPasswords[0]);
    const device = await first.device({ password: first.savedPasswords[0] ?? '' });
    await device.close();
  });

  test('takes the next free port when 9001 is taken, and remembers that one', async ({ newApp, occupy }) => {
    if (await isFree(FIRST_PORT)) await occupy(FIRST_PORT);
    const first = newApp();
    await first.controller.begin();
    expect(first.port).toBeGreaterThan(FIRST_PORT);
    expect(first.port).toBeLessThan(FIRST_PORT + 200);
    expect(first.savedSettings.at(-1)?.port).toBe(first.port);
    expect(first.state.settings.port).toBe(first.port);
    // Nobody was ever told of a problem.
    expect(first.states.all.map(({ relay }) => relay.kind)).not.toContain('problem');
    expect(first.savedPasswords).toHaveLength(1);
    await (await first.device()).close();
  });
});

test.describe('a later start', () => {
  test('uses what is remembered, and saves nothing anew', async ({ newApp }) => {
    const port = await freePort();
    const later = newApp({ settings: { port, username: 'me' }, password: PASSWORD });
    await later.controller.begin();
    expect(later.state.relay).toEqual({ kind: 'running', port, address: '127.0.0.1' });
    await (await later.device({ username: 'ME', password: PASSWORD })).close();
    expect(later.savedPasswords).toEqual([]);
    expect(later.savedSettings).toEqual([]);
  });

  test('does not happen when the person had stopped the relay', async ({ newApp }) => {
    const port = await freePort();
    const off = newApp({ settings: { port, relayOn: false }, password: PASSWORD });
    await off.controller.begin();
    expect(off.state.relay).toEqual({ kind: 'stopped' });
    expect(await isFree(port)).toBe(true);
    expect(off.savedSettings).toEqual([]);
  });

  test('on a port that is taken is a problem with a way out, and stays on that port', async ({
    newApp,
    occupy,
  }) => {
    const taken = await occupy();
    const later = newApp({ settings: { port: taken.port, username: 'me' }, password: PASSWORD });
    await later.controller.begin();
    const { relay } = later.state;
    if (relay.kind !== 'problem' || relay.problem.kind !== 'portInUse') throw new Error(relay.kind);
    expect(relay.problem.port).toBe(taken.port);
    expect(relay.problem.nextFree).toBeGreaterThan(taken.port);
    expect(later.state.settings.port).toBe(taken.port);
    expect(later.savedSettings).toEqual([]);

    // Devices know that port: once it is free the person can try again.
    await later.controller.startRelay();
    expect(later.state.relay.kind).toBe('problem');
    await taken.free();
    await later.controller.startRelay();
    expect(later.port).toBe(taken.port);
    await (await later.device()).close();
  });

  test('after a problem can be on the free port that was named', async ({ newApp, occupy }) => {
    const taken = await occupy();
    const later = newApp({ settings: { port: taken.port, username: 'me' }, password: PASSWORD });
    await later.controller.begin();
    const { relay } = later.state;
    const nextFree =
      relay.kind === 'problem' && relay.problem.kind === 'portInUse' ? relay.problem.nextFree : 0;
    expect(await later.controller.change({ port: nextFree ?? 0 })).toEqual({ kind: 'changed' });
    expect(later.port).toBe(nextFree);
    expect(later.savedSettings.at(-1)).toMatchObject({ port: nextFree });
    await (await later.device()).close();
  });
});

test.describe('stop and start', () => {
  test('are remembered, and devices are told 1001', async ({ newApp }) => {
    const port = await freePort();
    const app = newApp({ settings: { port }, password: PASSWORD });
    await app.controller.begin();
    const device = await app.device();
    await app.states.until(({ devices }) => devices.length === 1);
    await app.controller.stopRelay();
    expect(await device.closed).toMatchObject({ code: 1001 });
    expect(app.state).toMatchObject({ relay: { kind: 'stopped' }, devices: [], settings: { port } });
    expect(app.savedSettings.at(-1)).toMatchObject({ relayOn: false, port });
    expect(await isFree(port)).toBe(true);
    await app.controller.startRelay();
    expect(app.port).toBe(port);
    expect(app.savedSettings.at(-1)).toMatchObject({ relayOn: true, port });
  });

  test('twice is once', async ({ newApp }) => {
    const app = newApp({ settings: { port: await freePort() }, password: PASSWORD });
    await Promise.all([app.controller.begin(), app.controller.begin(), app.controller.startRelay()]);
    const device = await app.device();
    await app.controller.startRelay();
    await device.quiet();
    await Promise.all([app.controller.stopRelay(), app.controller.stopRelay()]);
    expect(app.state.relay.kind).toBe('stopped');
  });

  test('in quick succession are done in order, and the last one counts', async ({ newApp }) => {
    const port = await freePort();
    const app = newApp({ settings: { port, username: 'me' }, password: PASSWORD });
    const { controller } = app;
    await Promise.all([
      controller.begin(),
      controller.stopRelay(),
      controller.startRelay(),
      controller.stopRelay(),
      controller.startRelay(),
    ]);
    expect(app.port).toBe(port);
    const kinds = app.states.all.map(({ relay }) => relay.kind);
    const changes = kinds.filter((kind, i) => kind !== kinds[i - 1]);
    const round = ['starting', 'running', 'stopped'];
    expect(changes).toEqual([...round, ...round, 'starting', 'running']);
    expect(app.savedSettings.map(({ relayOn }) => relayOn).at(-1)).toBe(true);
    await (await app.device()).close();

    await Promise.all([controller.stopRelay(), controller.startRelay(), controller.stopRelay()]);
    expect(app.state.relay.kind).toBe('stopped');
    expect(await isFree(port)).toBe(true);
  });
});

test.describe('the state', () => {
  test('shows devices as they come, link and go, in order of arrival', async ({ newApp }) => {
    const app = newApp({ settings: { port: await freePort() }, password: PASSWORD });
    await app.controller.begin();
    const a = await app.device();
    const b = await app.device();
    a.connect(b);
    b.connect(a);
    await app.states.until(({ devices }) => devices[0]?.linkedWith.length === 1);
    expect(app.state.devices).toMatchObject([
      { key: a.key, from: '127.0.0.1', linkedWith: [b.key] },
      { key: b.key, from: '127.0.0.1', linkedWith: [a.key] },
    ]);
    await a.close();
    await app.states.until(({ devices }) => devices.length === 1 && devices[0]?.key === b.key);
    expect(app.state.devices).toMatchObject([{ key: b.key, linkedWith: [] }]);
  });

  test('shows a device once that came back over a newer connection', async ({ newApp }) => {
    const app = newApp({ settings: { port: await freePort() }, password: PASSWORD });
    await app.controller.begin();
    const keys = makeKeys();
    const old = await app.device({ keys });
    const fresh = await app.device({ keys });
    await old.closed;
    await app.events.until(({ kind }) => kind === 'closed');
    await fresh.quiet();
    expect(app.state.devices).toMatchObject([{ key: keys.key }]);
  });

  test('shows settings that were put aside until that is dismissed', async ({ newApp }) => {
    const setAside = { what: 'settings', why: 'not readable', path: 'settings.broken.json' } as const;
    const app = newApp({ settings: { port: await freePort() }, password: PASSWORD, setAside });
    await app.controller.begin();
    expect(app.state.setAside).toEqual(setAside);
    app.controller.dismissSetAside();
    expect(app.state.setAside).toBe(undefined);
  });

  test('never shows two relays at once: the port that it names is the one that answers', async ({
    newApp,
  }) => {
    const [first, second] = [await freePort(), await freePort()];
    const app = newApp({ settings: { port: first }, password: PASSWORD });
    await app.controller.begin();
    await app.controller.change({ port: second });
    for (const state of app.states.all)
      if (state.relay.kind === 'running') expect(state.relay.port).toBe(state.settings.port);
  });
});

test.describe('close', () => {
  test('ends the relay and leaves the settings as they are', async ({ newApp }) => {
    const port = await freePort();
    const app = newApp({ settings: { port, username: 'me' }, password: PASSWORD });
    await app.controller.begin();
    const device = await app.device();
    await app.controller.close();
    expect(await device.closed).toMatchObject({ code: 1001 });
    expect(await isFree(port)).toBe(true);
    expect(app.savedSettings).toEqual([]);
  });

  test('is final: nothing that is asked later listens or saves', async ({ newApp }) => {
    const [port, other] = [await freePort(), await freePort()];
    const app = newApp({ settings: { port, username: 'me' }, password: PASSWORD });
    await app.controller.begin();
    await app.controller.close();
    await app.controller.begin();
    await app.controller.startRelay();
    await app.controller.change({ port: other });
    await app.controller.close();
    expect(app.state.relay.kind).toBe('stopped');
    expect([await isFree(port), await isFree(other)]).toEqual([true, true]);
    expect(app.savedSettings).toEqual([]);
  });

  test('while it starts leaves nobody listening', async ({ newApp }) => {
    const port = await freePort();
    const app = newApp({ settings: { port }, password: PASSWORD });
    await Promise.all([app.controller.begin(), app.controller.close()]);
    expect(await isFree(port)).toBe(true);
    expect(app.state.relay.kind).toBe('stopped');
  });

  test('before anything began does nothing', async ({ newApp }) => {
    const app = newApp({ settings: { port: await freePort() }, password: PASSWORD });
    await app.controller.close();
    expect(app.savedSettings).toEqual([]);
  });
});

test('each newer version of the app is news once, also after the next start', async ({ newApp }) => {
  const first = newApp({ password: 'test' });
  const update = (version: string) =>
    ({ kind: 'available', newer: { version, notesUrl: '', canInstall: true, later: false } }) as const;
  first.controller.updateIs({ kind: 'newest' });
  first.controller.updateIs(update('1.2.0'));
  first.controller.updateIs({ kind: 'checking' });
  first.controller.updateIs(update('1.2.0'));
  expect(first.notification.all).toEqual([{ kind: 'update', version: '1.2.0' }]);
  expect(first.state.update).toEqual(update('1.2.0'));

  const kept = first.savedSettings.at(-1);
  const second = newApp({ password: 'test', ...(kept && { settings: kept }) });
  second.controller.updateIs(update('1.2.0'));
  expect(second.notification.all).toEqual([]);
  second.controller.updateIs(update('1.3.0'));
  expect(second.notification.all).toEqual([{ kind: 'update', version: '1.3.0' }]);
});

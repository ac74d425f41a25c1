import { expect, PASSWORD, running, type TestApp, test } from '../helpers/appController';
import { freePort } from '../helpers/ports';

// What a person changes: all of it or nothing, in order, and told once.

test.describe('the user name', () => {
  test('and password: devices are put out, and only the new ones work', async ({ newApp }) => {
    const { app } = await running(newApp);
    const device = await app.device();
    expect(await app.controller.change({ username: 'Zoë' })).toEqual({ kind: 'changed' });
    expect((await device.closed).code).toBe(1001);
    await expect(app.device({ username: 'me' })).rejects.toThrow('403');
    const renamed = await app.device({ username: 'zoË' });
    expect(await app.controller.changePassword('säge:wolke')).toEqual({ kind: 'changed' });
    expect((await renamed.closed).code).toBe(1001);
    await expect(app.device({ password: PASSWORD })).rejects.toThrow('403');
    await (await app.device({ password: 'säge:wolke' })).close();
    expect(app.savedPasswords).toEqual(['säge:wolke']);
    expect(app.savedSettings.at(-1)).toMatchObject({ username: 'Zoë' });
  });

  test('while the relay is stopped starts nothing, and is in force when it starts', async ({ newApp }) => {
    const { app } = await running(newApp, { settings: { relayOn: false } });
    expect(await app.controller.change({ username: 'other' })).toEqual({ kind: 'changed' });
    expect(app.states.all.map(({ relay }) => relay.kind)).not.toContain('running');
    await app.controller.startRelay();
    await expect(app.device({ username: 'me' })).rejects.toThrow('403');
    await (await app.device({ username: 'other' })).close();
  });
});

test.describe('the password of before', () => {
  test('comes back when a person wants it, and the devices with it', async ({ newApp }) => {
    const { app } = await running(newApp);
    expect(await app.controller.restorePassword()).toEqual({ kind: 'cancelled' });
    await app.controller.changePassword();
    const made = app.controller.revealPassword();
    expect(await app.controller.restorePassword()).toEqual({ kind: 'changed' });
    expect(app.controller.revealPassword()).toBe(PASSWORD);
    await (await app.device({ password: PASSWORD })).close();
    // And forth again.
    await app.controller.restorePassword();
    expect(app.controller.revealPassword()).toBe(made);
    expect(app.savedPasswords).toEqual([made, PASSWORD, made]);
  });

  test('is none where it was locked away', async ({ newApp }) => {
    const { app } = await running(newApp, { locked: true });
    await app.controller.changePassword();
    expect(app.state.relay.kind).toBe('running');
    expect(await app.controller.restorePassword()).toEqual({ kind: 'cancelled' });
  });
});

test.describe('starting at login', () => {
  test('is the system’s to do, and kept as it did', async ({ newApp }) => {
    const { app } = await running(newApp);
    expect(await app.controller.change({ startHidden: false })).toEqual({ kind: 'changed' });
    expect(app.autostarts).toEqual([]);
    await app.controller.change({ startAtLogin: true });
    await app.controller.change({ startHidden: true });
    expect(app.autostarts).toEqual([
      [true, false],
      [true, true],
    ]);
    expect(app.savedSettings.at(-1)).toMatchObject({ startAtLogin: true, startHidden: true });
  });

  test('that the system refuses leaves everything as it was', async ({ newApp }) => {
    const { app } = await running(newApp);
    app.autostartFailure = { kind: 'notAccepted' };
    const before = app.state;
    expect(await app.controller.change({ startAtLogin: true, username: 'other' })).toEqual({
      ...{ kind: 'failed', trouble: { kind: 'notAccepted' } },
    });
    expect(app.state).toBe(before);
    expect(app.savedSettings).toEqual([]);
    await (await app.device({ username: 'me' })).close();
  });

  test('is taken back when the rest of the change is refused', async ({ newApp, occupy }) => {
    const { app, port } = await running(newApp);
    const taken = await occupy();
    const change = await app.controller.change({ startAtLogin: true, port: taken.port });
    expect(change.kind).toBe('refused');
    expect(app.state.settings).toMatchObject({ startAtLogin: false, port });
    expect(app.autostarts.at(-1)).toEqual([false, true]);
  });
});

test('what the relay does not depend on disturbs nobody', async ({ newApp }) => {
  const { app } = await running(newApp);
  const device = await app.device();
  const change = {
    name: 'Kitchen',
    advertise: false,
    notify: false,
    keepAwake: true,
    lookForUpdates: false,
    onlyKnown: true,
  } as const;
  expect(await app.controller.change(change)).toEqual({ kind: 'changed' });
  await device.quiet();
  expect(app.savedSettings.at(-1)).toMatchObject(change);
  expect(app.savedSettings).toHaveLength(1);
});

test('what is as wanted already is no change: nothing is saved and nobody is told', async ({ newApp }) => {
  const { app } = await running(newApp);
  const device = await app.device();
  await app.states.until(({ devices }) => devices.length === 1);
  const told = app.states.all.length;
  const { username, notify, tls, reach } = app.state.settings;
  expect(
    await app.controller.change({ username: username ?? '', notify, tls, reach, name: 'Study Mac' }),
  ).toEqual({
    kind: 'changed',
  });
  expect(await app.controller.change({})).toEqual({ kind: 'changed' });
  app.controller.refreshHosts();
  app.controller.refreshHosts();
  await app.controller.startRelay();
  app.controller.dismissSetAside();
  app.controller.logIsUnsaved(undefined);
  await device.quiet();
  expect(app.states.all).toHaveLength(told);
  expect(app.savedSettings).toEqual([]);
});

test('several changes at once are done in order, and each finds what the one before left', async ({
  newApp,
}) => {
  const { app } = await running(newApp);
  const [one, two] = [await freePort(), await freePort()];
  const { controller } = app;
  const results = await Promise.all([
    controller.change({ port: one, username: 'first' }),
    controller.stopRelay(),
    controller.change({ username: 'second' }),
    controller.changePassword('third one'),
    controller.startRelay(),
    controller.change({ port: two }),
    controller.change({ notify: false }),
  ]);
  expect(results.filter((result) => result !== undefined)).toEqual(
    Array.from({ length: 5 }, () => ({ kind: 'changed' })),
  );
  expect(app.state.settings).toMatchObject({ port: two, username: 'second', notify: false, relayOn: true });
  await (await app.device({ password: 'third one' })).close();
  expect(app.savedSettings.map(({ port, username }) => [port, username])).toEqual([
    ...[
      [one, 'first'],
      [one, 'first'],
      [one, 'second'],
      [one, 'second'],
      [two, 'second'],
      [two, 'second'],
    ],
  ]);
});

test('turning it off twice tells how many devices that put out', async ({ newApp }) => {
  const { app } = await running(newApp);
  await app.device();
  await app.states.until(({ devices }) => devices.length === 1);
  await Promise.all([app.controller.stopRelay(), app.controller.stopRelay()]);
  expect(app.state.turnedOff?.devices).toBe(1);
  await app.controller.startRelay();
  expect(app.state.turnedOff).toBe(undefined);
});

test('a problem names who has the port, is news and in the log, and goes with its cause', async ({
  newApp,
  occupy,
}) => {
  const taken = await occupy();
  const app: TestApp = newApp({
    ...{ settings: { port: taken.port, username: 'me' }, password: PASSWORD, portOwner: 'node' },
  });
  await app.controller.begin();
  expect(app.state.relay).toMatchObject({ problem: { kind: 'portInUse', owner: 'node' } });
  expect(app.notification.all).toEqual([{ kind: 'problem' }]);
  expect(app.events.all).toMatchObject([{ kind: 'notStarted', problem: { kind: 'portInUse' } }]);
  // Whatever is kept meanwhile, the problem stays until it is solved.
  expect(await app.controller.change({ username: 'other' })).toEqual({ kind: 'changed' });
  expect(app.state.relay.kind).toBe('problem');
  await taken.free();
  // Every change tries again.
  expect(await app.controller.change({ notify: false })).toEqual({ kind: 'changed' });
  await (await app.device({ username: 'other' })).close();
});

import { expect, type TestApp, test } from '../helpers/appController';
import { freePort, isFree } from '../helpers/ports';

// Moving the relay to another port: all or nothing.

const PASSWORD = 'hqtm-xwke-rbzf-vdnu';

async function running(newApp: (given: object) => TestApp): Promise<{ app: TestApp; port: number }> {
  const port = await freePort();
  const app = newApp({ settings: { port, username: 'me' }, password: PASSWORD });
  await app.controller.begin();
  return { app, port };
}

test.describe('changing the port', () => {
  test('moves the relay, tells the devices, and is remembered', async ({ newApp }) => {
    const { app, port } = await running(newApp);
    const device = await app.device();
    const other = await freePort();
    expect(await app.controller.change({ port: other })).toEqual({ kind: 'changed' });
    expect(await device.closed).toMatchObject({ code: 1001 });
    expect(app.state).toMatchObject({ relay: { kind: 'running', port: other }, settings: { port: other } });
    expect(await isFree(port)).toBe(true);
    expect(app.savedSettings.at(-1)).toMatchObject({ port: other, username: 'me', relayOn: true });
    const again = await app.device({ keys: device.keys });
    await again.quiet();
    expect(app.state.devices.map(({ key }) => key)).toEqual([device.key]);
  });

  test('keeps showing a device that came back before the old relay said that it left', async ({ newApp }) => {
    const { app } = await running(newApp);
    // It does not answer the old relay's close, so that one takes its time to stop.
    const hanging = await app.device({ answersClose: false });
    const other = await freePort();
    const changing = app.controller.change({ port: other });
    await app.states.until(({ relay }) => relay.kind === 'running' && relay.port === other);
    const again = await app.device({ keys: hanging.keys });
    expect(app.state.devices.map(({ key }) => key)).toEqual([hanging.key]);
    await hanging.raw.end();
    await app.events.until(({ kind }) => kind === 'left');
    expect(await changing).toEqual({ kind: 'changed' });
    await again.quiet();
    expect(app.state.devices.map(({ key }) => key)).toEqual([hanging.key]);
  });

  test('to one that is taken is refused with a free one, and disturbs nobody', async ({ newApp, occupy }) => {
    const { app, port } = await running(newApp);
    const a = await app.device();
    const b = await app.device();
    expect((await a.next()).kind).toBe('entered');
    expect((await b.next()).kind).toBe('entered');
    const before = app.state;
    const taken = await occupy();
    const change = await app.controller.change({ port: taken.port });
    expect(change).toMatchObject({ kind: 'refused', problem: { kind: 'portInUse', port: taken.port } });
    if (change.kind === 'refused' && change.problem.kind === 'portInUse')
      expect(change.problem.nextFree).toBeGreaterThan(taken.port);
    expect(app.state).toEqual(before);
    expect(app.port).toBe(port);
    expect(app.savedSettings).toEqual([]);
    await a.quiet();
    await b.quiet();
  });

  test('to the one that it has is nothing', async ({ newApp }) => {
    const { app, port } = await running(newApp);
    const device = await app.device();
    expect(await app.controller.change({ port: port })).toEqual({ kind: 'changed' });
    await device.quiet();
    expect(app.port).toBe(port);
    expect(app.savedSettings).toEqual([]);
  });

  test('to and fro in quick succession is done in order', async ({ newApp }) => {
    const { app, port } = await running(newApp);
    const [one, two] = [await freePort(), await freePort()];
    const changes = await Promise.all([one, two, port, one].map((to) => app.controller.change({ port: to })));
    expect(changes).toEqual(Array.from({ length: 4 }, () => ({ kind: 'changed' })));
    expect(app.port).toBe(one);
    expect(app.savedSettings.map((settings) => settings.port)).toEqual([one, two, port, one]);
    expect([await isFree(port), await isFree(two)]).toEqual([true, true]);
    await (await app.device()).close();
  });

  test('together with a stop is done in order', async ({ newApp }) => {
    const { app, port } = await running(newApp);
    const other = await freePort();
    await Promise.all([app.controller.change({ port: other }), app.controller.stopRelay()]);
    expect(app.state).toMatchObject({ relay: { kind: 'stopped' }, settings: { port: other } });
    expect([await isFree(port), await isFree(other)]).toEqual([true, true]);
  });
});

test.describe('changing the port while the relay is stopped', () => {
  test('is remembered, and starts nothing', async ({ newApp }) => {
    const [port, other] = [await freePort(), await freePort()];
    const app = newApp({ settings: { port, username: 'me', relayOn: false }, password: PASSWORD });
    await app.controller.begin();
    expect(await app.controller.change({ port: other })).toEqual({ kind: 'changed' });
    expect(app.state).toMatchObject({ relay: { kind: 'stopped' }, settings: { port: other } });
    expect(app.savedSettings.at(-1)).toMatchObject({ port: other, relayOn: false });
    expect(await isFree(other)).toBe(true);
    expect(app.states.all.map(({ relay }) => relay.kind)).not.toContain('running');
    await app.controller.startRelay();
    expect(app.port).toBe(other);
    await (await app.device()).close();
  });

  test('to one that is taken is refused, and the old one stays', async ({ newApp, occupy }) => {
    const port = await freePort();
    const app = newApp({ settings: { port, username: 'me', relayOn: false }, password: PASSWORD });
    await app.controller.begin();
    const taken = await occupy();
    const change = await app.controller.change({ port: taken.port });
    expect(change).toMatchObject({ kind: 'refused', problem: { kind: 'portInUse', port: taken.port } });
    expect(app.state).toMatchObject({ relay: { kind: 'stopped' }, settings: { port } });
    expect(app.savedSettings).toEqual([]);
  });

  test('before the first start is what the first start uses', async ({ newApp }) => {
    const port = await freePort();
    const app = newApp({ settings: { relayOn: false } });
    await app.controller.begin();
    await app.controller.change({ port: port });
    await app.controller.startRelay();
    expect(app.port).toBe(port);
    expect(app.savedSettings.at(-1)).toMatchObject({ port, username: 'household', relayOn: true });
  });
});

test('changing the port while it does not run because of a problem starts it', async ({ newApp, occupy }) => {
  const taken = await occupy();
  const app = newApp({ settings: { port: taken.port, username: 'me' }, password: PASSWORD });
  await app.controller.begin();
  expect(app.state.relay.kind).toBe('problem');
  const alsoTaken = await occupy();
  expect((await app.controller.change({ port: alsoTaken.port })).kind).toBe('refused');
  expect(app.state.relay).toMatchObject({ kind: 'problem', problem: { port: taken.port } });
  const free = await freePort();
  expect(await app.controller.change({ port: free })).toEqual({ kind: 'changed' });
  expect(app.port).toBe(free);
});

test('a new port that cannot be saved is in force all the same, and said so', async ({ newApp }) => {
  const { app } = await running(newApp);
  app.settingsFailure = 'the disk is full';
  const other = await freePort();
  expect(await app.controller.change({ port: other })).toEqual({ kind: 'changed' });
  expect(app.state).toMatchObject({
    relay: { kind: 'running', port: other },
    saveProblem: 'the disk is full',
  });
  app.settingsFailure = undefined;
  await app.controller.stopRelay();
  expect(app.state.saveProblem).toBe(undefined);
  expect(app.savedSettings.at(-1)).toMatchObject({ port: other });
});

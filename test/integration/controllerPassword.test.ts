import { expect, test } from '../helpers/appController';
import { freePort } from '../helpers/ports';
import { RawDevice } from '../helpers/rawDevice';

// The password: made once, kept, replaced only when a person asks for it. That no state ever holds it is looked at
// after every test with a `newApp`.

const PASSWORD = 'hqtm-xwke-rbzf-vdnu';

test.describe('a new password', () => {
  test('puts every device out, and is the only one that works', async ({ newApp }) => {
    const app = newApp({ settings: { port: await freePort() }, password: PASSWORD });
    await app.controller.begin();
    const devices = [await app.device({ password: PASSWORD }), await app.device({ password: PASSWORD })];
    await app.controller.changePassword();
    for (const device of devices) expect(await device.closed).toMatchObject({ code: 1001 });
    const made = app.controller.revealPassword() ?? '';
    expect(made).not.toBe(PASSWORD);
    expect(app.savedPasswords).toEqual([made]);
    expect(app.state).toMatchObject({ relay: { kind: 'running' }, devices: [] });
    await expect(app.device({ password: PASSWORD })).rejects.toThrow('403');
    await (await app.device({ password: made })).quiet();
  });

  test('keeps port, user name and settings', async ({ newApp }) => {
    const port = await freePort();
    const app = newApp({ settings: { port, username: 'me' }, password: PASSWORD });
    await app.controller.begin();
    await app.controller.changePassword();
    expect(app.state).toMatchObject({ settings: { port, username: 'me' } });
    expect(app.port).toBe(port);
    expect(app.savedSettings).toEqual([]);
  });

  test('starts no relay that was stopped, and is in force when it starts', async ({ newApp }) => {
    const app = newApp({ settings: { port: await freePort(), relayOn: false }, password: PASSWORD });
    await app.controller.begin();
    await app.controller.changePassword();
    expect(app.state.relay.kind).toBe('stopped');
    await app.controller.startRelay();
    await expect(app.device({ password: PASSWORD })).rejects.toThrow('403');
    await (await app.device({ password: app.savedPasswords[0] ?? '' })).close();
  });

  test('twice at once leaves the last one in force', async ({ newApp }) => {
    const app = newApp({ settings: { port: await freePort() }, password: PASSWORD });
    await app.controller.begin();
    await Promise.all([app.controller.changePassword(), app.controller.changePassword()]);
    const [first, second] = app.savedPasswords;
    expect(first).not.toBe(second);
    await expect(app.device({ password: first ?? '' })).rejects.toThrow('403');
    await (await app.device({ password: second ?? '' })).close();
  });

  test('is made for each app anew', async ({ newApp }) => {
    const apps = [
      newApp({ settings: { port: await freePort() } }),
      newApp({ settings: { port: await freePort() } }),
    ];
    for (const app of apps) await app.controller.begin();
    const [a, b] = apps.map((app) => app.controller.revealPassword());
    expect(a).toBeTruthy();
    expect(a).not.toBe(b);
  });
});

test.describe('a password that is locked away', () => {
  test('is a problem, and is never replaced by itself', async ({ newApp }) => {
    const app = newApp({ settings: { port: await freePort() }, password: PASSWORD, locked: true });
    await app.controller.begin();
    const problem = { kind: 'problem', problem: { kind: 'passwordLocked' } };
    expect(app.state.relay).toEqual(problem);
    expect(app.controller.revealPassword()).toBe(undefined);
    await app.controller.startRelay();
    expect(app.state.relay).toEqual(problem);
    expect(await app.controller.change({ port: await freePort() })).toMatchObject({
      kind: 'refused',
      problem: { kind: 'passwordLocked' },
    });
    expect(app.savedPasswords).toEqual([]);
    expect(app.password).toBe(PASSWORD);

    app.locked = false;
    await app.controller.startRelay();
    expect(app.state.relay.kind).toBe('running');
    await (await app.device({ password: PASSWORD })).close();
    expect(app.savedPasswords).toEqual([]);
  });

  test('while the relay runs does not end it', async ({ newApp }) => {
    const app = newApp({ settings: { port: await freePort() }, password: PASSWORD });
    await app.controller.begin();
    const device = await app.device();
    app.locked = true;
    expect(app.controller.revealPassword()).toBe(undefined);
    expect((await app.controller.change({ port: await freePort() })).kind).toBe('refused');
    await device.quiet();
    expect(app.state.relay.kind).toBe('running');
    expect(app.savedPasswords).toEqual([]);
  });

  test('is replaced when a person asks for a new one, and the relay runs then', async ({ newApp }) => {
    const app = newApp({ settings: { port: await freePort() }, password: PASSWORD, locked: true });
    await app.controller.begin();
    await app.controller.changePassword();
    expect(app.savedPasswords).toHaveLength(1);
    expect(app.state.relay.kind).toBe('running');
    await (await app.device({ password: app.savedPasswords[0] ?? '' })).close();
  });
});

test.describe('what cannot be saved', () => {
  test('is said, and the relay runs all the same', async ({ newApp }) => {
    const app = newApp({ settings: { port: await freePort() }, password: PASSWORD });
    app.settingsFailure = 'the disk is full';
    await app.controller.begin();
    await app.controller.stopRelay();
    expect(app.state.saveProblem).toBe('the disk is full');
    await app.controller.startRelay();
    expect(app.state).toMatchObject({ relay: { kind: 'running' }, saveProblem: 'the disk is full' });
    app.settingsFailure = undefined;
    await app.controller.stopRelay();
    expect(app.state.saveProblem).toBe(undefined);
  });

  test('is said when it is the new password, which works until the app ends', async ({ newApp }) => {
    const app = newApp({ settings: { port: await freePort(), username: 'me' }, password: PASSWORD });
    await app.controller.begin();
    app.passwordFailure = 'the disk is full';
    await app.controller.changePassword();
    expect(app.state).toMatchObject({ relay: { kind: 'running' }, saveProblem: 'the disk is full' });
    const made = app.controller.revealPassword() ?? '';
    expect(made).not.toBe(PASSWORD);
    const device = await RawDevice.open({ port: app.port, username: 'me', password: made });
    await device.login();
    await device.close();
  });

  test('is still said when the settings after it could be saved', async ({ newApp }) => {
    // A first start saves the password, then the settings; here in two steps, to stay away from port 9001.
    const app = newApp({ settings: { relayOn: false } });
    app.passwordFailure = 'the keychain is full';
    await app.controller.change({ port: await freePort() });
    await app.controller.startRelay();
    expect(app.savedSettings.length).toBeGreaterThan(0);
    expect(app.savedPasswords).toEqual([]);
    expect(app.state).toMatchObject({ relay: { kind: 'running' }, saveProblem: 'the keychain is full' });
  });

  test('is still said when a password after it could be saved', async ({ newApp }) => {
    const app = newApp({ settings: { port: await freePort(), username: 'me' }, password: PASSWORD });
    await app.controller.begin();
    app.settingsFailure = 'the disk is full';
    await app.controller.change({ port: await freePort() });
    await app.controller.changePassword();
    expect(app.savedPasswords).toHaveLength(1);
    expect(app.state.saveProblem).toBe('the disk is full');
  });
});

import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { IPC_CALL_NAMES, type IpcCallName } from '../../preload/contract';
import type {} from '../../renderer/bridge';
import { type DesktopApp, expect, open, storedSettings, test, title } from '../helpers/desktopApp';

/** Runs in the app's main process, with its one window's page. */
const preferences = ({ electron }: DesktopApp) =>
  electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // Electron has this for tests only, so its types leave it out.
    return (
      contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    ).getLastWebPreferences();
  });

test('the page is walled off from the computer', async ({ launch }) => {
  const app = await launch();
  expect(await preferences(app)).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
  });
  const globals = await app.page.evaluate(() => [
    typeof Reflect.get(globalThis, 'require'),
    typeof Reflect.get(globalThis, 'process'),
  ]);
  expect(globals).toEqual(['undefined', 'undefined']);
});

test('the page can load and run only what came with the app', async ({ launch }) => {
  const app = await launch();
  expect(new URL(app.page.url()).protocol).toBe('app:');
  const blocked = await app.page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(event.effectiveDirective),
    );
    const inline = document.createElement('script');
    inline.textContent = 'globalThis.intruder = true';
    document.head.append(inline);
    const fetched = await fetch('http://127.0.0.1:9/').then(
      () => 'loaded',
      () => 'refused',
    );
    const image = document.createElement('img');
    const failed = new Promise((resolve) => image.addEventListener('error', resolve));
    image.src = 'https://127.0.0.1:9/x.png';
    document.body.append(image);
    await failed;
    return { violations, fetched, intruder: Reflect.get(globalThis, 'intruder') };
  });
  expect(blocked.fetched).toBe('refused');
  expect(blocked.intruder).toBeUndefined();
  expect(blocked.violations).toEqual(expect.arrayContaining(['script-src-elem', 'connect-src', 'img-src']));
});

test('the page cannot leave, and opens no other', async ({ launch }) => {
  const app = await launch();
  const before = app.page.url();
  const opened = await app.page.evaluate(() => window.open('https://127.0.0.1:9/') === null);
  expect(opened).toBe(true);
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.once('will-navigate', (event) => {
      Reflect.set(globalThis, 'prevented', event.defaultPrevented);
    });
  });
  await app.page.evaluate(() => {
    location.href = 'https://127.0.0.1:9/';
  });
  await expect.poll(() => app.electron.evaluate(() => Reflect.get(globalThis, 'prevented'))).toBe(true);
  expect(app.page.url()).toBe(before);
  expect(app.electron.windows()).toHaveLength(1);
});

test('permissions are refused without asking', async ({ launch }) => {
  const app = await launch();
  const states = await app.page.evaluate(async () => {
    const names = [
      'notifications',
      'geolocation',
      'camera',
      'microphone',
      'clipboard-read',
    ] as PermissionName[];
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
  });
  expect(new Set(states)).toEqual(new Set(['denied']));
});

test('nothing but the app’s files is served to the page', async ({ launch }) => {
  const app = await launch();
  const statuses = await app.electron.evaluate(async ({ net }) => {
    const paths = [
      'app://window/index.html',
      'app://window/../main/index.cjs',
      'app://window/%2e%2e/main/index.cjs',
      'app://window/..%2fmain%2findex.cjs',
      'app://window//etc/passwd',
      'app://window/assets/',
      'app://other/index.html',
    ];
    return Promise.all(paths.map(async (path) => (await net.fetch(path)).status));
  });
  expect(statuses).toEqual([200, 404, 404, 404, 404, 404, 404]);
});

test('a call from anywhere but the window’s own page is refused', async ({ launch }) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  const answer = await app.electron.evaluate(async ({ app: electronApp, BrowserWindow }) => {
    // Another page, with the very same preload script: a stranger that has the bridge in its hands.
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: { preload: `${electronApp.getAppPath()}/out/preload/index.cjs`, sandbox: true },
    });
    await stranger.loadURL('data:text/html,<title>stranger</title>');
    const said: string = await stranger.webContents.executeJavaScript(
      'window.relay.revealPassword().then(() => "revealed", (error) => error.message)',
    );
    stranger.destroy();
    return said;
  });
  expect(answer).toContain('it does not come from the app’s window'.replace('’', "'"));
});

/** What no call takes. */
const GARBAGE = [
  null,
  0,
  -1,
  65_536,
  Number.NaN,
  'x'.repeat(1_001),
  [],
  {},
  { kind: 'settings' },
  { kind: 'address', index: -1 },
  { kind: 'shownText', text: 9001 },
  { key: 'AAAA', name: 'a device' },
  { port: '9001' },
  { port: 0 },
  { port: 65_536 },
  { reach: 'everywhere' },
  { tls: { kind: 'files', certificatePath: 'one' } },
  { username: 'a:b' },
  { relayOn: false },
  { welcomed: true, __proto__: { port: 1 } },
];
/** Garbage that is none for these: nothing to change is a change, and any text is a password that is not too long. */
const TAKEN: Partial<Record<IpcCallName, (garbage: unknown) => boolean>> = {
  change: (garbage) => JSON.stringify(garbage) === '{}',
};

test('every call refuses every argument that is not the contract’s', async ({ launch }) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  const before = await storedSettings(app);
  const names = IPC_CALL_NAMES.filter((name) => name !== 'watch' && name !== 'watchLog');
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) {
    const garbage = GARBAGE.filter((one) => !TAKEN[name]?.(one));
    const answers = await app.page.evaluate(
      async ([call, all]) => {
        const { relay } = globalThis as unknown as {
          relay: Record<string, (argument: unknown) => Promise<unknown>>;
        };
        const attempt = (argument: unknown) =>
          (relay[call]?.(argument) ?? Promise.resolve()).then(
            () => `answered ${JSON.stringify(argument)}`,
            (error) =>
              String(error).includes('its argument is not what it should be') ? 'refused' : String(error),
          );
        return Promise.all(all.map(attempt));
      },
      [name, garbage] as const,
    );
    expect(new Set(answers), name).toEqual(new Set(['refused']));
  }
  await expect(title(app)).toHaveText(/^Running/);
  expect(await storedSettings(app)).toEqual(before);
});

test('the app says nothing secret on its way', async ({ launch }) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  const password = (await app.page.evaluate(() => window.relay.revealPassword())) ?? '';
  expect(password.length).toBeGreaterThan(10);
  const wrong = Buffer.from(`household:${password}!`).toString('base64');
  const upgrade = request(`http://127.0.0.1:${app.port}/v1/relay`, {
    headers: { Authorization: `Basic ${wrong}`, Upgrade: 'websocket', Connection: 'Upgrade' },
  });
  upgrade.end();
  const [response] = await once(upgrade, 'response');
  expect(response.statusCode).toBe(403);
  await open(app, 'Log');
  await expect(app.page.getByText('Turned away: wrong login')).toBeVisible();
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const log = join(app.userData, 'logs');
  const files = () => Promise.all(readdirSync(log).map((name) => readFile(join(log, name), 'utf8')));
  await expect.poll(async () => (await files()).join('')).toContain('Turned away');
  const snapshot = await app.page.evaluate(
    () => new Promise((resolve) => window.relay.onSnapshot((shown) => resolve(JSON.stringify(shown)))),
  );
  for (const text of [app.output(), (await files()).join(''), String(snapshot)]) {
    expect(text).not.toContain(password);
    expect(text).not.toContain(wrong);
  }
});

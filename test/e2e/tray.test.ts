import { connectDevice } from '../../main/client/connection';
import { generateIdentity } from '../../main/protocol/identity';
import { expect, storedPassword, test, title } from '../helpers/desktopApp';
import {
  clickInTray,
  readTrayIcon,
  readTrayMenu,
  screenshot,
  startPanel,
  trayItems,
} from '../helpers/statusNotifier';

test.skip(process.platform !== 'linux', 'only Linux has a tray on D-Bus');

test('a real panel shows the relay in its tray, and its menu works', async ({ launch }, info) => {
  const endPanel = await startPanel();
  try {
    // Electron looks for a tray once, when it starts.
    await expect.poll(trayItems, { timeout: 20_000 }).toEqual([]);
    const app = await launch();
    await expect(title(app)).toHaveText(/^Running/);
    await expect.poll(trayItems).toHaveLength(1);
    const name = (await trayItems())?.[0] ?? '';
    const labels = async () => (await readTrayMenu(name)).map(({ label }) => label);
    await expect.poll(labels).toContain('Running. No devices connected.');
    expect((await readTrayMenu(name))[0]?.enabled).toBe(false);
    const running = await readTrayIcon(name);
    await screenshot(info.outputPath('tray-running.png'));

    const device = await connectDevice({
      url: `http://127.0.0.1:${app.port}/v1/relay`,
      username: 'household',
      password: await storedPassword(app),
      identity: generateIdentity(),
      verifyCertificate: true,
    });
    expect(device.ok).toBe(true);
    await expect.poll(labels).toContain('Running. 1 device connected.');
    expect(await labels()).toContain('Devices (1)');

    await clickInTray(name, 'Stop relay');
    await expect.poll(labels).toContain('Stopped.');
    await expect.poll(() => readTrayIcon(name)).not.toBe(running);
    await expect(title(app)).toHaveText('Stopped.');
    await screenshot(info.outputPath('tray-stopped.png'));

    await clickInTray(name, 'Start relay');
    await expect.poll(labels).toContain('Running. No devices connected.');
    await expect.poll(() => readTrayIcon(name)).toBe(running);

    await clickInTray(name, `http://127.0.0.1:${app.port}/v1/relay`);
    await expect
      .poll(() => app.electron.evaluate(({ clipboard }) => clipboard.readText()))
      .toBe(`http://127.0.0.1:${app.port}/v1/relay`);

    const exited = new Promise((resolve) => app.electron.process().once('exit', resolve));
    await clickInTray(name, 'Quit Buckets Relay');
    expect(await exited).toBe(0);
    await expect.poll(trayItems).toEqual([]);
  } finally {
    await endPanel();
  }
});

test('a tray that comes after the app, as at login, still shows it', async ({ launch }) => {
  await expect.poll(trayItems, { timeout: 20_000 }).toBeUndefined();
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  const endPanel = await startPanel();
  try {
    await expect.poll(trayItems, { timeout: 20_000 }).toHaveLength(1);
    const name = (await trayItems())?.[0] ?? '';
    const labels = async () => (await readTrayMenu(name)).map(({ label }) => label);
    await expect.poll(labels).toContain('Running. No devices connected.');
  } finally {
    await endPanel();
  }
});

import type {} from '../../renderer/bridge';
import { connect, link, pass } from '../helpers/appDevices';
import { expect, test, title } from '../helpers/desktopApp';
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

    const devices = async () =>
      (await readTrayMenu(name))
        .find(({ label }) => label.startsWith('Devices ('))
        ?.children.map(({ label }) => label);
    expect(await devices()).toEqual(['No device is connected', '', 'Add a device…']);
    const [phone, laptop] = [await connect(app), await connect(app)];
    await app.page.evaluate(
      (key) => window.relay.renameDevice({ key, name: 'Mum & Dad’s phone' }),
      phone.key,
    );
    await expect.poll(labels).toContain('Running. 2 devices connected.');
    expect(await labels()).toContain('Devices (2)');
    // Whole, although an ampersand marks a shortcut in menus.
    await expect.poll(devices).toEqual(['Mum & Dad’s phone', laptop.abbreviation, '', 'Add a device…']);
    await link(phone, laptop);
    await pass(laptop, phone, 100);
    await app.electron.evaluate(() => {
      globalThis.aheadOfTime = 16 * 60_000;
    });
    await expect.poll(devices).toContain('Mum & Dad’s phone, silent');

    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await clickInTray(name, 'Mum & Dad’s phone, silent');
    await expect(title(app)).toHaveText('Devices');
    const row = app.page.locator(`li[data-key="${phone.key}"]`);
    await expect(row.getByRole('button', { name: 'More about Mum & Dad’s phone' })).toHaveAttribute(
      'aria-expanded',
      'true',
    );
    await expect(row.getByRole('button', { name: /^More about/ })).toBeFocused();
    await clickInTray(name, 'Add a device…');
    await expect(app.page.getByRole('heading', { name: 'Add a device' })).toBeFocused();

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

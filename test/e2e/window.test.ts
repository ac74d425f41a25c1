import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { appSwitches, chooseInTray, type DesktopApp, expect, open, test, title } from '../helpers/desktopApp';
import { startPanel, trayItems } from '../helpers/statusNotifier';

const windowIs = ({ electron }: DesktopApp) =>
  electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    if (window?.isMinimized()) return 'minimised';
    return window?.isVisible() ? 'shown' : 'hidden';
  });
const closeWindow = ({ electron }: DesktopApp) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

test.skip(
  process.platform !== 'linux',
  'elsewhere there always is a tray, and none can be had for a test alone',
);

test('with a tray closing hides the window, the relay goes on, and a second launch brings it back', async ({
  launch,
}) => {
  const endPanel = await startPanel();
  try {
    await expect.poll(trayItems, { timeout: 20_000 }).toEqual([]);
    const app = await launch();
    await expect(title(app)).toHaveText(/^Running/);
    await expect(app.page.getByText('This desktop shows no tray icons')).toHaveCount(0);
    await closeWindow(app);
    await expect.poll(() => windowIs(app)).toBe('hidden');
    expect((await fetch(`http://127.0.0.1:${app.port}/versions`)).status).toBe(200);

    const executable = await app.electron.evaluate(() => process.execPath);
    const root = join(import.meta.dirname, '../..');
    const second = spawn(executable, ['.', ...appSwitches(app.userData)], { cwd: root, stdio: 'ignore' });
    const [code] = await once(second, 'exit');
    expect(code).toBe(0);
    await expect.poll(() => windowIs(app)).toBe('shown');

    await closeWindow(app);
    await chooseInTray(app, 'open');
    await expect.poll(() => windowIs(app)).toBe('shown');
  } finally {
    await endPanel();
  }
});

test('a page that nobody looks at is let go, and comes back as it was', async ({ launch }) => {
  const endPanel = await startPanel();
  try {
    await expect.poll(trayItems, { timeout: 20_000 }).toEqual([]);
    const key = Buffer.alloc(32, 7).toString('base64');
    const devices = JSON.stringify({
      version: 1,
      devices: [
        { key, lastSeen: 1, lastFrom: '192.168.7.5', blocked: false, letIn: true, name: 'Old phone' },
      ],
    });
    const app = await launch({ devices, env: { TEST_SOON: '1' } });
    await open(app, 'Log');
    await app.page.getByPlaceholder('Filter').fill('Started');
    await open(app, 'Devices');
    await app.page.getByRole('button', { name: 'More about Old phone' }).click();
    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(700, 620));

    const gone = app.page.waitForEvent('close');
    await closeWindow(app);
    await gone;
    expect(app.electron.windows()).toEqual([]);
    expect((await fetch(`http://127.0.0.1:${app.port}/versions`)).status).toBe(200);

    const came = app.electron.waitForEvent('window');
    await chooseInTray(app, 'open');
    const page = await came;
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Devices');
    await expect(page.getByRole('button', { name: 'More about Old phone' })).toHaveAttribute(
      'aria-expanded',
      'true',
    );
    expect(
      await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize()),
    ).toEqual([700, 620]);
    await page.getByRole('button', { name: 'Log' }).click();
    await expect(page.getByPlaceholder('Filter')).toHaveValue('Started');
    await expect(page.getByText(/^Started on port/)).toHaveCount(1);
  } finally {
    await endPanel();
  }
});

test('one in which somebody was typing stays, with what was typed', async ({ launch }) => {
  const endPanel = await startPanel();
  try {
    await expect.poll(trayItems, { timeout: 20_000 }).toEqual([]);
    const app = await launch({ env: { TEST_SOON: '1' } });
    await open(app, 'Settings');
    const name = app.page.locator('input#username');
    await name.fill('half a na');
    const asked = app.page.evaluate(
      () => new Promise<void>((resolve) => void window.relay.onSuspendPage(() => resolve())),
    );
    await closeWindow(app);
    await asked;
    await chooseInTray(app, 'open');
    await expect.poll(() => windowIs(app)).toBe('shown');
    await expect(name).toHaveValue('half a na');
  } finally {
    await endPanel();
  }
});

test('without a tray the window says so, and closing only minimises it', async ({ launch }) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  await expect(app.page.getByText('This desktop shows no tray icons')).toBeVisible();
  // Asked of the app: without a window manager, as here, nothing becomes of the request.
  const minimised = app.electron.evaluate(
    ({ BrowserWindow }) =>
      new Promise((resolve) => {
        const window = BrowserWindow.getAllWindows()[0];
        if (window) window.minimize = () => resolve('minimised');
        window?.close();
      }),
  );
  expect(await minimised).toBe('minimised');
  expect(await windowIs(app)).toBe('shown');
});

import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '../helpers/appDevices';
import { type DesktopApp, expect, storedPassword, storedSettings, test, title } from '../helpers/desktopApp';
import { freePort } from '../helpers/ports';

const button = ({ page }: DesktopApp, name: string) => page.getByRole('button', { name, exact: true });
/** As on a computer on which the app never was, but for its port, which tests must not choose for the network. */
const NEVER_HERE = '{ "version": 2, "reach": "computer" }';

test('the very first start makes an account, takes the first free port and remembers both', async ({
  launch,
}) => {
  const app = await launch({ settings: NEVER_HERE });
  await expect(title(app)).toHaveText('Your devices meet here');
  await expect(app.page.getByText('The relay is turned on and ready.')).toBeVisible();
  const settings = await storedSettings(app);
  expect(settings.port).toBeGreaterThanOrEqual(9001);
  expect(settings).toMatchObject({ username: 'household', relayOn: true, welcomed: false });
  expect(await storedPassword(app)).toMatch(/^[a-hj-km-np-z]{4}(-[a-hj-km-np-z]{4}){3}$/);

  await button(app, 'Skip these steps').click();
  await expect(title(app)).toHaveText('Running. No devices connected.');
  await expect(app.page.getByText('it is kept in a file that only you can read')).toBeVisible();
  await expect(app.page.getByRole('group', { name: 'Address' })).toContainText(
    `http://127.0.0.1:${settings.port}/v1/relay`,
  );
  await app.electron.close();
  const again = await launch({ again: app });
  await expect(title(again)).toHaveText('Running. No devices connected.');
});

test('the first steps lead from the relay to the first device, which moves them on by itself', async ({
  launch,
}) => {
  const app = await launch({ settings: NEVER_HERE });
  await expect(app.page.getByText('The relay is turned on and ready.')).toBeVisible();
  const step = app.page.locator('[aria-current="step"]');
  await expect(step).toContainText('Meet the relay');
  await button(app, 'Continue').click();
  await expect(step).toContainText('Add a device');
  await expect(title(app)).toBeFocused();
  await expect(app.page.getByText('Waiting for the first device…')).toBeVisible();
  await button(app, 'Show the password').click();
  await expect(app.page.getByText(await storedPassword(app), { exact: true })).toBeVisible();

  const { port = 0 } = await storedSettings(app);
  const device = await connect(app, { port });
  await expect(title(app)).toHaveText('Keep it running');
  await expect(app.page.getByText(`${device.abbreviation} is connected.`)).toBeVisible();
  expect(await app.page.content()).not.toContain(await storedPassword(app));

  await button(app, 'Back').click();
  await expect(app.page.getByText('1 device is connected.')).toBeVisible();
  await button(app, 'Continue').click();
  const login = app.page.getByRole('switch', { name: 'Start when I log in' });
  await login.click();
  await expect(login).toBeChecked();
  const entry = join(app.home, '.config/autostart/buckets-relay.desktop');
  await access(entry);
  expect(await readFile(entry, 'utf8')).toContain('--hidden');
  await button(app, 'Done').click();
  await expect(title(app)).toHaveText('Running. 1 device connected.');
  expect((await storedSettings(app)).welcomed).toBe(true);
});

test('who knows the app from an older version is not led through the first steps', async ({ launch }) => {
  const port = await freePort();
  const app = await launch({ settings: JSON.stringify({ version: 1, reach: 'computer', port }) });
  await expect(title(app)).toHaveText('Running. No devices connected.');
  expect(await storedSettings(app)).toMatchObject({ version: 2, port });
});

test('started at login it stays hidden', async ({ launch }) => {
  const app = await launch({ hidden: true });
  await expect(title(app)).toHaveText(/^Running/);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import {
  appSwitches,
  chooseInTray,
  type DesktopApp,
  expect,
  freePort,
  settingsOf,
  storedPassword,
  test,
  title,
  trayImage,
} from '../helpers/desktopApp';

const clipboard = ({ electron }: DesktopApp) => electron.evaluate(({ clipboard: board }) => board.readText());
const isVisible = ({ electron }: DesktopApp) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
const settingsIn = async ({ userData }: DesktopApp) =>
  JSON.parse(await readFile(join(userData, 'settings.json'), 'utf8'));

/** Lets the system's next dialogs be answered with that button. */
const answerDialog = ({ electron }: DesktopApp, response: number) =>
  electron.evaluate(({ dialog }, button) => {
    dialog.showMessageBox = async () => ({ response: button, checkboxChecked: false });
  }, response);

/** Somebody else's program on a port. */
async function occupy(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

test('the first start makes an account, takes the first free port and remembers both', async ({ launch }) => {
  const app = await launch({ settings: '{ "version": 1, "reach": "computer" }' });
  await expect(title(app)).toHaveText('Running. No devices connected.');
  const settings = await settingsIn(app);
  expect(settings.port).toBeGreaterThanOrEqual(9001);
  expect(settings).toMatchObject({ username: 'household', relayOn: true });
  expect(await storedPassword(app)).toMatch(/^[a-hj-km-np-z]{4}(-[a-hj-km-np-z]{4}){3}$/);
  await expect(app.page.getByRole('group', { name: 'Address' })).toContainText(
    `http://127.0.0.1:${settings.port}/v1/relay`,
  );
  await expect(app.page.getByText('it is kept in a file that only you can read')).toBeVisible();
});

test('the password is dots until it is asked for, and dots again when the window hides', async ({
  launch,
}) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  const password = await storedPassword(app);
  const row = app.page.getByRole('group', { name: 'Password' });
  const show = row.getByRole('button', { name: 'Show password' });
  await expect(row).not.toContainText(password);
  expect(await app.page.content()).not.toContain(password);

  await show.click();
  await expect(row).toContainText(password);
  await expect(show).toHaveAttribute('aria-pressed', 'true');
  await show.click();
  await expect(row).not.toContainText(password);

  await show.click();
  await expect(row).toContainText(password);
  // What Chromium tells a page whose window was hidden; under Playwright it believes that it is always seen.
  await app.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(row).not.toContainText(password);
});

test('each Copy button copies what stands beside it', async ({ launch }) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  const address = `http://127.0.0.1:${app.port}/v1/relay`;
  for (const [name, text] of [
    [`Copy address ${address}`, address],
    ['Copy user name', 'household'],
    ['Copy password', await storedPassword(app)],
  ] as const) {
    const button = app.page.getByRole('button', { name, exact: true });
    await button.click();
    await expect(button.locator('xpath=..').getByRole('status')).toHaveText('Copied');
    await expect.poll(() => clipboard(app)).toBe(text);
  }
});

test('closing hides the window, the relay goes on, and a second launch brings it back', async ({
  launch,
}) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => isVisible(app)).toBe(false);
  expect((await fetch(`http://127.0.0.1:${app.port}/versions`)).status).toBe(200);

  const executable = await app.electron.evaluate(() => process.execPath);
  const root = join(import.meta.dirname, '../..');
  const second = spawn(executable, ['.', ...appSwitches(app.userData)], { cwd: root, stdio: 'ignore' });
  const [code] = await once(second, 'exit');
  expect(code).toBe(0);
  await expect.poll(() => isVisible(app)).toBe(true);

  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await chooseInTray(app, 'open');
  await expect.poll(() => isVisible(app)).toBe(true);
});

test('the switch turns the relay off and on, and off is remembered', async ({ launch }) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  const toggle = app.page.getByRole('switch', { name: 'Relay' });
  await expect(toggle).toBeChecked();
  await toggle.focus();
  await app.page.keyboard.press('Space');
  await expect(title(app)).toHaveText('Stopped.');
  await expect(toggle).not.toBeChecked();
  await expect.poll(async () => (await settingsIn(app)).relayOn).toBe(false);
  await app.electron.close();

  const again = await launch({ userData: app.userData });
  await expect(title(again)).toHaveText('Stopped.');
  await again.page.getByRole('button', { name: 'Turn on' }).click();
  await expect(title(again)).toHaveText(/^Running/);
});

test('another port is in force at once; one that is taken is refused with a way out', async ({ launch }) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  const field = app.page.getByRole('textbox', { name: 'Port' });
  const wanted = await freePort();
  await field.fill(String(wanted));
  await field.press('Enter');
  await expect(app.page.getByRole('group', { name: 'Address' })).toContainText(`:${wanted}/v1/relay`);
  expect((await fetch(`http://127.0.0.1:${wanted}/versions`)).status).toBe(200);
  await expect(fetch(`http://127.0.0.1:${app.port}/versions`)).rejects.toThrow();

  const taken = await occupy(await freePort());
  const port = (taken.address() as { port: number }).port;
  await field.fill(String(port));
  await field.blur();
  const refusal = app.page.getByRole('alert');
  await expect(refusal).toContainText(`Port ${port} is in use by another program.`);
  await expect(refusal).toContainText(`The relay stays on ${wanted} meanwhile.`);
  expect((await fetch(`http://127.0.0.1:${wanted}/versions`)).status).toBe(200);

  await refusal.getByRole('button', { name: /^Use \d+$/ }).click();
  await expect(refusal).toHaveCount(0);
  await expect(field).not.toHaveValue(String(wanted));
  await field.fill('http');
  await field.press('Enter');
  await expect(app.page.getByRole('alert')).toContainText('A port is a number from 1 to 65535.');
  taken.close();
});

test('a port that is taken at a later start is a problem with its remedy', async ({ launch }) => {
  const port = await freePort();
  const other = await occupy(port);
  const app = await launch({ settings: settingsOf(port) });
  await expect(title(app)).toHaveText(`Not running. Port ${port} is taken.`);
  await expect.poll(() => trayImage(app)).toBe('problem');
  await app.page.getByRole('button', { name: `Try ${port} again` }).click();
  await expect(title(app)).toHaveText(`Not running. Port ${port} is taken.`);

  other.close();
  await once(other, 'close');
  await app.page.getByRole('button', { name: `Try ${port} again` }).click();
  await expect(title(app)).toHaveText(/^Running/);
  await expect.poll(() => trayImage(app)).toBe('running');
});

test('settings that cannot be read are put aside whole, and the window says so', async ({ launch }) => {
  const app = await launch({ settings: '{ "version": 1, "port": 90' });
  const notice = app.page.getByRole('alert');
  await expect(notice).toContainText('The settings could not be read.');
  await expect(notice.getByRole('button', { name: 'Show file' })).toBeVisible();
  const aside = (await readdir(app.userData)).filter((name) => name.startsWith('settings put aside '));
  expect(aside).toHaveLength(1);
  expect(await readFile(join(app.userData, aside[0] ?? ''), 'utf8')).toBe('{ "version": 1, "port": 90');
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toHaveCount(0);
});

test('settings of a newer version are put aside, not overwritten', async ({ launch }) => {
  // The person has said so before: see lifecycle.test.ts.
  const app = await launch({ settings: '{ "version": 99, "reach": "computer" }', env: { TEST_ANSWER: '1' } });
  await expect(app.page.getByRole('alert')).toContainText('from a newer version');
  const aside = (await readdir(app.userData)).find((name) => name.startsWith('settings put aside '));
  expect(await readFile(join(app.userData, aside ?? ''), 'utf8')).toContain('99');
});

test('a password that cannot be opened is a problem, and is put aside only on the person’s word', async ({
  launch,
}) => {
  const sealed = JSON.stringify({ kept: 'keychain', sealed: 'djEwAAAA' });
  const app = await launch({ password: sealed });
  await expect(title(app)).toHaveText('Not running. The password is locked.');
  expect(await readFile(join(app.userData, 'password.json'), 'utf8')).toBe(sealed);

  const make = app.page.getByRole('button', { name: 'Make a new password…' });
  await answerDialog(app, 0);
  await make.click();
  await expect(title(app)).toHaveText('Not running. The password is locked.');
  expect(await readFile(join(app.userData, 'password.json'), 'utf8')).toBe(sealed);

  await answerDialog(app, 1);
  await make.click();
  await expect(title(app)).toHaveText(/^Running/);
  expect(await storedPassword(app)).toMatch(/^[a-z-]{19}$/);
  const aside = (await readdir(app.userData)).find((name) => name.startsWith('password put aside '));
  expect(await readFile(join(app.userData, aside ?? ''), 'utf8')).toBe(sealed);
});

import { once } from 'node:events';
import { createServer } from 'node:net';
import { type DesktopApp, expect, storedPassword, test, title } from '../helpers/desktopApp';
import { freePort } from '../helpers/ports';
import { RawDevice } from '../helpers/rawDevice';

// The doctor in the window, in an app that only this computer can reach.

const WELCOMED = { version: 2, reach: 'computer', welcomed: true };
const settings = (port: number, more = {}) => JSON.stringify({ ...WELCOMED, port, ...more });

const openDoctor = ({ page }: DesktopApp) =>
  page
    .getByRole('navigation')
    .getByRole('button', { name: /^Doctor/ })
    .click();
const list = ({ page }: DesktopApp, name: string) => page.getByRole('region', { name }).getByRole('listitem');
const clipboard = ({ electron }: DesktopApp) => electron.evaluate(({ clipboard: board }) => board.readText());

test('looks by itself when it is opened, and says what it could not look at', async ({ launch }, info) => {
  const port = await freePort();
  const app = await launch({ settings: settings(port) });
  await expect(title(app)).toHaveText(/^Running/);
  await app.page.getByRole('button', { name: 'Let the doctor look' }).click();
  await expect(title(app)).toHaveText('All is well here.');
  await expect(list(app, 'Passed')).toHaveText([
    `ListeningThe relay is open on port ${port}.`,
    'Login worksThe right password is let in, a wrong one is turned away.',
    /^Two test devices can talkA message went there and back, unchanged\.\d+ ms$/,
  ]);
  await expect(list(app, 'Not looked at')).toHaveText([
    /^Home networkOnly this computer/,
    /^ReachableOnly this computer/,
    /^Found by devices nearbyOnly this computer/,
    /^CertificateEncryption is off/,
    /^FirewallOnly this computer/,
  ]);
  await expect(app.page.getByText('Nobody was turned away since the app started.')).toBeVisible();
  await app.page.screenshot({ path: info.outputPath('well.png') });

  // Nothing of its devices is left.
  await app.page
    .getByRole('navigation')
    .getByRole('button', { name: /^Devices/ })
    .click();
  await expect(app.page.getByText('No devices yet')).toBeVisible();
});

test('the report can be passed on: it holds no password', async ({ launch }) => {
  const app = await launch({ settings: settings(await freePort(), { username: 'maras-own-name' }) });
  await openDoctor(app);
  await expect(title(app)).toHaveText('All is well here.');
  await app.page.getByRole('button', { name: 'Copy the report' }).click();
  await expect.poll(() => clipboard(app)).toContain('[passed] Login works');
  const report = await clipboard(app);
  expect(report).not.toContain(await storedPassword(app));
  expect(report).not.toContain('maras-own-name');
});

test('a port that is taken is the first thing, counted in the sidebar, and leads to its remedy', async ({
  launch,
}, info) => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  const app = await launch({ settings: settings(port) });
  await expect(title(app)).toHaveText(`Not running. Port ${port} is taken.`);
  await openDoctor(app);
  await expect(title(app)).toHaveText('One thing needs you.');
  const box = app.page.getByRole('region', { name: 'The relay is not running' });
  await expect(box).toContainText(`Port ${port} is taken.`);
  await expect(app.page.getByRole('navigation').getByRole('button', { name: /^Doctor/ })).toHaveText(
    'Doctor1',
  );
  await app.page.screenshot({ path: info.outputPath('taken.png') });
  other.close();
  await once(other, 'close');
  await box.getByRole('button', { name: 'Go to Overview' }).click();
  await app.page.getByRole('button', { name: `Try ${port} again` }).click();
  await expect(title(app)).toHaveText(/^Running/);
  await openDoctor(app);
  await app.page.getByRole('button', { name: 'Check again' }).click();
  await expect(title(app)).toHaveText('All is well here.');
});

test('a relay that is off is turned on from there', async ({ launch }) => {
  const port = await freePort();
  const app = await launch({ settings: settings(port, { relayOn: false }) });
  await openDoctor(app);
  const box = app.page.getByRole('region', { name: 'The relay is off' });
  await box.getByRole('button', { name: 'Turn on' }).click();
  await expect(title(app)).toHaveText('All is well here.');
  expect((await fetch(`http://127.0.0.1:${port}/versions`)).status).toBe(200);
});

test('who was turned away is listed with what to do', async ({ launch }, info) => {
  const app = await launch({ settings: settings(await freePort()) });
  await expect(title(app)).toHaveText(/^Running/);
  const port = Number((await app.page.getByText(/:\d+/).first().textContent())?.match(/:(\d+)/)?.[1]);
  const account = { port, username: 'household' };
  for (const password of ['one', 'two'])
    await expect(RawDevice.open({ ...account, password })).rejects.toThrow('403');
  await openDoctor(app);
  const entry = list(app, 'Turned away lately');
  await expect(entry).toContainText(['127.0.0.1 Wrong user name or password']);
  await expect(entry).toContainText([/2 times, last /]);
  await expect(entry).toContainText(['On the device, type both again as the overview shows them.']);
  await app.page.screenshot({ path: info.outputPath('attempts.png') });

  const device = await RawDevice.open({ ...account, password: await storedPassword(app) });
  await device.login();
  await expect(entry).toContainText(['A device from this address was let in since.']);
  await device.close();
});

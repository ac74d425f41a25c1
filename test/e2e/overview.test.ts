import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateIdentity } from '../../main/protocol/identity';
import type {} from '../../renderer/bridge';
import { connect, tryToConnect } from '../helpers/appDevices';
import {
  clipboardText,
  type DesktopApp,
  expect,
  open,
  storedPassword,
  storedSettings,
  tellHidden,
  test,
  title,
} from '../helpers/desktopApp';
import { fingerprintIn, handshake } from '../helpers/openssl';
import { freePort } from '../helpers/ports';
import { answerDialog, saveTo } from '../helpers/systemDialogs';

const NETWORK = { TEST_ADDRESSES: '10.0.0.7 192.168.1.24' };

const row = ({ page }: DesktopApp, name: string) => page.getByRole('group', { name, exact: true });

test('what to type stands there, the likeliest address first, and each Copy button copies what it says', async ({
  launch,
}) => {
  const app = await launch({ settings: { reach: 'network', port: await freePort() }, env: NETWORK });
  await expect(title(app)).toHaveText('Running. No devices connected.');
  const { port } = await storedSettings(app);
  const [home, other] = ['192.168.1.24', '10.0.0.7'].map((host) => `http://${host}:${port}/v1/relay`);
  await expect(row(app, 'Address').locator('.address')).toHaveText([home ?? '', other ?? '']);
  await expect(row(app, 'Address')).toContainText('Try this one first.');
  await expect(app.page.getByText('Not encrypted on the way')).toBeVisible();

  for (const [name, text] of [
    [`the address ${home}`, home],
    [`the address ${other}`, other],
    ['the user name', 'household'],
    ['the password', await storedPassword(app)],
  ] as const) {
    const button = app.page.getByRole('button', { name: `Copy ${name}`, exact: true });
    await button.click();
    await expect(button.locator('xpath=..').getByRole('status')).toHaveText('Copied');
    await expect.poll(() => clipboardText(app)).toBe(text);
  }
});

test('the password is dots until it is asked for, and dots again when the window hides', async ({
  launch,
}) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  const password = await storedPassword(app);
  const show = app.page.getByRole('button', { name: 'Show the password' });
  expect(await app.page.content()).not.toContain(password);

  await show.click();
  await expect(row(app, 'Password')).toContainText(password);
  await expect(show).toHaveAttribute('aria-pressed', 'true');
  await show.click();
  expect(await app.page.content()).not.toContain(password);

  await show.click();
  await expect(row(app, 'Password')).toContainText(password);
  await tellHidden(app);
  await expect(row(app, 'Password')).not.toContainText(password);
  expect(await app.page.content()).not.toContain(password);
});

test('the pairing code is drawn on request, a reader finds in it all that a device needs, and it hides', async ({
  launch,
}, info) => {
  const app = await launch({ settings: { reach: 'network', port: await freePort() }, env: NETWORK });
  await expect(title(app)).toHaveText(/^Running/);
  const code = app.page.getByRole('img', { name: /as a code to scan$/ });
  await expect(code).toHaveCount(0);
  const text = (await app.page.evaluate(() => window.relay.revealPairing())) ?? '';
  const { searchParams } = new URL(text);
  const { port, relayId } = await storedSettings(app);
  expect([...searchParams]).toEqual([
    ['v', '1'],
    ['url', `http://192.168.1.24:${port}/v1/relay`],
    ['url', `http://10.0.0.7:${port}/v1/relay`],
    ['user', 'household'],
    ['password', await storedPassword(app)],
    ['id', relayId],
  ]);

  for (const theme of ['light', 'dark'] as const) {
    await app.page.emulateMedia({ colorScheme: theme });
    await app.page.getByRole('button', { name: 'Show the code' }).click();
    expect(await read(app, info.outputPath(`code-${theme}.png`))).toBe(text);
    await app.page.getByRole('button', { name: 'Hide now' }).click();
    await expect(code).toHaveCount(0);
  }
  await app.page.getByRole('button', { name: 'Show the code' }).click();
  await app.page.getByText('The same as text').click();
  await app.page.getByRole('button', { name: 'Copy the text of the code' }).click();
  await expect.poll(() => clipboardText(app)).toBe(text);
  await tellHidden(app);
  await expect(code).toHaveCount(0);
  expect(await app.page.content()).not.toContain(await storedPassword(app));
});

/** What somebody else's reader finds in a picture of the window. */
async function read({ page }: DesktopApp, path: string): Promise<string> {
  await page.screenshot({ path });
  const { stdout } = await promisify(execFile)('zbarimg', ['--quiet', '--raw', path]);
  return stdout.trim();
}

test('with TLS the fingerprint is that of the certificate that is served, and the certificate can be saved', async ({
  launch,
  folder,
}) => {
  const app = await launch({ settings: { tls: { kind: 'selfSigned' } } });
  await expect(title(app)).toHaveText(/^Running/);
  const card = app.page.getByRole('region', { name: 'Encrypted with its own certificate' });
  await expect(card).toContainText(/Fingerprint ([0-9A-F]{4} ){16}/);
  await card.getByRole('button', { name: 'Copy the fingerprint' }).click();
  await expect.poll(() => clipboardText(app)).toMatch(/^[0-9A-F]{64}$/);
  const fingerprint = await clipboardText(app);
  await expect(row(app, 'Address')).toContainText(`https://127.0.0.1:${app.port}/v1/relay`);
  await connect(app, { fingerprint });

  const save = card.getByRole('button', { name: 'Save certificate for a phone…' });
  const path = join(folder, 'relay.crt');
  await saveTo(app, path);
  await save.click();
  await expect(card.getByRole('status').last()).toHaveText(
    'Saved. Open the file on the phone to install it.',
  );
  expect(await fingerprintIn(path)).toBe(fingerprint);
  expect(await readFile(path, 'utf8')).not.toContain('PRIVATE');
  const seen = await handshake(app.port, '-CAfile', path, '-verify_return_error', '-verify_ip', '127.0.0.1');
  expect(seen.text).toContain('Verification: OK');

  await saveTo(app, '');
  await save.click();
  await expect(card.getByRole('status').last()).toHaveText('');
  await saveTo(app, join(folder, 'no such folder', 'relay.crt'));
  await save.click();
  await expect(card).toContainText('The certificate could not be saved: ENOENT');
});

test('the switch turns the relay off and on, and off is remembered', async ({ launch }) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  await connect(app);
  await connect(app);
  await expect(title(app)).toHaveText('Running. 2 devices connected.');
  const toggle = app.page.getByRole('switch', { name: 'Relay' });
  await expect(toggle).toBeChecked();
  await toggle.focus();
  await app.page.keyboard.press('Space');
  await expect(title(app)).toHaveText('Stopped.');
  await expect(toggle).not.toBeChecked();
  await expect(app.page.getByRole('heading', { name: /^Turned off by you at \d\d:\d\d$/ })).toBeVisible();
  await expect(app.page.getByText('2 devices were connected. They come back by themselves.')).toBeVisible();
  await expect.poll(async () => (await storedSettings(app)).relayOn).toBe(false);
  await app.electron.close();

  const again = await launch({ again: app });
  await expect(title(again)).toHaveText('Stopped.');
  await expect(again.page.getByRole('heading', { name: 'The relay is off' })).toBeVisible();
  await again.page.getByRole('button', { name: 'Turn on' }).click();
  await expect(title(again)).toHaveText(/^Running/);
});

test('on no network it says so, and the addresses come by themselves once there is one', async ({
  launch,
}) => {
  const app = await launch({
    settings: { reach: 'network', port: await freePort() },
    env: { TEST_ADDRESSES: '' },
  });
  await expect(title(app)).toHaveText(/^Running/);
  const card = app.page.getByRole('region', { name: 'This computer is on no network' });
  await expect(card).toBeVisible();
  await expect(app.page.getByRole('region', { name: 'Add a device' })).toHaveCount(0);

  await app.electron.evaluate(({ BrowserWindow }) => {
    process.env.TEST_ADDRESSES = '192.168.1.24';
    // The app looks at the network when the window comes up.
    BrowserWindow.getAllWindows()[0]?.emit('show');
  });
  await expect(row(app, 'Address')).toContainText('http://192.168.1.24:');
  await expect(card).toHaveCount(0);
});

test('a new device asks to be let in while only known ones may connect', async ({ launch }) => {
  const app = await launch({ settings: { onlyKnown: true } });
  await expect(title(app)).toHaveText(/^Running/);
  const asked = await tryToConnect(app);
  expect(asked.ok).toBe(false);
  const { identity } = await stranger(app);
  const cards = app.page.getByRole('region', { name: 'A new device wants to connect' });
  await expect(cards).toHaveCount(2);

  await cards.first().getByRole('button', { name: 'Not now' }).click();
  await expect(cards).toHaveCount(1);
  await cards.getByRole('button', { name: 'Let in' }).click();
  await expect(cards).toHaveCount(0);
  await connect(app, { identity });
  await expect(title(app)).toHaveText('Running. 1 device connected.');

  const other = await stranger(app);
  await answerDialog(app, 1);
  await cards.getByRole('button', { name: 'Block…' }).click();
  await expect(cards).toHaveCount(0);
  expect((await tryToConnect(app, other)).ok).toBe(false);
  await open(app, 'Devices');
  await expect(app.page.getByText(/^Blocked\. Turned away today at/)).toBeVisible();
});

async function stranger(app: DesktopApp) {
  const identity = generateIdentity();
  expect((await tryToConnect(app, { identity })).ok).toBe(false);
  return { identity };
}

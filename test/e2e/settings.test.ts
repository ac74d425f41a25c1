import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, endOf, link, tryToConnect } from '../helpers/appDevices';
import {
  type DesktopApp,
  expect,
  open,
  storedPassword,
  storedSettings,
  test,
  title,
} from '../helpers/desktopApp';
import { fingerprintIn, makePair } from '../helpers/openssl';
import { freePort } from '../helpers/ports';
import { answerDialog, chooseFiles, saveTo } from '../helpers/systemDialogs';

const field = ({ page }: DesktopApp, id: string) => page.locator(`input#${id}`);
const radio = ({ page }: DesktopApp, name: string) => page.getByRole('radio', { name, exact: true });
const toggle = ({ page }: DesktopApp, name: string) => page.getByRole('switch', { name, exact: true });
const button = ({ page }: DesktopApp, name: string | RegExp) => page.getByRole('button', { name });
const bar = ({ page }: DesktopApp) => page.getByRole('status', { name: 'Last change' });

/** Types a text into a field and puts it in force, by keyboard. */
async function type(app: DesktopApp, id: string, text: string): Promise<void> {
  await field(app, id).focus();
  await app.page.keyboard.press('Control+a');
  await app.page.keyboard.type(text);
  await app.page.keyboard.press('Enter');
}

async function press(app: DesktopApp, target: ReturnType<typeof toggle>, key = 'Space'): Promise<void> {
  await target.focus();
  await app.page.keyboard.press(key);
}

const answers = async (port: number) => (await fetch(`http://127.0.0.1:${port}/versions`)).status;

test('another port is in force at once; one that is taken is refused with a way out', async ({ launch }) => {
  const app = await launch();
  await open(app, 'Settings');
  const wanted = await freePort();
  await type(app, 'port', String(wanted));
  await expect(bar(app)).toContainText(`Port changed to ${wanted}.`);
  expect(await answers(wanted)).toBe(200);
  await expect(answers(app.port)).rejects.toThrow();
  await expect.poll(async () => (await storedSettings(app)).port).toBe(wanted);

  const taken = await launch();
  await expect(title(taken)).toHaveText(/^Running/);
  await type(app, 'port', String(taken.port));
  const refusal = app.page.getByRole('alert');
  await expect(refusal).toContainText(new RegExp(`Port ${taken.port} is used by \\S+\\.`));
  await expect(refusal).toContainText(`The relay stays on ${wanted} meanwhile.`);
  expect(await answers(wanted)).toBe(200);
  await refusal.getByRole('button', { name: /^Use \d+$/ }).click();
  await expect(refusal).toHaveCount(0);
  await expect(field(app, 'port')).toBeFocused();
  await expect(field(app, 'port')).not.toHaveValue(String(taken.port));

  await type(app, 'port', '70000');
  await expect(app.page.getByRole('alert')).toHaveText('A port is a number from 1 to 65535.');
  await app.page.keyboard.press('Escape');
  await expect(app.page.getByRole('alert')).toHaveCount(0);
  await button(app, 'Undo').focus();
  await app.page.keyboard.press('Enter');
  await expect(bar(app)).toContainText('It is as it was before.');
  await expect(field(app, 'port')).toHaveValue(String(wanted));
  expect(await answers(wanted)).toBe(200);
});

test('who can reach it, what it is called, and who logs in are set by keyboard, and can be undone', async ({
  launch,
}) => {
  const app = await launch({ env: { TEST_ADDRESSES: '192.168.1.24', TEST_HOSTNAME: 'kitchen.home' } });
  await open(app, 'Settings');
  await radio(app, 'This computer').focus();
  await app.page.keyboard.press('ArrowRight');
  await expect(bar(app)).toContainText('The home network can reach the relay now.');
  expect((await storedSettings(app)).reach).toBe('network');
  await button(app, 'Undo').click();
  await expect(radio(app, 'This computer')).toBeChecked();
  expect((await storedSettings(app)).reach).toBe('computer');

  await expect(field(app, 'name')).toHaveValue('kitchen');
  await type(app, 'name', 'Our kitchen');
  await expect(bar(app)).toContainText('Name on the network changed to “Our kitchen”.');
  await type(app, 'name', 'ü'.repeat(32));
  await expect(app.page.getByRole('alert')).toContainText('That name is too long for the network.');
  await app.page.keyboard.press('Escape');
  expect((await storedSettings(app)).name).toBe('Our kitchen');

  const device = await connect(app);
  await type(app, 'username', 'family');
  await expect(bar(app)).toContainText('Name changed to “family”.');
  await endOf(device);
  expect((await tryToConnect(app)).ok).toBe(false);
  await connect(app, { username: 'family' });
  await type(app, 'username', 'fam:ily');
  await expect(app.page.getByRole('alert')).toContainText('The name must not have a colon in it.');
  await app.page.keyboard.press('Escape');
  await button(app, 'Undo').click();
  await expect(field(app, 'username')).toHaveValue('household');
  await connect(app);
});

test('encryption is turned on with a certificate that devices pin, renewed, replaced by files, and turned off', async ({
  launch,
  folder,
}) => {
  const app = await launch();
  await connect(app);
  await open(app, 'Settings');
  await radio(app, 'Off').focus();
  await app.page.keyboard.press('ArrowDown');
  await expect(bar(app)).toContainText('Encryption with this computer’s certificate is on now.');
  const shown = app.page.locator('.fingerprint');
  const fingerprint = async () => (await shown.innerText()).replace(/\s/g, '');
  const first = await fingerprint();
  expect((await tryToConnect(app)).ok).toBe(false);
  const device = await connect(app, { fingerprint: first });

  const saved = join(folder, 'saved.crt');
  await saveTo(app, saved);
  await button(app, 'Save for a phone…').click();
  await expect(bar(app)).toContainText('The certificate is saved.');
  expect(await fingerprintIn(saved)).toBe(first);

  await answerDialog(app, 1);
  await app.page
    .getByRole('radiogroup', { name: 'Encryption' })
    .getByRole('button', { name: /new one/ })
    .click();
  await expect.poll(fingerprint).not.toBe(first);
  await endOf(device);
  const refused = await tryToConnect(app, { fingerprint: first });
  expect(refused).toMatchObject({ ok: false, error: { kind: 'fingerprintDiffers' } });
  await connect(app, { fingerprint: await fingerprint() });

  const own = await makePair(folder, 'own');
  const other = await makePair(folder, 'other');
  await chooseFiles(app, own.certificate, other.key);
  await button(app, 'Choose files…').click();
  await expect(app.page.getByRole('alert')).toContainText('is not that of the certificate in');
  await expect(radio(app, 'Certificate made by this computer')).toBeChecked();
  await chooseFiles(app, own.certificate, own.key);
  await button(app, 'Choose files…').click();
  await expect(bar(app)).toContainText('Encryption with your own certificate is on now.');
  await connect(app, { fingerprint: await fingerprintIn(own.certificate) });
  expect(await fingerprint()).toBe(await fingerprintIn(own.certificate));
  await button(app, 'Undo').click();
  await expect(radio(app, 'Certificate made by this computer')).toBeChecked();

  await press(app, radio(app, 'Off'));
  await expect(bar(app)).toContainText('Encryption is off now.');
  await connect(app);
});

test('a password of one’s own, a new one, and the way back', async ({ launch }) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  const made = await storedPassword(app);
  const device = await connect(app);
  await open(app, 'Settings');
  await field(app, 'password').focus();
  await app.page.keyboard.type('short');
  await expect(app.page.getByText('Short passwords are easy to guess.')).toBeVisible();
  expect(await storedPassword(app)).toBe(made);
  await app.page.keyboard.type(' but mine, ü');
  await app.page.keyboard.press('Enter');
  await expect(bar(app)).toContainText('Password changed.');
  expect(await storedPassword(app)).toBe('short but mine, ü');
  await endOf(device);
  expect((await tryToConnect(app, { password: made })).ok).toBe(false);
  await connect(app, { password: 'short but mine, ü' });

  await button(app, 'Show password').click();
  await expect(field(app, 'password')).toHaveValue('short but mine, ü');
  await button(app, 'Show password').click();
  await expect(field(app, 'password')).toHaveValue('');
  await button(app, 'Undo').click();
  await expect(bar(app)).toContainText('It is as it was before.');
  expect(await storedPassword(app)).toBe(made);

  const renew = app.page
    .getByRole('region', { name: 'Account' })
    .getByRole('button', { name: 'Make a new one…' });
  await answerDialog(app, 0);
  await renew.click();
  expect(await storedPassword(app)).toBe(made);
  await answerDialog(app, 1);
  await renew.click();
  await expect.poll(() => storedPassword(app)).not.toBe(made);
  await connect(app, { password: await storedPassword(app) });
  await button(app, 'Undo').click();
  await expect.poll(() => storedPassword(app)).toBe(made);
});

test('what it does on this computer: start at login, hidden, notify, and keep it awake', async ({
  launch,
}) => {
  const app = await launch();
  await open(app, 'Settings');
  const entry = join(app.home, '.config/autostart/buckets-relay.desktop');
  const login = toggle(app, 'Start when I log in');
  await press(app, login);
  await expect(login).toBeChecked();
  expect(await readFile(entry, 'utf8')).toMatch(/^Exec=.*--hidden$/m);
  await press(app, toggle(app, 'Start hidden'), 'Enter');
  await expect.poll(() => readFile(entry, 'utf8')).not.toContain('--hidden');
  await press(app, login);
  await expect(login).not.toBeChecked();
  await expect(access(entry)).rejects.toThrow('ENOENT');

  await press(app, toggle(app, 'Notifications'));
  await expect.poll(async () => (await storedSettings(app)).notify).toBe(true);
  await press(app, toggle(app, 'Notifications'));
  await press(app, toggle(app, 'Devices nearby can find it'));
  await expect.poll(async () => (await storedSettings(app)).advertise).toBe(false);

  const isAwake = () =>
    app.electron.evaluate(({ powerSaveBlocker }) => [0, 1, 2].some((id) => powerSaveBlocker.isStarted(id)));
  await press(app, toggle(app, 'Keep this computer awake'));
  const [a, b] = [await connect(app), await connect(app)];
  expect(await isAwake()).toBe(false);
  await link(a, b);
  await expect.poll(isAwake).toBe(true);
  await b.close();
  await expect.poll(isAwake).toBe(false);
});

test('what the system does not do is said, and nothing is changed', async ({ launch }) => {
  const app = await launch();
  await open(app, 'Settings');
  // A file in the folder's place: nobody can write into it, not even root.
  await mkdir(join(app.home, '.config'), { recursive: true });
  await writeFile(join(app.home, '.config', 'autostart'), '');
  const login = toggle(app, 'Start when I log in');
  await press(app, login);
  await expect(app.page.getByText('The system did not take the change.')).toBeVisible();
  await expect(app.page.getByText('could not be written')).toBeVisible();
  await expect(login).not.toBeChecked();
  expect((await storedSettings(app)).startAtLogin).toBe(false);
});

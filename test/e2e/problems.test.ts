import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '../helpers/appDevices';
import {
  type DesktopApp,
  expect,
  open,
  putAside,
  settingsOf,
  storedPassword,
  storedSettings,
  test,
  title,
  trayImage,
} from '../helpers/desktopApp';
import { type MadePair, make, makePair } from '../helpers/openssl';
import { freePort } from '../helpers/ports';
import { answerDialog, chooseFiles } from '../helpers/systemDialogs';

const button = ({ page }: DesktopApp, name: string | RegExp) => page.getByRole('button', { name });
const card = ({ page }: DesktopApp) =>
  page.getByRole('region', { name: 'Your devices cannot reach the relay' });

/** Somebody else's program of that name on a port, as a process of its own; returns how to end it. */
async function occupy(port: number, name: string, folder: string): Promise<() => Promise<void>> {
  const program = join(folder, name);
  await symlink(process.execPath, program);
  const listen = `require('net').createServer().listen(${port}, '127.0.0.1', () => console.log('listening'))`;
  const child = spawn(program, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return async () => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  };
}

test('a port that is taken is a problem that names who has it, and each of its remedies helps', async ({
  launch,
  folder,
}) => {
  const port = await freePort();
  const end = await occupy(port, 'coffee-machine', folder);
  const app = await launch({ settings: { port } });
  await expect(title(app)).toHaveText(`Not running. Port ${port} is taken.`);
  await expect.poll(() => trayImage(app)).toBe('problem');
  await expect(card(app)).toContainText(`Port wanted${port}Used bycoffee-machineNext free port`);
  await button(app, `Try ${port} again`).click();
  await expect(title(app)).toHaveText(`Not running. Port ${port} is taken.`);
  await button(app, 'Choose a port…').click();
  await expect(title(app)).toHaveText('Settings');

  await open(app, 'Overview');
  await button(app, /^Use port \d+$/).click();
  await expect(title(app)).toHaveText('Running. No devices connected.');
  const { port: other } = await storedSettings(app);
  expect(other).not.toBe(port);
  await app.electron.close();

  const again = await launch({ settings: { port } });
  await expect(title(again)).toHaveText(`Not running. Port ${port} is taken.`);
  await end();
  await button(again, `Try ${port} again`).click();
  await expect(title(again)).toHaveText(/^Running/);
  await expect.poll(() => trayImage(again)).toBe('running');
  expect((await storedSettings(again)).port).toBe(port);
});

test('a port that the system keeps for itself is a problem with another port as its remedy', async ({
  launch,
}) => {
  const app = await launch({ settings: { port: 443 }, env: { TEST_FORBIDDEN_PORT: '443' } });
  await expect(title(app)).toHaveText('Not running. Port 443 is not allowed.');
  await expect(card(app)).toContainText('Ports below 1024 are often kept for the system');
  await button(app, 'Try again').click();
  await expect(title(app)).toHaveText('Not running. Port 443 is not allowed.');
  await button(app, /^Use port \d+$/).click();
  await expect(title(app)).toHaveText(/^Running/);
});

const files = (certificatePath: string, keyPath: string) =>
  ({ tls: { kind: 'files', certificatePath, keyPath } }) as const;

test('a certificate that has expired is a problem, until it was renewed in its place', async ({
  launch,
  folder,
}) => {
  const old = await makePair(folder, 'old');
  await expire(folder, old);
  const app = await launch({ settings: files(old.certificate, old.key) });
  await expect(title(app)).toHaveText('Not running. The certificate cannot be used.');
  await expect(card(app)).toContainText(`The certificate in ${old.certificate} expired on 1 February 2024.`);
  await expect(card(app)).toContainText('Renew the certificate and try again.');
  await button(app, 'Try again').click();
  await expect(title(app)).toHaveText('Not running. The certificate cannot be used.');

  const renewed = await makePair(folder, 'renewed');
  await copyFile(renewed.certificate, old.certificate);
  await copyFile(renewed.key, old.key);
  await button(app, 'Try again').click();
  await expect(title(app)).toHaveText(/^Running/);
});

/** Has openssl issue the certificate anew, as one that ended on 1 February 2024. */
async function expire(folder: string, { certificate, key }: MadePair) {
  const [config, database, serial, request] = ['ca.cnf', 'index', 'serial', 'request'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  await writeFile(database, '');
  await writeFile(serial, '01');
  const places = [`database = ${database}`, `serial = ${serial}`, `new_certs_dir = ${folder}`];
  const rest = ['default_md = sha256', 'policy = any', '[any]', 'commonName = supplied', ''];
  await writeFile(config, ['[ca]', 'default_ca = it', '[it]', ...places, ...rest].join('\n'));
  await make('req', '-new', '-key', key, '-subj', '/CN=old.example', '-out', request);
  const sign = ['ca', '-batch', '-config', config, '-selfsign', '-keyfile', key, '-in', request];
  const dates = ['-startdate', '20240101000000Z', '-enddate', '20240201000000Z'];
  await make(...sign, ...dates, '-notext', '-out', certificate);
}

test('a key that is not the certificate’s is a problem, and other files are its remedy', async ({
  launch,
  folder,
}) => {
  const [one, other] = [await makePair(folder, 'one'), await makePair(folder, 'other')];
  const app = await launch({ settings: files(one.certificate, other.key) });
  await expect(card(app)).toContainText(
    `The key in ${other.key} is not that of the certificate in ${one.certificate}.`,
  );
  await chooseFiles(app, other.certificate, one.key);
  await button(app, 'Choose other files…').click();
  await expect(card(app).getByRole('alert')).toContainText('Everything is as it was.');
  expect((await storedSettings(app)).tls).toEqual(files(one.certificate, other.key).tls);
  await chooseFiles(app);
  await button(app, 'Choose other files…').click();
  await expect(card(app).getByRole('alert')).toBeEmpty();

  await chooseFiles(app, one.certificate, one.key);
  await button(app, 'Choose other files…').click();
  await expect(title(app)).toHaveText(/^Running/);
  expect((await storedSettings(app)).tls).toEqual(files(one.certificate, one.key).tls);
});

test('a key that is locked is a problem; the line that it shows opens it, and a certificate of this computer’s does as well', async ({
  launch,
  folder,
}) => {
  const { certificate, key } = await makePair(folder, 'one');
  const locked = join(folder, 'locked.key');
  await make('pkey', '-in', key, '-aes256', '-passout', 'pass:secret', '-out', locked);
  const app = await launch({ settings: files(certificate, locked) });
  await expect(card(app)).toContainText(`The key in ${locked} is locked with a password of its own.`);
  const command = await card(app).locator('.command .mono').innerText();
  const shell = spawn('sh', ['-c', `${command} -passin pass:secret`]);
  expect(await once(shell, 'exit')).toEqual([0, null]);
  expect(await readFile(join(folder, 'locked-open.key'), 'utf8')).toContain('BEGIN PRIVATE KEY');

  await button(app, 'Make one on this computer').click();
  await expect(title(app)).toHaveText(/^Running/);
  expect((await storedSettings(app)).tls).toEqual({ kind: 'selfSigned' });
});

test('a password that cannot be opened is a problem, and is put aside only on the person’s word', async ({
  launch,
}) => {
  const sealed = JSON.stringify({ kept: 'keychain', sealed: 'djEwAAAA' });
  const app = await launch({ password: sealed });
  const locked = 'Not running. The password is locked.';
  await expect(title(app)).toHaveText(locked);
  await button(app, 'Unlock keychain and try again').click();
  await expect(title(app)).toHaveText(locked);
  const stored = () => readFile(join(app.userData, 'password.json'), 'utf8');
  expect(await stored()).toBe(sealed);

  const renew = button(app, 'Make a new password…');
  await answerDialog(app, 0);
  await renew.click();
  await expect(title(app)).toHaveText(locked);
  expect(await stored()).toBe(sealed);

  await answerDialog(app, 1);
  await renew.click();
  await expect(title(app)).toHaveText(/^Running/);
  expect(await storedPassword(app)).toMatch(/^[a-z-]{19}$/);
  expect(await putAside(app, 'password')).toEqual([sealed]);
  await connect(app);
});

for (const [what, text, words] of [
  ['settings', '{ "version": 1, "port": 90', 'The settings could not be read'],
  ['settings', '{ "version": 99, "reach": "computer" }', 'The settings are from a newer version'],
  ['devices', '{ "version": 1, "devices": [{}] }', 'The list of known devices could not be read'],
  ['devices', '{ "version": 99 }', 'The list of known devices is from a newer version'],
] as const)
  test(`${what} as ${text} are put aside whole, and the window says so`, async ({ launch }) => {
    // The person wants to begin anew rather than to quit, where newer settings make the app ask.
    const env = { TEST_ANSWER: '1' };
    const app = await launch(
      what === 'settings'
        ? { settings: text, env }
        : { settings: settingsOf(await freePort()), devices: text },
    );
    if (what === 'settings') await button(app, 'Skip these steps').click();
    const notice = app.page.locator('.notice.warning');
    await expect(notice).toContainText(words);
    await expect(button(app, 'Show file')).toBeVisible();
    expect(await putAside(app, what)).toEqual([text]);
    await button(app, 'Dismiss').click();
    await expect(notice).toHaveCount(0);
  });

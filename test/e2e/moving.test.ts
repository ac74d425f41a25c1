import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDevice } from '../../main/client/connection';
import { verifyRelayIdentity } from '../../main/client/verifyRelay';
import { generateIdentity, type Identity } from '../../main/protocol/identity';
import { parseRelayId } from '../../main/protocol/relayId';
import type {} from '../../renderer/bridge';
import { connect } from '../helpers/appDevices';
import {
  type DesktopApp,
  expect,
  open,
  storedPassword,
  storedSettings,
  test,
  title,
} from '../helpers/desktopApp';
import { startKeyring } from '../helpers/keyring';
import { button, field, reader, saver, typePassphrases } from '../helpers/movingSettings';
import { fingerprintIn } from '../helpers/openssl';
import { PASSPHRASE, runThere, SERVED, saveRelay } from '../helpers/savedRelay';
import { answerDialog, chooseFiles, saveTo } from '../helpers/systemDialogs';

/** All that the app keeps of its relay. */
async function kept({ userData }: DesktopApp): Promise<Record<string, string>> {
  const names = (await readdir(userData)).filter(
    (name) => /\.json$|relay-key/.test(name) && name !== 'session.json',
  );
  const texts = names.map(async (name) => [name, await readFile(join(userData, name), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

/** Tells of a start anew on standard error, in place of doing it: the test starts the app again by itself. */
const holdRelaunch = ({ electron }: DesktopApp): Promise<void> =>
  electron.evaluate(({ app }) => {
    app.relaunch = () => void process.stderr.write('relaunched\n');
  });

/** Has the relay in a file take the place of the app's, which ends then. */
async function moveHere(app: DesktopApp, file: string): Promise<void> {
  await expect(title(app)).toHaveText(/^Running/);
  await holdRelaunch(app);
  await open(app, 'Settings');
  await chooseFiles(app, file);
  await reader(app).click();
  await field(app, 'Passphrase').fill(PASSPHRASE);
  await app.page.keyboard.press('Enter');
  await agree(app);
}

/** The last step: the dialog is answered with yes, and the app ends. */
async function agree(app: DesktopApp): Promise<void> {
  await answerDialog(app, 1);
  const ended = once(app.electron.process(), 'exit');
  await button(app, 'Move it here…').click();
  expect((await ended)[0]).toBe(0);
  expect(app.output()).toContain('relaunched');
}

test('the relay is saved to a file that the command line reads, with a passphrase that is typed twice', async ({
  launch,
  folder,
}) => {
  const app = await launch({
    settings: { username: 'family', tls: { kind: 'selfSigned' }, onlyKnown: false },
  });
  await expect(title(app)).toHaveText(/^Running/);
  const before = await kept(app);
  const file = join(folder, 'ours.backup');
  await open(app, 'Settings');
  await saver(app).focus();
  await app.page.keyboard.press('Enter');
  await expect(field(app, 'Passphrase')).toBeFocused();
  await expect(saver(app)).toHaveAttribute('aria-expanded', 'true');
  await app.page.keyboard.press('Escape');
  await expect(field(app, 'Passphrase')).toHaveCount(0);
  await expect(saver(app)).toBeFocused();

  await app.page.keyboard.press('Enter');
  await typePassphrases(app, 'short', 'short');
  await expect(app.page.getByRole('alert')).toHaveText('The passphrase needs at least 8 characters.');
  await expect(field(app, 'Passphrase')).toBeFocused();
  await typePassphrases(app, PASSPHRASE, `${PASSPHRASE}!`);
  await expect(app.page.getByRole('alert')).toHaveText('The two are not the same.');
  await expect(field(app, 'The same again')).toBeFocused();
  await expect(field(app, 'Passphrase')).toHaveAttribute('type', 'password');
  await button(app, 'Show passphrase').click();
  await expect(field(app, 'Passphrase')).toHaveAttribute('type', 'text');

  await saveTo(app, join(folder, 'no such folder', 'ours.backup'));
  await typePassphrases(app, PASSPHRASE, PASSPHRASE);
  await expect(app.page.getByRole('alert')).toContainText('The relay could not be saved.');
  await saveTo(app, '');
  await button(app, 'Choose where…').click();
  await expect(app.page.getByRole('alert')).toHaveCount(0);
  await expect(field(app, 'Passphrase')).toHaveValue(PASSPHRASE);
  await saveTo(app, file);
  await button(app, 'Choose where…').click();
  await expect(app.page.getByRole('status', { name: 'Last change' })).toContainText('The relay is saved.');
  await expect(saver(app)).toBeFocused();
  expect(await kept(app)).toEqual(before);

  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  const told = runThere(folder, 'import', file, '--dry-run');
  const { relayId } = await storedSettings(app);
  for (const text of ['family', `${relayId}`, `port          ${app.port}`]) expect(told).toContain(text);
  const certificate = join(app.userData, 'certificate', 'tls-certificate.pem');
  const fingerprint = await fingerprintIn(certificate);
  expect(told.replaceAll(/\s/g, '')).toContain(fingerprint.match(/.{4}/g)?.slice(0, 8).join('') ?? '-');
  runThere(folder, 'import', file, '--data', 'theirs');
  const account = JSON.parse(await readFile(join(folder, 'theirs', 'account.json'), 'utf8'));
  expect(account).toEqual({ username: 'family', password: await storedPassword(app) });
  const key = await readFile(join(app.userData, 'relay-key'), 'utf8');
  expect(await readFile(join(folder, 'theirs', 'relay-key'), 'utf8')).toBe(key);
});

test('a relay of the command line takes the place of the app’s own, which is kept beside', async ({
  launch,
  folder,
}) => {
  const theirs = await saveRelay(folder);
  const app = await launch({ settings: { username: 'family', name: 'Ours', startHidden: false } });
  await expect(title(app)).toHaveText(/^Running/);
  const device = await connect(app, { username: 'family' });
  await expect.poll(async () => Object.keys(await kept(app))).toContain('devices.json');
  await holdRelaunch(app);
  await open(app, 'Settings');
  const before = await kept(app);

  await test.step('nothing is changed by a file that is no backup, a wrong passphrase, or second thoughts', async () => {
    await chooseFiles(app, join(folder, 'account.json'));
    await reader(app).click();
    await expect(app.page.getByRole('alert')).toContainText('It is no saved relay.');
    await chooseFiles(app);
    await reader(app).click();
    await expect(app.page.getByRole('alert')).toHaveCount(0);
    await expect(reader(app)).toBeFocused();

    await chooseFiles(app, theirs.file, theirs.file);
    await reader(app).click();
    await expect(field(app, 'Passphrase')).toBeFocused();
    await expect(app.page.getByText('The one that “theirs.backup” was saved with.')).toBeVisible();
    await app.page.keyboard.type('not these words');
    await app.page.keyboard.press('Enter');
    await expect(app.page.getByRole('alert')).toContainText(
      'The passphrase is wrong, or the file is damaged.',
    );
    await expect(field(app, 'Passphrase')).toBeFocused();
    await app.page.keyboard.press('Escape');
    await expect(field(app, 'Passphrase')).toHaveCount(0);
    await expect(reader(app)).toBeFocused();

    await reader(app).click();
    await field(app, 'Passphrase').fill('not these words');
    await app.page.keyboard.press('Enter');
    await expect(app.page.getByRole('alert')).toContainText('The passphrase is wrong');
    await field(app, 'Passphrase').fill(PASSPHRASE);
    await button(app, 'Open').click();
    await expect(app.page.getByText(/^Saved on .* User name “the others”, 2 devices\.$/)).toBeVisible();
    await expect(button(app, 'Move it here…')).toBeFocused();
    await answerDialog(app, 0);
    await button(app, 'Move it here…').click();
    expect(await kept(app)).toEqual(before);
    expect(app.output()).not.toContain('relaunched');
  });

  await agree(app);
  for (const secret of [PASSPHRASE, SERVED.password]) expect(app.output()).not.toContain(secret);

  const names = await readdir(app.userData);
  const aside = (what: string, ending: string) =>
    names.filter((name) => name.startsWith(`${what} before the move 2`) && name.endsWith(ending));
  for (const what of ['settings', 'password', 'devices']) {
    const [name = '', ...more] = aside(what, '.json');
    expect(more).toEqual([]);
    const text = await readFile(join(app.userData, name), 'utf8');
    // When it was seen last is noted until the end.
    if (what === 'devices') expect(text).toContain(device.key);
    else expect(text).toBe(before[`${what}.json`]);
  }
  expect(aside('relay-key', '')).toHaveLength(1);
  const modes = names.filter((name) => /before the move|\.json$|relay-key/.test(name));
  if (process.platform !== 'win32')
    for (const name of modes)
      expect([name, (await stat(join(app.userData, name))).mode & 0o777]).toEqual([name, 0o600]);

  const again = await launch({ again: app });
  await expect(title(again)).toHaveText(/^Running/);
  expect(await storedSettings(again)).toMatchObject({
    ...{ port: theirs.port, username: SERVED.username, name: 'At theirs', relayId: theirs.id },
    ...{ onlyKnown: true, tls: { kind: 'selfSigned' } },
    ...{ reach: 'computer', startHidden: false },
  });
  expect(await storedPassword(again)).toBe(SERVED.password);
  const certificate = join(again.userData, 'certificate', 'tls-certificate.pem');
  expect(await fingerprintIn(certificate)).toBe(theirs.fingerprint);
  const url = new URL(`https://127.0.0.1:${theirs.port}/v1/relay`);
  const id = parseRelayId(theirs.id);
  expect(id && (await verifyRelayIdentity(url, id, 5_000))).toBe(true);
  const login = (identity: Identity) =>
    connectDevice({ url: url.href, ...SERVED, identity, verifyCertificate: false });
  expect((await login(theirs.tablet)).ok).toBe(true);
  expect((await login(theirs.lost)).ok).toBe(false);
  expect((await login(generateIdentity())).ok).toBe(false);
  await open(again, 'Devices');
  await expect(again.page.getByText('The tablet')).toBeVisible();
});

test('with a keychain the password of the other relay is sealed by it, and is never in a file in clear', async ({
  launch,
  folder,
}) => {
  test.skip(
    process.platform !== 'linux',
    'the keychains of macOS and Windows cannot be had for a test alone',
  );
  const theirs = await saveRelay(folder);
  const endKeyring = await startKeyring();
  try {
    const env = { TEST_KEYRING: 'gnome-libsecret' };
    const app = await launch({ env });
    await moveHere(app, theirs.file);
    for (const text of Object.values(await kept(app))) expect(text).not.toContain(SERVED.password);
    const again = await launch({ again: app, env });
    await expect(title(again)).toHaveText(/^Running/);
    expect(await again.page.evaluate(() => window.relay.revealPassword())).toBe(SERVED.password);
    await again.electron.close();
  } finally {
    await endKeyring();
  }
});

test('what cannot be written is said, and the relay stays as it was', async ({ launch, folder }) => {
  const theirs = await saveRelay(folder);
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  await holdRelaunch(app);
  await open(app, 'Settings');
  // A file in the folder's place: nobody can write into it, not even root.
  await writeFile(join(app.userData, 'certificate'), '');
  const before = await kept(app);
  await chooseFiles(app, theirs.file);
  await reader(app).click();
  await field(app, 'Passphrase').fill(PASSPHRASE);
  await app.page.keyboard.press('Enter');
  await answerDialog(app, 1);
  await button(app, 'Move it here…').click();
  const refusal = app.page.getByRole('alert');
  await expect(refusal).toContainText('The relay could not be moved here.');
  await expect(refusal).toContainText('cannot be written');
  expect(await kept(app)).toEqual(before);
  expect((await readdir(app.userData)).filter((name) => name.startsWith('.'))).not.toContain('devices');
  await connect(app);
});

test('what fails when the app has ended already is said by the system, and it starts again as it was', async ({
  launch,
  folder,
}) => {
  const theirs = await saveRelay(folder);
  const app = await launch();
  await app.electron.evaluate(({ dialog }) => {
    const fs = process.getBuiltinModule('node:fs');
    const { renameSync } = fs;
    fs.renameSync = (from, to) => {
      // Of all files, the last one.
      if (!String(to).endsWith('settings.json') || String(from).includes(' before the move '))
        return renameSync(from, to);
      throw Object.assign(new Error('made up by a test'), { code: 'EROFS' });
    };
    dialog.showErrorBox = (title, text) => void process.stderr.write(`${title} ${text}\n`);
  });
  await expect(title(app)).toHaveText(/^Running/);
  const before = await kept(app);
  await moveHere(app, theirs.file);
  expect(app.output()).toContain('The relay could not be moved here.');
  expect(app.output()).toMatch(/settings\.json cannot be written \(EROFS\)\. All is as it was\./);
  expect(await kept(app)).toEqual(before);
  const again = await launch({ again: app });
  await expect(title(again)).toHaveText(/^Running/);
  await connect(again);
});

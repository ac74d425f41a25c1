import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDevice } from '../../main/client/connection';
import { generateIdentity } from '../../main/protocol/identity';
import { connect } from '../helpers/appDevices';
import { accessibilityFaults } from '../helpers/axe';
import {
  type DesktopApp,
  expect,
  freePort,
  open,
  storedPassword,
  storedSettings,
  test,
  title,
} from '../helpers/desktopApp';
import { fingerprintIn } from '../helpers/openssl';
import { answerDialog, chooseFiles, saveTo } from '../helpers/systemDialogs';

const PASSPHRASE = 'three words are good';
const SERVED = { username: 'the others', password: 'hqtm-xwke-rbzf-vdnu' };

const button = ({ page }: DesktopApp, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const field = ({ page }: DesktopApp, name: string) => page.getByLabel(name, { exact: true });
const saver = (app: DesktopApp) => button(app, 'Save to a file…');
const reader = (app: DesktopApp) => button(app, 'Read from a file…');

/** The command line, in a folder, with the passphrase in its environment. */
function run(folder: string, ...args: readonly string[]): string {
  const program = join(import.meta.dirname, '../../out/main/cli.cjs');
  const env = { ...process.env, RELAY_PASSPHRASE: PASSPHRASE };
  const { status, stdout, stderr } = spawnSync('node', [program, ...args], { cwd: folder, env, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

/** All that the app keeps of its relay. */
async function kept({ userData }: DesktopApp): Promise<Record<string, string>> {
  const names = (await readdir(userData)).filter((name) => /\.json$|relay-key/.test(name) && name !== 'session.json');
  const texts = names.map(async (name) => [name, await readFile(join(userData, name), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

async function typePassphrases(app: DesktopApp, first: string, second: string): Promise<void> {
  await field(app, 'Passphrase').fill(first);
  await field(app, 'The same again').fill(second);
  await app.page.keyboard.press('Enter');
}

/** A relay that the command line has saved: encrypted, with a device that it knows and another one that is blocked. */
async function exported(folder: string, port: number): Promise<{ file: string; id: string; blocked: string }> {
  const [tablet, lost] = [generateIdentity().publicKey, generateIdentity().publicKey];
  const device = (key: string, blocked: boolean) => ({ key, lastSeen: 1, lastFrom: '127.0.0.1', blocked });
  const devices = [device(tablet, false), device(lost, true)];
  await mkdir(join(folder, 'old'));
  await writeFile(join(folder, 'account.json'), JSON.stringify(SERVED));
  await writeFile(
    join(folder, 'relay.toml'),
    `account = "account.json"\ndata = "old"\nport = ${port}\nname = "At theirs"\nadvertise = true\ntls = "self-signed"\n`,
  );
  await writeFile(join(folder, 'old', 'devices.json'), JSON.stringify({ version: 1, onlyKnown: true, devices }));
  return { file: join(folder, 'relay.backup'), id: '', blocked: lost };
}

test('the relay is saved to a file that the command line reads, with a passphrase that is typed twice', async ({
  launch,
  folder,
}) => {
  const app = await launch({ settings: { username: 'family', tls: { kind: 'selfSigned' }, onlyKnown: false } });
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
  const told = run(folder, 'import', file, '--dry-run');
  const { relayId } = await storedSettings(app);
  for (const text of ['family', `${relayId}`, `port          ${app.port}`]) expect(told).toContain(text);
  const certificate = join(app.userData, 'certificate', 'tls-certificate.pem');
  const fingerprint = await fingerprintIn(certificate);
  expect(told.replaceAll(/\s/g, '')).toContain(fingerprint.match(/.{4}/g)?.slice(0, 8).join('') ?? '-');
  run(folder, 'import', file, '--data', 'theirs');
  const account = JSON.parse(await readFile(join(folder, 'theirs', 'account.json'), 'utf8'));
  expect(account).toEqual({ username: 'family', password: await storedPassword(app) });
  const key = await readFile(join(app.userData, 'relay-key'), 'utf8');
  expect(await readFile(join(folder, 'theirs', 'relay-key'), 'utf8')).toBe(key);
});

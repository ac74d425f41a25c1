import { execFile } from 'node:child_process';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { autostartEntry } from '../../main/shell/system/autostartEntry';
import { test as appTest } from '../helpers/desktopApp';
import { entryValue, execArguments } from '../helpers/desktopEntry';
import { expect, type ShellApp, test } from '../helpers/shellApp';

test.skip(process.platform !== 'linux', 'it would change what starts at the login of whoever runs the tests');

const run = promisify(execFile);

const folderOf = ({ home }: ShellApp) => join(home, '.config/autostart');
const entryOf = (app: ShellApp) => join(folderOf(app), 'buckets-relay.desktop');
const set = ({ electron }: ShellApp, on: boolean) =>
  electron.evaluate((_module, wanted) => globalThis.shell.setStartAtLogin(wanted), on);
const isOn = ({ electron }: ShellApp) => electron.evaluate(() => globalThis.shell.startsAtLogin());
const command = async (app: ShellApp) =>
  execArguments(entryValue(await readFile(entryOf(app), 'utf8'), 'Exec') ?? '');

test('start at login is an entry of the desktop’s, and goes again', async ({ launchShell }) => {
  const app = await launchShell();
  expect(await isOn(app)).toBe(false);
  expect(await set(app, true)).toEqual({ ok: true });
  expect(await isOn(app)).toBe(true);
  // Nothing half-written stays beside it.
  expect(await readdir(folderOf(app))).toEqual(['buckets-relay.desktop']);
  const [program = '', folder = '', ...args] = await command(app);
  await access(program);
  await access(join(folder, 'package.json'));
  expect(args).toEqual(['--hidden']);

  // What desktops write when somebody switches it off in their settings.
  await writeFile(entryOf(app), `${await readFile(entryOf(app), 'utf8')}Hidden=true\n`);
  expect(await isOn(app)).toBe(false);
  expect(await set(app, true)).toEqual({ ok: true });
  expect(await isOn(app)).toBe(true);

  expect(await set(app, false)).toEqual({ ok: true });
  expect(await isOn(app)).toBe(false);
  expect(await readdir(folderOf(app))).toEqual([]);
  expect(await set(app, false)).toEqual({ ok: true });
});

test('the entry lies where the person’s settings are, and follows the app', async ({ launchShell }) => {
  const first = await launchShell();
  const config = join(first.home, 'settings of mine');
  const app = await launchShell({ XDG_CONFIG_HOME: config, APPIMAGE: '/somewhere/new.AppImage' });
  expect(await set(app, true)).toEqual({ ok: true });
  const entry = join(config, 'autostart/buckets-relay.desktop');
  const written = await readFile(entry, 'utf8');
  await writeFile(entry, written.replace(/^Exec=.*$/m, 'Exec=/somewhere/else --hidden'));
  expect(await app.electron.evaluate(() => globalThis.shell.refreshStartAtLogin())).toEqual({ ok: true });
  expect(await readFile(entry, 'utf8')).toBe(written);
  // Off stays off.
  await set(app, false);
  await app.electron.evaluate(() => globalThis.shell.refreshStartAtLogin());
  expect(await isOn(app)).toBe(false);
});

test('an entry that cannot be written is told, and nothing is left of it', async ({ launchShell }) => {
  const app = await launchShell();
  await mkdir(join(app.home, '.config'));
  await writeFile(join(app.home, '.config/autostart'), 'a file where the folder should be');
  await chmod(join(app.home, '.config/autostart'), 0o400);
  expect(await set(app, true)).toEqual({
    ok: false,
    error: { kind: 'cannotWrite', path: entryOf(app), code: expect.stringMatching(/^E[A-Z]+$/) },
  });
  expect(await isOn(app)).toBe(false);
  expect(await readdir(join(app.home, '.config'))).toEqual(['autostart']);
});

test('GNOME’s own reader starts the program with its arguments from such an entry', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-entry-'));
  // It looks for the program before it has undone `%%`, so only the arguments have that one.
  const odd = join(folder, 'a "b" $HOME `id` \\ Ä');
  const script = join(odd, 'app');
  const told = join(folder, 'told');
  const entry = join(folder, 'entry.desktop');
  await mkdir(odd);
  await writeFile(script, `#!/bin/sh\nprintf '%s\\n' "$@" > '${told}.part' && mv '${told}.part' '${told}'\n`);
  await chmod(script, 0o755);
  await writeFile(entry, autostartEntry([script, '--hidden', '%u $x "\\']));
  try {
    expect((await run('desktop-file-validate', [entry])).stdout).toBe('');
    await run('gio', ['launch', entry]);
    await expect.poll(() => readFile(told, 'utf8').catch(() => '')).toBe('--hidden\n%u $x "\\\n');
  } finally {
    await rm(folder, { recursive: true });
  }
});

appTest('a start at login that the system does not take is said in whole sentences', async ({ launch }) => {
  const config = await mkdtemp(join(tmpdir(), 'buckets-relay-config-'));
  await writeFile(join(config, 'autostart'), 'a file where the folder should be');
  const settings = JSON.stringify({ version: 2, reach: 'computer', welcomed: true });
  const app = await launch({ settings, env: { XDG_CONFIG_HOME: config } });
  await app.page.getByRole('button', { name: 'Settings' }).click();
  await app.page.getByRole('switch', { name: 'Start when I log in' }).click();
  const entry = join(config, 'autostart', 'buckets-relay.desktop');
  await expect(app.page.getByText('The system did not take the change.')).toBeVisible();
  await expect(app.page.getByText(`The file ${entry} could not be written`)).toBeVisible();
  await expect(app.page.getByRole('switch', { name: 'Start when I log in' })).not.toBeChecked();
  await rm(config, { recursive: true });
});

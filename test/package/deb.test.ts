import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { settingsOf } from '../helpers/desktopApp';
import { entryValue, execArguments } from '../helpers/desktopEntry';
import { moveFile } from '../helpers/moveFile';
import { apt, complaints, isInstalled, makePackages, tracesInSystem } from '../helpers/packages';
import { freePort } from '../helpers/ports';
import { Cli } from '../helpers/processes';

test.skip(!existsSync('/usr/bin/dpkg-deb') || process.arch !== 'x64', 'a deb is made on Debian (x64) only');

const run = promisify(execFile);
const ENTRY = '/usr/share/applications/buckets-relay.desktop';

let deb: string;
test.beforeAll(async () => {
  ({ deb } = await makePackages());
});

test('the tools of Debian and of the desktops find nothing wrong with the deb', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-deb-'));
  await run('dpkg-deb', ['--extract', deb, folder]);
  const metainfo = join(folder, 'usr/share/metainfo/app.bucketsrelay.BucketsRelay.metainfo.xml');
  expect(await complaints('desktop-file-validate', join(folder, ENTRY))).toBe('');
  expect(await complaints('appstreamcli', 'validate', '--no-net', metainfo)).toContain('successful');
  const found = await complaints('lintian', '--allow-root', '--fail-on', 'error,warning', deb);
  await rm(folder, { recursive: true });
  expect(found.replace('running with root privileges is not recommended!\n', '')).toBe('');
});

test('installed, it starts from its desktop entry and relays; removed, it leaves what the person made', async () => {
  test.skip(process.getuid?.() !== 0, 'only root can install a package');
  test.skip(await isInstalled(), 'Buckets Relay is installed here, and that one is not the test’s to remove');
  const before = await tracesInSystem();
  const home = await mkdtemp(join(tmpdir(), 'buckets-relay-home-'));
  const userData = join(home, '.config/Buckets Relay');
  const port = await freePort();
  await mkdir(userData, { recursive: true });
  await writeFile(join(userData, 'settings.json'), settingsOf(port));
  try {
    await apt('install', '--no-install-recommends', deb);
    expect((await stat('/opt/Buckets Relay/chrome-sandbox')).mode & 0o7777).toBe(0o4755);
    await access('/usr/share/icons/hicolor/512x512/apps/buckets-relay.png');
    await access('/usr/bin/buckets-relay');

    const app = await startInstalled(home);
    try {
      await expect.poll(() => versionsOf(port), { timeout: 30_000 }).toContain('usernamepassword');
      const { password } = JSON.parse(await readFile(join(userData, 'password.json'), 'utf8'));
      expect(await moveFile(`http://127.0.0.1:${port}/v1/relay`, { username: 'Household', password })).toBe(
        true,
      );
      // The window takes a moment longer than the relay.
      await expect.poll(() => windowsOf(app), { timeout: 30_000 }).toContain('Buckets Relay');
      await screenshotOf(app, test.info().outputPath('installed.png'));
    } finally {
      process.kill(app.pid, 'SIGTERM');
      expect(await app.cli.exited).toMatchObject({ code: 0 });
    }

    // The same once more, as an update does it.
    await apt('install', '--reinstall', deb);
    await access('/usr/bin/buckets-relay');
  } finally {
    await apt('purge', 'buckets-relay');
  }
  expect(await tracesInSystem()).toEqual(before);
  expect(JSON.parse(await readFile(join(userData, 'settings.json'), 'utf8'))).toMatchObject({ port });
  await access(join(userData, 'password.json'));
  await rm(home, { recursive: true });
});

interface Installed {
  readonly cli: Cli;
  readonly pid: number;
  /** Its display. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts the app as a desktop would, on a display and a session bus of its own. */
async function startInstalled(home: string): Promise<Installed> {
  const [program = '', ...args] = execArguments(entryValue(await readFile(ENTRY, 'utf8'), 'Exec') ?? '');
  // Chromium sandboxes everybody but root.
  const command = [program, ...args, '--no-sandbox', '--disable-gpu', '--log-level=3'];
  const tell = 'echo "started $$ $DISPLAY $XAUTHORITY"; exec "$@"';
  const stage = ['-a', '-s', '-screen 0 1200x900x24', 'dbus-run-session', '--', 'sh', '-c', tell, 'sh'];
  const cli = new Cli(
    spawn('xvfb-run', [...stage, ...command], {
      cwd: home,
      env: { PATH: process.env.PATH ?? '', HOME: home, LANG: 'C.UTF-8' },
    }),
  );
  const [, pid, DISPLAY = '', XAUTHORITY = ''] = await cli.until('stdout', /^started (\d+) (\S+) (\S+)\n/m);
  return { cli, pid: Number(pid), env: { PATH: process.env.PATH ?? '', DISPLAY, XAUTHORITY } };
}

const versionsOf = (port: number): Promise<string> =>
  fetch(`http://127.0.0.1:${port}/versions`).then(
    (answer) => answer.text(),
    () => '',
  );

const windowsOf = async ({ env }: Installed): Promise<string> =>
  (await run('xwininfo', ['-root', '-tree'], { env })).stdout;

const screenshotOf = async ({ env }: Installed, path: string): Promise<void> => {
  await mkdir(join(path, '..'), { recursive: true });
  const taking = spawn('import', ['-window', 'root', path], { env });
  await once(taking, 'exit');
};

import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, endOf } from '../helpers/appDevices';
import {
  chooseInTray,
  type DesktopApp,
  expect,
  open,
  storedPassword,
  test,
  title,
  trayImage,
  trayLabels,
} from '../helpers/desktopApp';
import { type Cli, startCli } from '../helpers/processes';

const url = ({ port }: DesktopApp) => `http://127.0.0.1:${port}/v1/relay`;

test('two processes move a file through the app’s relay while the window shows them', async ({
  launch,
}, info) => {
  const app = await launch();
  await expect(title(app)).toHaveText('Running. No devices connected.');
  const file = randomBytes(5 * 1024 * 1024);
  const [sender, receiver] = [await makeKeys(), await makeKeys()];
  const env = { RELAY_USERNAME: 'household', RELAY_PASSWORD: await storedPassword(app) };
  const running: Cli[] = [];
  try {
    const receive = startCli(['receive', url(app), sender.publicKey], receiver.folder, env);
    const send = startCli(['send', url(app), receiver.publicKey], sender.folder, env);
    running.push(receive, send);
    // The first half is on its way; the sender stays for the second.
    send.child.stdin.write(file.subarray(0, file.length / 2));

    await expect(title(app)).toHaveText('Running. 2 devices connected.');
    await open(app, 'Devices');
    const rows = app.page.getByRole('region', { name: 'Connected' }).getByRole('listitem');
    await expect(rows).toHaveCount(2);
    await expect(rows.filter({ hasText: 'Linked with' })).toHaveCount(2);
    await expect.poll(() => trayLabels(app)).toContain('Devices (2)');
    await app.page.screenshot({ path: info.outputPath('two-devices.png') });

    send.child.stdin.end(file.subarray(file.length / 2));
    const sent = await send.exited;
    const received = await receive.exited;
    expect(sent).toMatchObject({ code: 0, stderr: '' });
    expect(received).toMatchObject({ code: 0, stderr: '' });
    expect(received.stdout.equals(file)).toBe(true);
    await open(app, 'Overview');
    await expect(title(app)).toHaveText('Running. No devices connected.');
  } finally {
    for (const { child } of running) child.kill();
    await Promise.all([sender, receiver].map(({ folder }) => rm(folder, { recursive: true })));
  }
});

test('Stop in the tray disconnects the devices, and Start brings the relay back', async ({ launch }) => {
  const app = await launch();
  await expect(title(app)).toHaveText('Running. No devices connected.');
  const devices = [await connect(app), await connect(app)];
  await expect(title(app)).toHaveText('Running. 2 devices connected.');
  expect(await trayImage(app)).toBe('running');

  await chooseInTray(app, 'toggle');
  const ends = await Promise.all(devices.map(endOf));
  expect(ends).toEqual([
    { kind: 'closed', code: 1001, reason: 'The relay is stopping' },
    { kind: 'closed', code: 1001, reason: 'The relay is stopping' },
  ]);
  await expect(title(app)).toHaveText('Stopped.');
  await expect.poll(() => trayImage(app)).toBe('stopped');
  expect(await trayLabels(app)).toEqual([
    'Stopped.',
    'separator',
    'Start relay',
    'separator',
    'Addresses',
    'Devices (0)',
    'separator',
    'Open Buckets Relay…',
    'Quit Buckets Relay',
  ]);

  await chooseInTray(app, 'toggle');
  await expect(title(app)).toHaveText('Running. No devices connected.');
  await expect.poll(() => trayImage(app)).toBe('running');
  const again = await connect(app);
  await expect(title(app)).toHaveText('Running. 1 device connected.');
  await again.close();
  await expect(title(app)).toHaveText('Running. No devices connected.');
});

test('quitting closes the devices’ connections and leaves the port free', async ({ launch }) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  const device = await connect(app);
  const exited = new Promise((resolve) => app.electron.process().once('exit', resolve));
  await chooseInTray(app, 'quit').catch(() => {
    // The app may be gone before it has answered.
  });
  expect(await endOf(device)).toMatchObject({ code: 1001 });
  expect(await exited).toBe(0);
});

test('a bug in the main process ends the app in order, rather than hang behind a dialog', async ({
  launch,
}) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  const device = await connect(app);
  const exited = new Promise((resolve) => app.electron.process().once('exit', resolve));
  await app.electron.evaluate(() => {
    setTimeout(() => {
      throw new Error('made up by a test');
    });
  });
  expect(await endOf(device)).toMatchObject({ code: 1001 });
  expect(await exited).toBe(1);
  expect(app.output()).toContain('made up by a test');
});

async function makeKeys(): Promise<{ folder: string; publicKey: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-keys-'));
  const made = await startCli(['genkeys'], folder).exited;
  expect(made.code).toBe(0);
  return { folder, publicKey: (await readFile(join(folder, 'relay.key.public'), 'utf8')).trim() };
}

import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { connect, link, pass, tryToConnect } from '../helpers/appDevices';
import {
  clipboardText,
  type DesktopApp,
  expect,
  open,
  storedPassword,
  test,
  title,
} from '../helpers/desktopApp';
import { answerDialog, saveTo } from '../helpers/systemDialogs';

const rows = ({ page }: DesktopApp) =>
  page.getByRole('table', { name: 'Events' }).locator('.scroller .entry');
const button = ({ page }: DesktopApp, name: string) => page.getByRole('button', { name, exact: true });

test('the log tells live what devices do, by level and by what is looked for', async ({ launch }) => {
  const app = await launch();
  await open(app, 'Log');
  await expect(rows(app)).toHaveText([new RegExp(`Started on port ${app.port}`)]);
  const [a, b] = [await connect(app), await connect(app)];
  await expect(rows(app).filter({ hasText: 'Connected from 127.0.0.1' })).toHaveCount(2);
  await link(a, b);
  await expect(rows(app).last()).toContainText(/^.*Linked with .*/);
  await b.close();
  await expect(rows(app).filter({ hasText: 'Disconnected' })).toHaveCount(1);

  const levels = app.page.getByRole('combobox', { name: 'Levels shown' });
  const opened = rows(app).filter({ hasText: /Connection \d+ opened/ });
  await expect(opened).toHaveCount(0);
  await levels.selectOption({ label: 'All levels' });
  await expect(opened).toHaveCount(2);
  expect((await tryToConnect(app, { password: 'wrong' })).ok).toBe(false);
  await levels.selectOption({ label: 'Warnings and errors' });
  await expect(rows(app)).toHaveText([/Error.*Turned away: wrong login.*127\.0\.0\.1/]);

  await levels.selectOption({ label: 'All levels' });
  const filter = app.page.getByRole('textbox', { name: 'Filter by text, name or key' });
  await filter.fill(b.key);
  await expect(rows(app).filter({ hasText: 'Connected from' })).toHaveCount(1);
  await expect(app.page.getByText(/^\d+ of \d+ events match(es)?$/)).toBeVisible();
  await filter.fill('no such thing');
  await expect(app.page.getByText('No event matches.')).toBeVisible();
  await filter.press('Escape');
  await expect(opened).toHaveCount(2);
  await a.close();
});

test('a paused log waits with what is new; it can be copied, cleared, and its file stays', async ({
  launch,
}) => {
  const app = await launch();
  await open(app, 'Log');
  await expect(rows(app)).toHaveCount(1);
  await button(app, 'Pause').click();
  const device = await connect(app);
  await expect(app.page.getByText(/^Paused\. \d new events? (is|are) waiting\.$/)).toBeVisible();
  await expect(rows(app)).toHaveCount(1);
  await button(app, 'Resume').click();
  await expect(rows(app).filter({ hasText: 'Connected from 127.0.0.1' })).toHaveCount(1);
  await button(app, 'Copy what is shown').click();
  await expect
    .poll(() => clipboardText(app))
    .toContain(`info    ${device.abbreviation}: Connected from 127.0.0.1`);

  await answerDialog(app, 0);
  await button(app, 'Clear…').click();
  await expect(rows(app)).not.toHaveCount(0);
  await answerDialog(app, 1);
  await button(app, 'Clear…').click();
  await expect(app.page.getByText('Nothing has happened yet.')).toBeVisible();
  await device.close();
  await expect(rows(app)).toHaveText([/Disconnected/]);
  await expect.poll(() => logFiles(app)).toContain('Started on port');
});

/** All that the app keeps of its log. */
async function logFiles({ userData }: DesktopApp): Promise<string> {
  const names = await readdir(join(userData, 'logs'));
  const texts = await Promise.all(names.map((name) => readFile(join(userData, 'logs', name), 'utf8')));
  return texts.join('');
}

test('neither the file nor the export of the log holds a secret', async ({ launch, folder }) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  const password = await storedPassword(app);
  const [a, b] = [await connect(app), await connect(app)];
  await link(a, b);
  await pass(a, b, 100_000);
  const wrong = `${password}-nearly`;
  expect((await tryToConnect(app, { password: wrong })).ok).toBe(false);
  await bareUpgrade(app.port, `Basic ${Buffer.from(`household:${wrong}`).toString('base64')}`);
  await open(app, 'Log');
  await app.page.getByRole('combobox').selectOption({ label: 'All levels' });
  await expect(rows(app).filter({ hasText: 'Delivered 100 kB' })).toHaveCount(1);

  const path = join(folder, 'relay.log');
  await saveTo(app, path);
  await button(app, 'Export…').click();
  await expect.poll(() => readFile(path, 'utf8').catch(() => '')).toContain('Delivered 100 kB');
  const exported = await readFile(path, 'utf8');
  await expect.poll(() => logFiles(app)).toContain('Delivered 100 kB');
  const secrets = [password, wrong, 'Basic ', 'Authorization', '\u0007\u0007'];
  const encoded = [`household:${password}`, `household:${wrong}`, '\u0007'.repeat(9)].map((text) =>
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
  );
  for (const text of [exported, await logFiles(app), app.output(), await app.page.content()])
    for (const secret of [...secrets, ...encoded]) expect(text).not.toContain(secret);
  // Besides public keys, which are 44 characters, nothing is as long as a challenge or a signature.
  expect(exported.match(/[\w+/=-]{45,}/g)).toBeNull();

  await saveTo(app, join(folder, 'no such folder', 'relay.log'));
  await button(app, 'Export…').click();
  await expect(app.page.getByRole('alert')).toContainText('The log could not be exported.');
  await saveTo(app, join(folder, 'again.log'));
  await app.page.getByRole('button', { name: 'Try again' }).click();
  await expect(app.page.getByRole('alert')).toHaveCount(0);
  expect(await readFile(join(folder, 'again.log'), 'utf8')).toContain('Delivered 100 kB');
});

/** Somebody who knocks with that header, and is turned away. */
async function bareUpgrade(port: number, Authorization: string): Promise<void> {
  const headers = { Authorization, Upgrade: 'websocket', Connection: 'Upgrade' };
  const knock = request(`http://127.0.0.1:${port}/v1/relay`, { headers });
  knock.end();
  const [response] = await once(knock, 'response');
  expect(response.statusCode).toBe(403);
}

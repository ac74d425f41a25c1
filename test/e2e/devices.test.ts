import { generateIdentity } from '../../main/protocol/identity';
import { type AppDevice, connect, endOf, link, pass, tryToConnect } from '../helpers/appDevices';
import { clipboardText, type DesktopApp, expect, open, test, title } from '../helpers/desktopApp';
import { answerDialog } from '../helpers/systemDialogs';

const row = ({ page }: DesktopApp, { key }: AppDevice) => page.locator(`li[data-key="${key}"]`);
const unfold = (app: DesktopApp, device: AppDevice) =>
  row(app, device)
    .getByRole('button', { name: /^More about/ })
    .click();
const act = (app: DesktopApp, device: AppDevice, name: string) =>
  row(app, device)
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click();
/** Gives a device a name by the keyboard alone. */
async function name(app: DesktopApp, device: AppDevice, given: string) {
  await row(app, device)
    .getByRole('button', { name: /^More about/ })
    .focus();
  await app.page.keyboard.press('Enter');
  await app.page.keyboard.press('Tab');
  await app.page.keyboard.press('Enter');
  await expect(row(app, device).getByRole('textbox')).toBeFocused();
  await app.page.keyboard.type(given);
  await app.page.keyboard.press('Enter');
  await expect(row(app, device).getByText(given, { exact: true })).toBeVisible();
}

test('two devices link and what they pass on is shown to the byte', async ({ launch }) => {
  const app = await launch();
  await open(app, 'Devices');
  await expect(app.page.getByRole('heading', { name: 'No devices yet' })).toBeVisible();
  const a = await connect(app);
  await expect(app.page.getByText('1 connected. It waits for another to link with.')).toBeVisible();
  const b = await connect(app);
  await expect(app.page.getByText('2 connected. None is linked yet.')).toBeVisible();
  await expect(row(app, a)).toContainText('Not linked yet');
  await expect(row(app, a).getByRole('img')).toHaveAccessibleName('Nothing in the last hour');

  await link(a, b);
  await expect(row(app, a)).toContainText(`Linked with ${b.abbreviation}`);
  await expect(row(app, b)).toContainText(`Linked with ${a.abbreviation}`);
  await expect(app.page.getByText('2 connected. Linked, and nothing passed on yet.')).toBeVisible();

  await pass(a, b, 1_234_567);
  await pass(b, a, 890);
  await expect(row(app, a)).toContainText('Sent 1.2 MB, received 890 B');
  await expect(row(app, b)).toContainText('Sent 890 B, received 1.2 MB');
  for (const device of [a, b]) {
    const bars = row(app, device).getByRole('img');
    await expect(bars).toHaveAccessibleName('1.2 MB in the last hour, some of it just now');
    await expect(bars.locator('path')).toHaveAttribute('d', /^M/);
  }
  await expect(app.page.getByText('2 connected. All delivered, quiet for 1 minute.')).toBeVisible();

  await b.close();
  await expect(row(app, a)).toContainText('Not linked yet');
  await expect(app.page.getByRole('region', { name: 'Not connected' }).locator('li')).toHaveCount(1);
  await expect(row(app, b)).toContainText(/Last seen today at \d\d:\d\d, from 127\.0\.0\.1/);
});

test('a device is given a name by keyboard, and has it after a restart', async ({ launch }) => {
  const app = await launch();
  await open(app, 'Devices');
  const [a, b] = [await connect(app), await connect(app)];
  await expect(row(app, a)).toContainText('Unnamed device');
  await name(app, a, 'Mara’s phone');
  await name(app, b, 'Jonas & Mara’s laptop');
  await link(a, b);
  await expect(row(app, a)).toContainText('Linked with Jonas & Mara’s laptop');
  // Escape leaves the name as it was, and gives the focus back.
  await act(app, a, 'Rename');
  await app.page.keyboard.type('Nobody');
  await app.page.keyboard.press('Escape');
  await expect(row(app, a).getByRole('button', { name: /^Rename/ })).toBeFocused();
  await expect(row(app, a)).toContainText('Mara’s phone');
  await act(app, a, 'Copy key');
  await expect.poll(() => clipboardText(app)).toBe(a.key);
  await app.electron.close();

  const again = await launch({ again: app });
  await open(again, 'Devices');
  await expect(row(again, a)).toContainText('Mara’s phone');
  await expect(row(again, b)).toContainText('Jonas & Mara’s laptop');
  await unfold(again, b);
  await act(again, b, 'Rename');
  await again.page.keyboard.press('Delete');
  await again.page.keyboard.press('Enter');
  await expect(row(again, b)).toContainText('Unnamed device');
});

test('Forget takes a device off the list, and it may come back as a new one', async ({ launch }) => {
  const app = await launch();
  await open(app, 'Devices');
  const device = await connect(app);
  await name(app, device, 'An old phone');
  await answerDialog(app, 0);
  await act(app, device, 'Forget');
  await expect(row(app, device)).toContainText('An old phone');
  await answerDialog(app, 1);
  await act(app, device, 'Forget');
  expect(await endOf(device)).toMatchObject({ kind: 'closed' });
  await expect(app.page.getByRole('heading', { name: 'No devices yet' })).toBeVisible();
  await connect(app, { identity: device.identity });
  await expect(row(app, device)).toContainText('Unnamed device');
});

test('Block disconnects a device at once and keeps it out, until Unblock', async ({ launch }) => {
  const app = await launch();
  await open(app, 'Devices');
  const [device, other] = [await connect(app), await connect(app)];
  await link(device, other);
  await unfold(app, device);
  await answerDialog(app, 1);
  await act(app, device, 'Block');
  expect(await endOf(device)).toMatchObject({ kind: 'closed' });
  await expect(row(app, device)).toContainText('Blocked.');
  await expect(row(app, other)).toContainText('Not linked yet');
  const { identity } = device;
  expect((await tryToConnect(app, { identity })).ok).toBe(false);
  await expect(row(app, device)).toContainText(/Blocked\. Turned away today at \d\d:\d\d, from 127\.0\.0\.1/);
  await expect(row(app, device).getByRole('button')).toHaveText(['Unblock', 'Forget…']);
  await app.electron.close();

  const again = await launch({ again: app });
  await expect(title(again)).toHaveText(/^Running/);
  expect((await tryToConnect(again, { identity })).ok).toBe(false);
  await open(again, 'Devices');
  await act(again, device, 'Unblock');
  await expect(row(again, device)).toContainText('Last seen');
  await connect(again, { identity });
  await expect(row(again, device)).toContainText('here since');
});

test('while only known ones may connect, a new device waits until it is let in', async ({ launch }) => {
  const app = await launch();
  await open(app, 'Devices');
  const known = await connect(app);
  await open(app, 'Settings');
  await app.page.getByRole('switch', { name: 'Only known devices may connect' }).click();
  const identity = generateIdentity();
  await expect.poll(async () => (await tryToConnect(app, { identity })).ok).toBe(false);
  await open(app, 'Devices');
  await expect(row(app, known)).toContainText('here since');
  const waiting = app.page.getByRole('region', { name: 'Waiting to be let in' });
  await expect(waiting.locator('li')).toHaveCount(1);
  await waiting.getByRole('button', { name: /^Let in/ }).click();
  await expect(waiting).toHaveCount(0);
  await connect(app, { identity });
  await expect(app.page.getByText(/^2 connected\./)).toBeVisible();
  expect((await tryToConnect(app)).ok).toBe(false);
});

test('a notification tells of a new device, and choosing it leads to its row', async ({ launch }) => {
  const app = await launch({ settings: { notify: true } });
  await expect(title(app)).toHaveText(/^Running/);
  // The system is not asked: it may have nothing that shows notifications.
  const shown = await app.electron.evaluateHandle(({ Notification }) => {
    const all: { title: string; body: string; choose: () => void }[] = [];
    Notification.prototype.show = function () {
      all.push({ title: this.title, body: this.body, choose: () => this.emit('click') });
    };
    return all;
  });
  const device = await connect(app);
  const told = () => shown.evaluate((all) => all.map((one) => `${one.title}: ${one.body}`));
  await expect
    .poll(told)
    .toEqual([`A new device is connected: ${device.abbreviation} from 127.0.0.1. Give it a name?`]);
  await shown.evaluate((all) => all[0]?.choose());
  await expect(title(app)).toHaveText('Devices');
  await expect(row(app, device).getByRole('button', { name: /^Give it a name/ })).toBeVisible();

  await open(app, 'Settings');
  await app.page.getByRole('switch', { name: 'Notifications' }).click();
  await expect(app.page.getByRole('switch', { name: 'Notifications' })).not.toBeChecked();
  await connect(app);
  await open(app, 'Devices');
  await expect(app.page.getByText(/^2 connected/)).toBeVisible();
  expect(await told()).toHaveLength(1);
});

test('a device that is linked and says nothing for a quarter of an hour is silent', async ({ launch }) => {
  const app = await launch();
  await open(app, 'Devices');
  const [talking, silent] = [await connect(app), await connect(app)];
  await name(app, silent, 'A sleeping phone');
  await link(talking, silent);
  await pass(talking, silent, 1_000);
  await expect(row(app, talking)).toContainText('Sent 1 kB');
  // The main process looks at its clock once a second; it is put forward under it.
  await app.electron.evaluate(() => {
    globalThis.aheadOfTime = 16 * 60_000;
  });
  await expect(row(app, silent)).toContainText('but silent');
  await expect(row(app, silent)).toContainText('Nothing has come from this device since it linked');
  await expect(row(app, talking)).not.toContainText('but silent');
  await pass(silent, talking, 10);
  await expect(row(app, silent)).not.toContainText('but silent');
});

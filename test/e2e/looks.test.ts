import { once } from 'node:events';
import { createServer } from 'node:net';
import type { TestInfo } from '@playwright/test';
import { connectDevice } from '../../main/client/connection';
import { generateIdentity } from '../../main/protocol/identity';
import {
  type DesktopApp,
  expect,
  freePort,
  settingsOf,
  storedPassword,
  test,
  title,
} from '../helpers/desktopApp';

// Pictures of every state, in both themes and two sizes, kept with the results to be looked at. What is asserted is
// what holds for all of them: nothing scrolls sideways, and no text is cut off.

const SIZES = [
  { name: 'wide', width: 744, height: 680 },
  { name: 'narrow', width: 420, height: 760 },
] as const;

async function photograph(app: DesktopApp, state: string, info: TestInfo): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await app.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    for (const { name, width, height } of SIZES) {
      await app.electron.evaluate(
        ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]),
        [width, height] as const,
      );
      await expect.poll(() => app.page.evaluate(() => innerWidth)).toBe(width);
      expect(await app.page.evaluate(cutOff)).toEqual([]);
      await app.page.screenshot({ path: info.outputPath(`${state}-${theme}-${name}.png`), fullPage: true });
    }
  }
}

/** Runs in the page: the texts that do not fit, or stick out of the window. */
function cutOff(): string[] {
  const wide = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
  const seen = [...document.querySelectorAll('h1, h2, p, span:not(.unseen, .unseen *), button, input')];
  const cut = seen.filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    return (
      left < 0 ||
      right > innerWidth ||
      (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
    );
  });
  return [...wide, ...cut.map((element) => `${element.tagName} ${element.textContent}`)];
}

async function connect(app: DesktopApp) {
  const identity = generateIdentity();
  const device = await connectDevice({
    url: `http://127.0.0.1:${app.port}/v1/relay`,
    username: 'household',
    password: await storedPassword(app),
    identity,
    verifyCertificate: true,
  });
  if (!device.ok) throw new Error(device.error.kind);
  return { key: identity.publicKey, ...device.value };
}

test('running, without and with devices, and the password shown', async ({ launch }, info) => {
  const app = await launch();
  await expect(title(app)).toHaveText('Running. No devices connected.');
  await photograph(app, 'running', info);
  const [a, b] = [await connect(app), await connect(app)];
  await connect(app);
  await a.send({ kind: 'connect', key: b.key });
  await b.send({ kind: 'connect', key: a.key });
  await expect(app.page.getByText('Linked with')).toHaveCount(2);
  await app.page.getByRole('button', { name: 'Show password' }).click();
  await photograph(app, 'devices', info);
});

test('stopped', async ({ launch }, info) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  await app.page.getByRole('switch').click();
  await expect(title(app)).toHaveText('Stopped.');
  await photograph(app, 'stopped', info);
});

test('a port that is taken, and one that is refused', async ({ launch }, info) => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  const app = await launch({ settings: settingsOf(port) });
  await expect(title(app)).toHaveText(/is taken/);
  await photograph(app, 'port-taken', info);
  await app.page.getByRole('button', { name: /^Use port/ }).click();
  await expect(title(app)).toHaveText(/^Running/);
  await app.page.getByRole('textbox', { name: 'Port' }).fill(String(port));
  await app.page.keyboard.press('Enter');
  await expect(app.page.getByRole('alert')).toBeVisible();
  await photograph(app, 'port-refused', info);
  other.close();
});

test('settings put aside, and a locked password', async ({ launch }, info) => {
  const app = await launch({ settings: '{', password: '{"kept":"keychain","sealed":"djEwAAAA"}' });
  await expect(title(app)).toHaveText(/locked/);
  await photograph(app, 'put-aside', info);
});

import { writeFile } from 'node:fs/promises';
import type { TestInfo } from '@playwright/test';
import { connect, tryToConnect } from '../helpers/appDevices';
import { type DesktopApp, expect, open, test, title } from '../helpers/desktopApp';
import { makePair } from '../helpers/openssl';
import { freePort } from '../helpers/ports';
import { comeTogether, householdFile } from '../helpers/sampleDevices';
import { startPanel, trayItems } from '../helpers/statusNotifier';

// Pictures of every panel and problem, kept with the results to be looked at. What is asserted is what holds for all
// of them: nothing scrolls sideways, and no text is cut off.

const NETWORK = { TEST_ADDRESSES: '192.168.1.24', TEST_HOSTNAME: 'kitchen-laptop' };
const SIZES = [
  { name: 'wide', width: 880, height: 640 },
  { name: 'narrow', width: 420, height: 760 },
] as const;

// With a tray, as most desktops have one.
let endPanel: () => Promise<void>;
test.beforeAll(async () => {
  endPanel = process.platform === 'linux' ? await startPanel() : async () => undefined;
  if (process.platform === 'linux') await expect.poll(trayItems, { timeout: 20_000 }).toEqual([]);
});
test.afterAll(() => endPanel());

async function resize(app: DesktopApp, width: number, height: number): Promise<void> {
  await app.electron.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]),
    [width, height] as const,
  );
  await expect.poll(() => app.page.evaluate(() => [outerWidth, outerHeight])).toEqual([width, height]);
}

async function picture(app: DesktopApp, name: string, info: TestInfo): Promise<void> {
  await expect.poll(() => app.page.evaluate(cutOff), name).toEqual([]);
  await app.page.screenshot({ path: info.outputPath(`${name}.png`), fullPage: true });
}

/** Each size, and in English each theme: colours do not change with the language. */
async function photograph(app: DesktopApp, what: string, info: TestInfo): Promise<void> {
  const isEnglish = (await app.page.locator('html').getAttribute('lang')) === 'en';
  for (const { name, width, height } of SIZES) {
    await resize(app, width, height);
    for (const theme of isEnglish ? (['light', 'dark'] as const) : (['light'] as const)) {
      await app.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await picture(app, `${what}-${name}-${theme}`, info);
    }
  }
}

/** Runs in the page: the texts that do not fit, or stick out of the window. What is shortened on purpose has a title. */
function cutOff(): string[] {
  const wide = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
  const seen = [
    ...document.querySelectorAll<HTMLElement>('h1, h2, p, span, strong, label, button, input, dd'),
  ];
  const cut = seen.filter((element) => {
    if (element.closest('.unseen, [title]:not(button, input)') || !element.checkVisibility()) return false;
    const { left, right, width } = element.getBoundingClientRect();
    // Only to be heard; and what somebody types may be longer than its field.
    if (width <= 1 || (element instanceof HTMLInputElement && element.value !== '')) return false;
    const isClipped = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
    return left < 0 || right > innerWidth || isClipped;
  });
  return [...wide, ...cut.map((element) => `${element.outerHTML.slice(0, 120)}`)];
}

const press = (app: DesktopApp, name: string | RegExp) =>
  app.page.getByRole('button', { name }).first().click();

for (const languages of ['en_GB', 'de_DE', 'es_ES'])
  test(`every panel (${languages})`, async ({ launch }, info) => {
    test.slow();
    const tls = { kind: 'selfSigned' } as const;
    const settings = { reach: 'network', port: await freePort(), tls } as const;
    const app = await launch({ settings, languages, env: NETWORK });
    await expect(app.page.locator('.certificate')).toBeVisible();
    const panel = app.page.getByRole('navigation').getByRole('button');
    await photograph(app, 'overview', info);
    await app.page.locator('.pairing button').click();
    await expect(app.page.locator('svg.code')).toBeVisible();
    await photograph(app, 'overview-code', info);
    await panel.nth(1).click();
    await photograph(app, 'devices-none', info);
    await panel.nth(2).click();
    await photograph(app, 'settings', info);
    await app.page.locator('input#port').fill('99999');
    await app.page.keyboard.press('Enter');
    await app.page.locator('input#username').fill('family');
    await app.page.keyboard.press('Enter');
    await expect(app.page.locator('.undo')).toBeVisible();
    await photograph(app, 'settings-changed', info);
    await panel.nth(0).click();
    await app.page.getByRole('switch').click();
    await expect(app.page.getByRole('switch')).not.toBeChecked();
    await photograph(app, 'stopped', info);
  });

for (const languages of ['en_GB', 'de_DE', 'es_ES'])
  test(`a household (${languages})`, async ({ launch }, info) => {
    test.slow();
    const port = await freePort();
    const settings = { reach: 'network', port, onlyKnown: true } as const;
    const app = await launch({ settings, languages, devices: householdFile(), env: NETWORK });
    const connected = await comeTogether({ ...app, port });
    const panel = app.page.getByRole('navigation').getByRole('button');
    await expect(app.page.locator('.heading p')).toHaveText(
      /^(Passing data now|Gibt gerade Daten weiter|Transmitiendo datos ahora)/,
    );
    await photograph(app, 'overview-household', info);
    await panel.nth(1).click();
    await expect(app.page.locator('.bytes').first()).toContainText(/1[.,]1 MB/);
    await photograph(app, 'devices', info);
    await app.page.locator('.disclosure').first().click();
    expect((await tryToConnect({ ...app, port })).ok).toBe(false);
    await expect(app.page.locator('#devices-waiting')).toBeVisible();
    await photograph(app, 'devices-waiting', info);
    await panel.nth(0).click();
    await photograph(app, 'overview-waiting', info);
    await panel.nth(3).click();
    await expect(app.page.locator('.entry').last()).toBeVisible();
    await photograph(app, 'log', info);
    await app.page.locator('.log-tools button').first().click();
    await app.page.locator('.log-tools input').fill('nothing like that');
    await photograph(app, 'log-nothing-found', info);
    expect(connected).toHaveLength(3);
  });

for (const languages of ['en_GB', 'de_DE', 'es_ES'])
  test(`the doctor (${languages})`, async ({ launch }, info) => {
    test.slow();
    const app = await launch({ languages });
    const panel = app.page.getByRole('navigation').getByRole('button');
    await panel.nth(4).click();
    await expect(title(app)).toHaveText(/^(All is well here|Hier ist alles in Ordnung|Aquí todo está bien)/);
    expect((await tryToConnect(app, { password: 'not this one' })).ok).toBe(false);
    await expect(app.page.getByText('127.0.0.1')).toBeVisible();
    await photograph(app, 'doctor', info);
    const taken = await launch({ languages, settings: { port: app.port } });
    // The doctor of an app that is starting has nothing to say of it yet.
    await expect(title(taken)).toContainText(String(app.port));
    await taken.page.getByRole('navigation').getByRole('button').nth(4).click();
    await expect(taken.page.locator('.found').first()).toBeVisible();
    await photograph(taken, 'doctor-found', info);
  });

test('the first steps', async ({ launch }, info) => {
  const app = await launch({ settings: { welcomed: false }, env: NETWORK });
  await photograph(app, 'first-1', info);
  await press(app, 'Continue');
  await photograph(app, 'first-2', info);
  await press(app, 'Show the code').catch(() => undefined);
  await connect(app);
  await expect(title(app)).toHaveText('Keep it running');
  await photograph(app, 'first-3', info);
});

test('problems', async ({ launch, folder }, info) => {
  test.slow();
  const locked = await launch({ settings: '{', password: '{"kept":"keychain","sealed":"djEwAAAA"}' });
  await press(locked, 'Skip these steps');
  await expect(title(locked)).toHaveText(/locked/);
  await photograph(locked, 'locked-put-aside', info);
  await locked.electron.close();

  const running = await launch();
  await expect(title(running)).toHaveText(/^Running/);
  const taken = await launch({ settings: { port: running.port } });
  await expect(title(taken)).toHaveText(/is taken/);
  await photograph(taken, 'port-in-use', info);
  await press(taken, /^Use port/);
  await expect(title(taken)).toHaveText(/^Running/);
  await open(taken, 'Settings');
  await taken.page.locator('input#port').fill(String(running.port));
  await taken.page.keyboard.press('Enter');
  await expect(taken.page.getByRole('alert')).toBeVisible();
  await photograph(taken, 'port-refused', info);
  await taken.electron.close();

  const [one, other] = [await makePair(folder, 'one'), await makePair(folder, 'other')];
  const tls = { kind: 'files', certificatePath: one.certificate, keyPath: other.key } as const;
  const certificate = await launch({ settings: { tls } });
  await expect(title(certificate)).toHaveText(/certificate/);
  await photograph(certificate, 'certificate', info);
  await certificate.electron.close();

  const alone = await launch({
    settings: { reach: 'network', port: await freePort() },
    env: { TEST_ADDRESSES: '' },
  });
  await expect(title(alone)).toHaveText(/^Running/);
  await photograph(alone, 'no-network', info);
});

test('high contrast, and twice the size', async ({ launch }, info) => {
  test.slow();
  const app = await launch({ devices: householdFile(), env: NETWORK });
  await comeTogether(app);
  for (const panel of ['Overview', 'Devices', 'Settings', 'Log'] as const) {
    await open(app, panel);
    await resize(app, 880, 640);
    await app.page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active', reducedMotion: 'reduce' });
    await picture(app, `${panel}-forced-colours`, info);
    await app.page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', contrast: 'more' });
    await picture(app, `${panel}-more-contrast`, info);
    await app.page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
    await zoom(app, 2);
    // The log lays itself out anew a moment after its size changed.
    await expect.poll(() => app.page.evaluate(cutOff), `${panel}, twice the size`).toEqual([]);
    await writeFile(info.outputPath(`${panel}-twice-the-size.png`), await capture(app));
    await zoom(app, 1);
  }
});

/** A picture by Electron itself: the debugger's shows a part of the window when that is zoomed. */
const capture = async ({ electron }: DesktopApp): Promise<Buffer> =>
  Buffer.from(
    await electron.evaluate(async ({ BrowserWindow }) => {
      const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
      return image?.toPNG().toString('base64') ?? '';
    }),
    'base64',
  );

const zoom = ({ electron }: DesktopApp, factor: number) =>
  electron.evaluate(
    ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(wanted),
    factor,
  );

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import type { Menu } from 'electron';
import type { Settings } from '../../main/app/settings/settings';
import { freePort } from './ports';

/** The app as it runs in a test: with user data and a home of its own, on loopback only. */
export interface DesktopApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  /** Where the app finds the person's own files and settings. */
  readonly home: string;
  /** The one that the usual settings have. */
  readonly port: number;
  /** What the app wrote to its standard error so far. */
  output(): string;
}

interface LaunchOptions {
  /** Settings besides the usual ones, or the settings' file as it is. */
  readonly settings?: Partial<Settings> | string;
  /** The password's file, and that of the devices, if there are to be any. */
  readonly password?: string;
  readonly devices?: string;
  /** Start what was closed again, with all that it kept. */
  readonly again?: DesktopApp;
  /** The computer's languages, best first, as Linux writes them. */
  readonly languages?: string;
  /** Start as at login, without a window, and open it by the tray then. */
  readonly hidden?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

declare global {
  // In the app's main process, by appProbe.cjs.
  var trayProbe: { menu: Menu | null; image: string; toolTip: string };
  /** How far the app's clock is put forward, in milliseconds. */
  var aheadOfTime: number;
}

const probe = join(import.meta.dirname, 'appProbe.cjs');
const root = join(import.meta.dirname, '../..');

/**
 * The settings' file of somebody who knows the app. Only this computer reaches it, and the system is not asked to
 * show notifications.
 */
export const settingsOf = (port: number, more: Partial<Settings> = {}): string =>
  JSON.stringify({ version: 2, reach: 'computer', welcomed: true, notify: false, port, ...more });

/** What to start the app with, besides its folder. Chromium's sandbox does not work for root. */
export const appSwitches = (userData: string): string[] => [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--log-level=3',
  `--user-data-dir=${userData}`,
];

export const test = base.extend<{
  launch: (options?: LaunchOptions) => Promise<DesktopApp>;
  /** An empty folder of the test's own. */
  folder: string;
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces to see that nothing else is needed
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-test-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },

  launch: async ({ folder }, use) => {
    const opened: ElectronApplication[] = [];
    await use(async (options = {}) => {
      const { again } = options;
      const place = again ?? { port: await freePort(), ...(await prepare(folder, opened.length)) };
      if (!again) await writeFiles(place, options);
      const { home, userData } = place;
      const electron = await _electron.launch({
        cwd: root,
        args: ['-r', probe, '.', ...appSwitches(userData), ...(options.hidden ? ['--hidden'] : [])],
        env: { ...definedEnv(), ...surroundings(home), ...language(options), ...options.env },
      });
      opened.push(electron);
      let output = '';
      electron.process().stderr?.on('data', (chunk) => {
        output += chunk;
      });
      const page = options.hidden ? await openByTray(electron) : await electron.firstWindow();
      await page.waitForSelector('h1');
      return { ...place, electron, page, output: () => output };
    });
    for (const electron of opened.reverse()) await electron.close();
  },
});

async function openByTray(electron: ElectronApplication): Promise<Page> {
  // An app that is still starting may lose the question.
  const hasMenu = () => electron.evaluate(() => globalThis.trayProbe.menu !== null).catch(() => false);
  await expect.poll(hasMenu).toBe(true);
  expect(electron.windows()).toEqual([]);
  await electron.evaluate(() => globalThis.trayProbe.menu?.getMenuItemById('open')?.click());
  return electron.firstWindow();
}

type Place = Pick<DesktopApp, 'home' | 'userData' | 'port'>;

async function prepare(folder: string, count: number): Promise<Omit<Place, 'port'>> {
  const [home, userData] = [join(folder, `home-${count}`), join(folder, `data-${count}`)];
  await Promise.all([home, userData].map((path) => mkdir(path)));
  return { home, userData };
}

async function writeFiles({ userData, port }: Place, options: LaunchOptions): Promise<void> {
  const { settings, password, devices } = options;
  const files = {
    'settings.json': typeof settings === 'string' ? settings : settingsOf(port, settings),
    'password.json': password,
    'devices.json': devices,
  };
  for (const [name, text] of Object.entries(files))
    if (text !== undefined) await writeFile(join(userData, name), text);
}

/** Nothing of a test gets into the real home, and texts look as on people's computers. */
const surroundings = (home: string) => ({
  HOME: home,
  XDG_CONFIG_HOME: join(home, '.config'),
  FONTCONFIG_FILE: join(import.meta.dirname, 'fonts.conf'),
});

/** Linux tells programs the languages by the first, and formats by the second. */
const language = ({ languages = 'en_GB' }: LaunchOptions) => ({
  LANGUAGE: languages,
  LC_ALL: `${languages.split(':')[0]}.UTF-8`,
});

const definedEnv = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])));

/** The app's stored password, as the tests' machine without a keychain keeps it. */
export async function storedPassword({ userData }: DesktopApp): Promise<string> {
  return JSON.parse(await readFile(join(userData, 'password.json'), 'utf8')).password;
}

/** Which drawing the tray shows: running, stopped or problem. */
export const trayImage = async ({ electron }: DesktopApp): Promise<string> =>
  basename(await electron.evaluate(() => globalThis.trayProbe.image), '.png');

/** The tray's menu, as lines of text. */
export const trayLabels = ({ electron }: DesktopApp): Promise<string[]> =>
  electron.evaluate(() => globalThis.trayProbe.menu?.items.map(({ label, type }) => label || type) ?? []);

/** Chooses an item of the tray's menu by its id. */
export const chooseInTray = ({ electron }: DesktopApp, id: string): Promise<void> =>
  electron.evaluate((_electronModule, wanted) => {
    const item = globalThis.trayProbe.menu?.getMenuItemById(wanted);
    if (!item) throw new Error(`the tray's menu has no item ${wanted}`);
    item.click();
  }, id);

export const title = ({ page }: DesktopApp) => page.getByRole('heading', { level: 1 });

export type Panel = 'Overview' | 'Devices' | 'Settings' | 'Log' | 'Doctor';

/** Opens a panel by the sidebar. */
export const open = ({ page }: DesktopApp, panel: Panel): Promise<void> =>
  page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: panel }).click();

export const clipboardText = ({ electron }: DesktopApp): Promise<string> =>
  electron.evaluate(({ clipboard }) => clipboard.readText());

export const storedSettings = async ({ userData }: DesktopApp): Promise<Settings> =>
  JSON.parse(await readFile(join(userData, 'settings.json'), 'utf8'));

/** The files that were put aside, as they are, by what they held. */
export async function putAside({ userData }: DesktopApp, what: string): Promise<string[]> {
  const names = (await readdir(userData)).filter((name) => name.startsWith(`${what} put aside `));
  return Promise.all(names.map((name) => readFile(join(userData, name), 'utf8')));
}

/** What Chromium tells a page whose window was hidden; under Playwright it believes that it is always seen. */
export const tellHidden = ({ page }: DesktopApp): Promise<boolean> =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

export { expect };

import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import type { Menu } from 'electron';

/** The app as it runs in a test: its own user data, on loopback only. */
export interface DesktopApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  readonly port: number;
  /** What the app wrote to its standard error so far. */
  output(): string;
}

interface LaunchOptions {
  /** The settings' file, if not the usual one; undefined for none at all. */
  readonly settings?: string;
  readonly password?: string;
  /** Keep what an earlier app left. */
  readonly userData?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

declare global {
  // In the app's main process, by appProbe.cjs.
  var trayProbe: { menu: Menu | null; image: string; toolTip: string };
}

const probe = join(import.meta.dirname, 'appProbe.cjs');
const root = join(import.meta.dirname, '../..');

/** A port that nobody had a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export const settingsOf = (port: number): string => JSON.stringify({ version: 1, reach: 'computer', port });

/** What to start the app with, besides its folder. Chromium's sandbox does not work for root. */
export const appSwitches = (userData: string): string[] => [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--log-level=3',
  `--user-data-dir=${userData}`,
];

export const test = base.extend<{
  launch: (options?: LaunchOptions) => Promise<DesktopApp>;
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces to see that nothing else is needed
  launch: async ({}, use) => {
    const undo: (() => Promise<void>)[] = [];
    await use(async (options = {}) => {
      const userData = options.userData ?? (await mkdtemp(join(tmpdir(), 'buckets-relay-app-')));
      if (!options.userData) undo.push(() => rm(userData, { recursive: true, force: true }));
      const port = await freePort();
      if (!options.userData) {
        await mkdir(userData, { recursive: true });
        await writeFile(join(userData, 'settings.json'), options.settings ?? settingsOf(port));
        if (options.password) await writeFile(join(userData, 'password.json'), options.password);
      }
      const electron = await _electron.launch({
        cwd: root,
        args: ['-r', probe, '.', ...appSwitches(userData), ...(options.args ?? [])],
        env: { ...definedEnv(), ...options.env },
      });
      undo.push(() => electron.close());
      let output = '';
      electron.process().stderr?.on('data', (chunk) => {
        output += chunk;
      });
      const page = await electron.firstWindow();
      await page.waitForSelector('h1');
      return { electron, page, userData, port, output: () => output };
    });
    for (const step of undo.reverse()) await step();
  },
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

export { expect };

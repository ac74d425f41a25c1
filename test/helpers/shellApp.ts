import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type ElectronApplication, expect } from '@playwright/test';
import { build } from 'vite';
import type {} from './shellMain';

/** Parts of the shell in a real Electron, before or beside their place in the app: `globalThis.shell` there. */
export interface ShellApp {
  readonly electron: ElectronApplication;
  /** Home folder of whoever runs it, with the usual folders in it. */
  readonly home: string;
}

/** Bundled as the app is, into one CommonJS file. */
async function bundle(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-shell-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      target: 'node20.18',
      outDir: folder,
      ssr: join(import.meta.dirname, 'shellMain.ts'),
      rolldownOptions: {
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: 'main.cjs', codeSplitting: false },
      },
    },
    ssr: { noExternal: true },
  });
  const about = { name: 'shell', productName: 'Shell', version: '1.2.0', main: 'main.cjs' };
  await writeFile(join(folder, 'package.json'), JSON.stringify(about));
  await writeFile(join(folder, 'dev-app-update.yml'), 'updaterCacheDirName: shell\n');
  return folder;
}

export const test = base.extend<
  { launchShell: (env?: Readonly<Record<string, string>>) => Promise<ShellApp> },
  { shellFolder: string }
>({
  shellFolder: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces to see that nothing else is needed
    async ({}, use) => {
      const folder = await bundle();
      await use(folder);
      await rm(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
  launchShell: async ({ shellFolder: folder }, use) => {
    const undo: (() => Promise<void>)[] = [];
    await use(async (env = {}) => {
      const home = await mkdtemp(join(tmpdir(), 'buckets-relay-home-'));
      undo.push(() => rm(home, { recursive: true, force: true }));
      await mkdir(join(home, 'data'));
      const switches = [
        '--no-sandbox',
        '--disable-gpu',
        '--log-level=3',
        `--user-data-dir=${join(home, 'data')}`,
      ];
      const electron = await _electron.launch({
        args: [folder, ...switches],
        env: {
          ...process.env,
          HOME: home,
          XDG_CONFIG_HOME: '',
          XDG_CACHE_HOME: join(home, 'cache'),
          ...env,
        } as Record<string, string>,
      });
      undo.push(() => electron.close().catch(() => undefined));
      return { electron, home };
    });
    for (const step of undo.reverse()) await step();
  },
});

export { expect };

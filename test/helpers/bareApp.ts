import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appSwitches, test as base, expect, settingsOf } from './desktopApp';
import { freePort } from './ports';
import { Cli } from './processes';

/** The app as a process that nobody holds in their hands, so that it can also refuse to start, and be killed. */
export interface BareApp {
  readonly process: Cli;
  readonly userData: string;
  readonly port: number;
}

interface Options {
  readonly settings?: string;
  /** Keep what an earlier app left. */
  readonly userData?: string;
  readonly args?: readonly string[];
  /** Which button of every dialog is pressed. */
  readonly answer?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, '../..');

export const test = base.extend<{ start: (options?: Options) => Promise<BareApp> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces to see that nothing else is needed
  start: async ({}, use) => {
    const undo: (() => Promise<unknown>)[] = [];
    await use(async (options = {}) => {
      const userData = options.userData ?? (await mkdtemp(join(tmpdir(), 'buckets-relay-app-')));
      const port = await freePort();
      if (!options.userData) {
        undo.push(() => rm(userData, { recursive: true, force: true }));
        await writeFile(join(userData, 'settings.json'), options.settings ?? settingsOf(port));
      }
      // In Node, the package's name stands for the program's path.
      const program: string = createRequire(import.meta.url)('electron');
      const probe = join(import.meta.dirname, 'appProbe.cjs');
      const args = ['-r', probe, '.', ...appSwitches(userData), ...(options.args ?? [])];
      const env = { ...process.env, TEST_ANSWER: String(options.answer ?? 0), ...options.env };
      const app = new Cli(spawn(program, args, { cwd: root, env }));
      undo.push(async () => {
        app.child.kill('SIGKILL');
        await app.exited;
      });
      return { process: app, userData, port };
    });
    for (const step of undo.reverse()) await step();
  },
});

/** What the app asked in its dialogs so far. */
export const asked = ({ process: { stdout } }: BareApp): string[] =>
  stdout
    .toString()
    .split('\n')
    .flatMap((line) => (line.startsWith('asked ') ? [JSON.parse(line.slice('asked '.length)).message] : []));

export { expect };

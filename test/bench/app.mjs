// @ts-check
// The whole app under load: the relay in its main process, with a tray, and a window that shows the devices.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { noSandboxBecause } from '../../scripts/place.mjs';
import { usageOf } from './usage.mjs';

const root = join(import.meta.dirname, '../..');
const account = { username: 'bench', password: 'a password for this run only' };

/** @returns {Promise<number>} a port that nobody had a moment ago */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });

/** @returns {Promise<import('./processes.mjs').Subject>} its memory is that of the main process */
export const startApp = async () => {
  const start = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-bench-'));
  const port = await freePort();
  const settings = { version: 2, reach: 'computer', welcomed: true, notify: false, port };
  await mkdir(join(folder, 'home'));
  await writeFile(
    join(folder, 'settings.json'),
    JSON.stringify({ ...settings, username: account.username, relayOn: true }),
  );
  await writeFile(
    join(folder, 'password.json'),
    JSON.stringify({ kept: 'file', password: account.password }),
  );
  const electron = await _electron.launch({
    cwd: root,
    args: [
      '.',
      ...(noSandboxBecause() ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--log-level=3',
      `--user-data-dir=${folder}`,
    ],
    env: {
      .../** @type {Record<string, string>} */ (process.env),
      HOME: join(folder, 'home'),
      LANGUAGE: 'en',
    },
  });
  const page = await electron.firstWindow();
  await page.getByRole('heading', { level: 1, name: /^Running/ }).waitFor();
  await page.locator('nav button').nth(1).click();
  return {
    target: { kind: 'relay', tls: false, port, ...account },
    startMilliseconds: performance.now() - start,
    usage: () => usageOf(electron.process()),
    stop: async () => {
      await electron.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cli, expect, LOGIN, test } from '../helpers/commandLine';

// What `server` loads before devices can connect: whoever has one household waits for nothing that only many users need.

const OF_MANY =
  /(^|\/)(main\/(accounts|store)|node_modules\/(better-sqlite3|kysely|@node-rs\/argon2[^/]*))\//;

/** Has a process write each file that it loads into the file that LOADED_FILES names. */
const HOOK = `
const { appendFileSync } = require('node:fs');
const Module = require('node:module');
const load = Module._load;
Module._load = function (request, parent, isMain) {
  const loaded = load.call(this, request, parent, isMain);
  appendFileSync(process.env.LOADED_FILES, Module._resolveFilename(request, parent, isMain) + '\\n');
  return loaded;
};
`;

/** The sources of all that a relay has loaded: of ours, and of packages, bundled or not. */
async function sourcesUntilListening(
  cli: (args: readonly string[], options: { env: Readonly<Record<string, string>> }) => Cli,
  folder: string,
  args: readonly string[],
): Promise<readonly string[]> {
  const list = join(folder, 'loaded');
  const hook = join(folder, 'hook.cjs');
  await writeFile(hook, HOOK);
  const env = { ...LOGIN, LOADED_FILES: list, NODE_OPTIONS: `--require "${hook}"` };
  const server = cli(['server', '--port', '0', ...args], { env });
  await server.until('stdout', /listening on/);
  const files = new Set((await readFile(list, 'utf8')).split('\n').filter((file) => file.startsWith('/')));
  const sources = await Promise.all(
    [...files].map(async (file) => {
      if (!existsSync(`${file}.map`)) return [file];
      const { sources } = JSON.parse(await readFile(`${file}.map`, 'utf8')) as { sources: readonly string[] };
      return sources;
    }),
  );
  return sources.flat();
}

test.skip(process.platform === 'win32', 'paths there begin otherwise');

test('nothing of many users, where there is one household', async ({ cli, folder }) => {
  const all = ['--tls', 'self-signed', '--metrics', '0', '--advertise', '--log-file', 'relay.log'];
  for (const args of [[], all]) {
    const sources = await sourcesUntilListening(cli, folder, args);
    expect(sources.filter((source) => OF_MANY.test(source))).toEqual([]);
    expect(sources.some((source) => source.endsWith('main/server/relayServer.ts'))).toBe(true);
  }
});

test('all of it, where there are many users: so it would be seen', async ({ cli, folder }) => {
  const sources = await sourcesUntilListening(cli, folder, ['--multi-user', '--database', 'a.sqlite']);
  for (const part of [
    'main/accounts/login/login.ts',
    'main/store/openStore.ts',
    'better-sqlite3',
    'argon2',
    'kysely',
  ])
    expect(
      sources.filter((source) => OF_MANY.test(source) && source.includes(part)).length,
      part,
    ).toBeGreaterThan(0);
  // The operator's page is a process of its own.
  expect(sources.filter((source) => /(main\/web|renderer)\/admin\/|runAdmin/.test(source))).toEqual([]);
});

import { spawn } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { packForNpm } from '../../scripts/npm-package.mjs';
import { npm } from '../../scripts/setup.mjs';
import { LOGIN } from '../helpers/commandLine';
import { moveFile } from '../helpers/moveFile';
import { Cli } from '../helpers/processes';
import { ACCOUNT, test as base, expect } from '../helpers/relayFixture';

// What npm installs, from the package as it is published.

interface Kit {
  /** A folder with the package installed in it as `npm install -g` does it. */
  installed: { readonly prefix: string; readonly modules: string; readonly tarball: string };
  /** Starts the program by the name that it was installed under, and ends it with the test. */
  start: (...args: string[]) => Cli;
}

const isWindows = process.platform === 'win32';

const test = base.extend<Kit>({
  installed: async ({ folder }, use) => {
    const tarball = await packForNpm(folder);
    const prefix = join(folder, 'installed');
    // Nobody is asked for anything: what is not in the package would be missing.
    await npm(['install', '--global', '--offline', '--prefix', prefix, tarball], { quiet: true });
    await use({ prefix, modules: join(prefix, isWindows ? 'node_modules' : 'lib/node_modules'), tarball });
  },

  start: async ({ folder, installed }, use) => {
    const started: Cli[] = [];
    await use((...args) => {
      // What Windows has for it needs a shell.
      const command = isWindows
        ? [process.execPath, join(installed.modules, 'buckets-relay/out/main/cli.cjs')]
        : [join(installed.prefix, 'bin/buckets-relay')];
      const [program = '', ...before] = command;
      const env = { PATH: process.env.PATH ?? '', HOME: folder, APPDATA: folder, ...LOGIN };
      const cli = new Cli(spawn(program, [...before, ...args], { cwd: folder, env }));
      started.push(cli);
      return cli;
    });
    for (const { child, exited } of started) {
      child.kill('SIGKILL');
      await exited;
    }
  },
});

test('it brings the program, its page, and nothing else', async ({ installed }) => {
  expect(await readdir(installed.modules)).toEqual(['buckets-relay']);
  const own = join(installed.modules, 'buckets-relay');
  const files = (await readdir(own, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ path, name }) =>
      join(path, name)
        .slice(own.length + 1)
        .replaceAll('\\', '/'),
    );
  const program = (path: string) => /^out\/main\/(cli|cli\/[\w-]+)\.cjs$/.test(path);
  expect(files.filter(program).length).toBeGreaterThan(20);
  expect(files.filter((path) => !program(path)).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'out/main/THIRD-PARTY-LICENCES.txt',
    'out/main/buckets-relay.1',
    'package.json',
  ]);
  const about = JSON.parse(await readFile(join(own, 'package.json'), 'utf8'));
  for (const name of [
    'dependencies',
    'optionalDependencies',
    'devDependencies',
    'scripts',
    'main',
    'private',
  ])
    expect(about).not.toHaveProperty(name);
  // The program's parts are loaded as they are asked for: a missing one would show late.
  const parts = await readdir(join(import.meta.dirname, '../../out/main/cli'));
  for (const part of parts.filter((name) => name.endsWith('.cjs')))
    expect(files).toContain(`out/main/cli/${part}`);
  expect((await stat(installed.tarball)).size).toBeLessThan(800_000);
});

test('man finds its page', async ({ installed }) => {
  test.skip(isWindows, 'Windows has no man');
  const page = await readFile(join(installed.prefix, 'share/man/man1/buckets-relay.1'), 'utf8');
  expect(page).toMatch(/^\.TH BUCKETS/);
});

test('it relays', async ({ start }) => {
  const relay = start('server', '--port', '0', '--advertise');
  const [, url = ''] = await relay.until('stdout', /listening on (\S+)\n/);
  expect(await moveFile(url, ACCOUNT)).toBe(true);
  relay.child.kill('SIGTERM');
  const { code } = await relay.exited;
  // Windows ends a process without asking it.
  if (!isWindows) expect(code).toBe(0);
});

test('a project’s npx runs it', async ({ installed, folder }) => {
  const { version } = JSON.parse(
    await readFile(join(installed.modules, 'buckets-relay/package.json'), 'utf8'),
  );
  const project = { quiet: true, cwd: folder };
  await npm(['install', '--offline', '--omit=dev', '--prefix', folder, installed.tarball], project);
  expect((await readdir(join(folder, 'node_modules'))).filter((name) => !name.startsWith('.'))).toEqual([
    'buckets-relay',
  ]);
  const said = await npm(['exec', '--no', '--offline', '--', 'buckets-relay', '--version'], project);
  expect(said.trim()).toBe(version);
});

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { noImages } from '../helpers/buildah';
import { type Image, startInImage } from '../helpers/image';
import { expect, healthOf, stop, test } from '../helpers/imageFixture';
import { moveFile } from '../helpers/moveFile';
import type { Exit } from '../helpers/processes';
import { serveSqliteBinaries } from '../helpers/sqliteBinaries';

// The image for many users, as image.test.ts has the one for a household.

test.skip(noImages !== undefined, noImages);

let image: Image;
test.beforeAll(async ({ images }) => {
  test.setTimeout(600_000);
  const binaries = await serveSqliteBinaries();
  try {
    image = await images.build('multiuser', { SQLITE_BINARIES: binaries.url });
    expect(binaries.asked).toHaveLength(1);
  } finally {
    await binaries.close();
  }
});

const ANNA = { username: 'anna@example.org', password: 'correct horse' };

/** A command about the accounts, in a container beside the relay's. */
async function command(volume: string, args: readonly string[], input = ''): Promise<Exit> {
  const { child, exited } = startInImage(image, volume, ['buckets-relay', ...args]);
  child.stdin.end(input);
  return exited;
}

/** What it prints when all is well. */
async function printed(volume: string, args: readonly string[], input = ''): Promise<string> {
  const { code, stdout, stderr } = await command(volume, args, input);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.toString();
}

test('says how it wants to be run, and where its database is', () => {
  expect(image.config).toMatchObject({
    User: '10001:10001',
    StopSignal: 'SIGTERM',
    Volumes: { '/data': {} },
  });
  expect(image.config.Env).toEqual(
    expect.arrayContaining([
      'RELAY_ADDRESS=0.0.0.0',
      'RELAY_PORT=8080',
      'RELAY_MULTI_USER=true',
      'RELAY_DATABASE=/data/bucketsrelay.sqlite',
    ]),
  );
});

test('holds what is native beside the program, in the locked versions, with licences and without sources', async () => {
  const modules = join(image.files, 'app/node_modules');
  const files = (await readdir(modules, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(modules.length + 1));
  const packages = files
    .filter((path) => path.endsWith('package.json'))
    .map((path) => path.slice(0, -'/package.json'.length));
  const platform = `@node-rs/argon2-linux-${process.arch}-gnu`;
  expect(packages.sort()).toEqual([
    '@node-rs/argon2',
    platform,
    'better-sqlite3',
    'bindings',
    'file-uri-to-path',
  ]);
  const lock = JSON.parse(await readFile(join(import.meta.dirname, '../../package-lock.json'), 'utf8'));
  for (const name of packages) {
    const { version } = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8'));
    expect({ name, version }).toEqual({ name, version: lock.packages[`node_modules/${name}`].version });
    // That of the platform's binary is beside its package.
    const licence = name === platform ? '@node-rs/argon2/' : `${name}/`;
    expect(files.some((path) => path.startsWith(`${licence}LICENSE`))).toBe(true);
  }
  expect(files.filter((path) => /\.(c|cc|cpp|h|hpp|gyp|o|a)$/.test(path))).toEqual([]);
});

test('relays for users that are added beside it; a next container knows them, and what they moved', async ({
  start,
}) => {
  const volume = await image.volume();
  const first = await start(image, volume);
  expect(await healthOf(image, first, volume)).toMatchObject({ code: 0, stderr: '' });
  const add = ['adduser', 'Anna@example.org', '--password-stdin'];
  expect(await printed(volume, add, `${ANNA.password}\n`)).toBe('added user anna@example.org\n');
  expect(await moveFile(first.url, ANNA)).toBe(true);
  expect(await moveFile(first.url, { ...ANNA, password: 'wrong' })).toBe(false);
  await stop(first);
  expect(await healthOf(image, first, volume)).toMatchObject({ code: 1 });
  const { uid, mode } = await stat(join(volume, 'bucketsrelay.sqlite'));
  expect({ uid, mode: mode & 0o777 }).toEqual({ uid: 10001, mode: 0o600 });

  const second = await start(image, volume);
  expect(await printed(volume, ['users'])).toBe('anna@example.org  verified, password\n');
  const stats = JSON.parse(await printed(volume, ['stats']));
  expect(stats).toMatchObject({ days: 30, users: [{ user: ANNA.username }], ips: [{ ip: '127.0.0.1' }] });
  for (const bytes of [stats.users[0].sent, stats.users[0].recv]) expect(bytes).toBeGreaterThan(2_000_000);
  expect(await moveFile(second.url, ANNA)).toBe(true);
  expect(await printed(volume, ['blockuser', ANNA.username])).toBe('User blocked\n');
  await stop(second);
});

test('only its volume can be written, and a database elsewhere is refused with a sentence', async () => {
  const volume = await image.volume();
  const refused = await command(volume, ['adduser', 'bert@example.org', '-d', '/app/x.sqlite'], 'secret');
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toContain('/app/x.sqlite cannot be written');
  expect(await readdir(volume)).toEqual([]);
});

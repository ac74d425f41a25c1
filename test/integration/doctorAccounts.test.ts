import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSqlite } from '../../main/store/sqlite/native';
import type { Check } from '../../preload/doctor';
import { expectOneSentence, LOGIN } from '../helpers/commandLine';
import { test as base, expect } from '../helpers/multiUserRelay';
import { mountSmallDisk } from '../helpers/smallDisk';

// `doctor --database`: what a relay with many users needs beside the network.

type Env = Readonly<Record<string, string>>;

interface Kit {
  /** What it finds, by check, and its exit code. */
  findings: (args: readonly string[], env?: Env) => Promise<Readonly<Record<string, unknown>>>;
  /** Does something to the test's database, behind everybody's back. */
  sql: (text: string) => Promise<void>;
}

const test = base.extend<Kit>({
  findings: async ({ run }, use) =>
    use(async (args, env = {}) => {
      const { code, stdout, stderr } = await run(['doctor', '--json', ...args], { env });
      expect(stderr).toBe('');
      const { checks } = JSON.parse(stdout.toString()) as { checks: readonly Check[] };
      return { code, ...Object.fromEntries(checks.map(({ name, finding }) => [name, finding])) };
    }),
  sql: async ({ folder }, use) =>
    use(async (text) => {
      const db = new (await loadSqlite())(join(folder, 'accounts.sqlite'));
      db.exec(text);
      db.close();
    }),
});

const DATABASE = ['--database', 'accounts.sqlite'];

const key = (name: string) => readFile(join(import.meta.dirname, '../material', name), 'utf8');

test('all is well, in plain sentences, beside a relay that runs', async ({
  addUser,
  multiUser,
  run,
  folder,
}) => {
  await addUser('anna@example.org', 'secret');
  await multiUser();
  const { code, stdout, stderr } = await run(['doctor', ...DATABASE]);
  expect(stdout.toString().replace(/are \S+ \S+ free/, 'are N free')).toBe(
    [
      '[passed] What many users need is installed',
      '  Its packages work on this computer.',
      '[passed] The database is sound',
      `  ${join(folder, 'accounts.sqlite')} can be read and written, is of this version, and has one user.`,
      '[passed] There is room on the disk',
      '  There are N free beside the database.',
      '[not tried] Licences',
      '  No key for licences (AUTH_LICENSE_PUBKEY) was given, so nobody logs in with one.',
      '[not tried] Mails',
      '  Neither --smtp-url nor POSTMARK_API_KEY says how mails are sent, so they are written into the relay’s log.',
      '',
    ].join('\n'),
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('a database that cannot be used is named with what ails it', async ({
  addUser,
  findings,
  sql,
  folder,
}) => {
  const path = join(folder, 'accounts.sqlite');
  const failing = (why: string) => ({ code: 1, database: { kind: 'databaseFails', path, why } });
  expect(await findings(DATABASE)).toMatchObject(failing('missing'));
  await addUser('anna@example.org', 'secret');
  expect(await findings(DATABASE)).toMatchObject({ code: 0, database: { kind: 'databaseSound', users: 1 } });

  await sql("insert into kysely_migration values ('99-later', '2099-01-01T00:00:00.000Z')");
  expect(await findings(DATABASE)).toMatchObject(failing('newerVersion'));
  await sql('delete from kysely_migration');
  const before = await readFile(path);
  // It is for the relay to bring it to its form, when somebody starts that.
  expect(await findings(DATABASE)).toMatchObject({ code: 0, database: { kind: 'databaseOlder', path } });
  expect((await readFile(path)).equals(before)).toBe(true);

  await writeFile(path, Buffer.concat([before.subarray(0, 4_096), randomBytes(before.length - 4_096)]));
  expect(await findings(DATABASE)).toMatchObject(failing('corrupt'));
  await writeFile(path, randomBytes(8_192));
  expect(await findings(DATABASE)).toMatchObject(failing('notADatabase'));
});

test('one that another program holds is waited for, and then told', async ({
  addUser,
  findings,
  folder,
  undo,
}) => {
  await addUser('anna@example.org', 'secret');
  const other = new (await loadSqlite())(join(folder, 'accounts.sqlite'));
  undo(() => other.close());
  other.exec('begin immediate');
  expect(await findings(DATABASE)).toMatchObject({ code: 1, database: { why: 'busy' } });
});

test('a password in the place of a database is told to nobody', async ({ run }) => {
  const { code, stdout, stderr } = await run([
    'doctor',
    '--json',
    '-d',
    'postgres://me:hunter2@127.0.0.1:1/accounts',
  ]);
  expect(code).toBe(1);
  expect(stdout.toString()).toContain('postgres://me@127.0.0.1:1/accounts cannot be reached');
  expect(stdout.toString() + stderr).not.toContain('hunter2');
});

test('a disk without room has failed', async ({ accounts, findings, folder, undo }) => {
  const disk = mountSmallDisk(join(folder, 'disk'), '1m');
  test.skip(disk === undefined, 'only root may mount a disk');
  undo(() => disk?.remove());
  const database = join(folder, 'disk/accounts.sqlite');
  await accounts(['-d', database, 'adduser', 'anna@example.org', '--password-stdin'], 'secret');
  expect(await findings(['--database', database])).toMatchObject({
    code: 1,
    database: { kind: 'databaseSound' },
    disk: { kind: 'diskFull', bytes: expect.any(Number) },
  });
});

test('the key for licences has to be a public one of RSA', async ({ addUser, findings }) => {
  await addUser('anna@example.org', 'secret');
  const withKey = (AUTH_LICENSE_PUBKEY: string) => findings(DATABASE, { AUTH_LICENSE_PUBKEY });
  expect(await withKey(await key('license-test-key.pub.pem'))).toMatchObject({
    code: 0,
    licences: { kind: 'licenceKeyGood' },
  });
  expect(await withKey(await key('license-test-key.pem'))).toMatchObject({
    code: 0,
    licences: { kind: 'licenceKeyPrivate' },
  });
  expect(await withKey('-----BEGIN PUBLIC KEY-----\nnonsense')).toMatchObject({
    code: 1,
    licences: { kind: 'licenceKeyBad' },
  });
  expect(await withKey(' ')).toMatchObject({ code: 0, licences: { kind: 'skipped', why: 'noLicences' } });
});

test('packages that do not work here are named, with what to type', async ({ addUser, run, folder }) => {
  await addUser('anna@example.org', 'secret');
  const hook = join(folder, 'hook.cjs');
  await writeFile(
    hook,
    `const Module = require('node:module');
const load = Module._load;
Module._load = function (request, ...rest) {
  if (request === 'bindings') throw new Error('of another version of Node');
  return load.call(this, request, ...rest);
};`,
  );
  const { code, stdout } = await run(['doctor', ...DATABASE], {
    env: { NODE_OPTIONS: `--require "${hook}"` },
  });
  expect(code).toBe(1);
  expect(stdout.toString()).toContain('\n    npm install -g better-sqlite3\n');
  expect(stdout.toString()).toContain('[not tried] Database\n');
});

test('the config file of a relay tells as well; with an address, both sides are looked at', async ({
  addUser,
  findings,
  multiUser,
  run,
  folder,
}) => {
  await addUser('anna@example.org', 'secret');
  const config = join(folder, 'relay.toml');
  const pem = await key('license-test-key.pub.pem');
  await writeFile(
    config,
    `multi-user = true\ndatabase = "accounts.sqlite"\nlicense-public-key = """${pem}"""\n`,
  );
  const found = { database: { kind: 'databaseSound' }, licences: { kind: 'licenceKeyGood' } };
  expect(await findings(['--config', config])).toMatchObject({ code: 0, ...found });

  const { port } = await multiUser();
  const login = { RELAY_USERNAME: 'anna@example.org', RELAY_PASSWORD: 'secret' };
  expect(await findings([`http://127.0.0.1:${port}/v1/relay`, '--config', config], login)).toMatchObject({
    code: 0,
    ...found,
    echo: { kind: 'talk' },
  });
  // A variable that stands there for other commands does not count beside an address.
  const beside = await findings([`http://127.0.0.1:${port}/v1/relay`], {
    ...login,
    RELAY_DATABASE: 'accounts.sqlite',
  });
  expect(beside).toMatchObject({ code: 0, echo: { kind: 'talk' } });
  expect(beside).not.toHaveProperty('database');
  expect(await findings([], { RELAY_DATABASE: 'accounts.sqlite' })).toMatchObject({
    database: { kind: 'databaseSound' },
  });

  await writeFile(config, 'username = "household"\n');
  expectOneSentence(
    await run(['doctor', '--config', config], { env: LOGIN }),
    'is of a relay for one household, which has no database',
  );
});

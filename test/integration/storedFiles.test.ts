import { chmod, chown, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, LOGIN, test } from '../helpers/commandLine';

// What the relay without a window keeps in files: whole, the same for all that start at once, and for nobody else.

const ACCOUNT_TEXT = JSON.stringify({ username: 'household', password: 'hqtm-xwke-rbzf-vdnu' });

test('of many relays that start at once all take the account that the first one made', async ({
  serve,
  folder,
}) => {
  const account = join(folder, 'account.json');
  await Promise.all(Array.from({ length: 6 }, () => serve(['--account', account], {})));
  expect(JSON.parse(await readFile(account, 'utf8'))).toMatchObject({ username: 'household' });
  expect((await readdir(folder)).filter((name) => name !== '.config')).toEqual(['account.json']);
});

test('and all serve the certificate that it made', async ({ serve, folder }) => {
  test.slow();
  const tls = ['--tls', 'self-signed', '--tls-directory', join(folder, 'tls')];
  const relays = await Promise.all(Array.from({ length: 6 }, () => serve(tls, LOGIN)));
  const said = await Promise.all(
    relays.map((relay) => relay.until('stderr', /fingerprint:\n(\s+[0-9A-F]{4}){16}\n/)),
  );
  expect(new Set(said.map(([fingerprint]) => fingerprint)).size).toBe(1);
  expect((await readdir(join(folder, 'tls'))).sort()).toEqual(['tls-certificate.pem', 'tls-key.pem']);
});

test('an empty account, as a full disk left it, is made anew', async ({ serve, folder }) => {
  const account = join(folder, 'account.json');
  await writeFile(account, '');
  await serve(['--account', account], {});
  expect(JSON.parse(await readFile(account, 'utf8')).password).toMatch(/^[a-z-]{19}$/);
});

test('what a killed program left beside the account is removed, and what another one writes is not', async ({
  serve,
  folder,
}) => {
  const account = join(folder, 'account.json');
  await writeFile(account, ACCOUNT_TEXT, { mode: 0o600 });
  await writeFile(join(folder, '.account.json.0123456789ab'), ACCOUNT_TEXT);
  await utimes(join(folder, '.account.json.0123456789ab'), 1_000, 1_000);
  await writeFile(join(folder, '.account.json.ba9876543210'), ACCOUNT_TEXT);
  await serve(['--account', account], {});
  expect((await readdir(folder)).sort()).toEqual(['.account.json.ba9876543210', 'account.json']);
});

test('an account that others can read is closed to them, and it is said', async ({ serve, folder }) => {
  const account = join(folder, 'account.json');
  await writeFile(account, ACCOUNT_TEXT);
  await chmod(account, 0o644);
  const relay = await serve(['--account', account], {});
  await relay.until('stderr', /could read .*account\.json until now: a new password is wise\n/);
  expect((await stat(account)).mode & 0o777).toBe(0o600);
});

test('one that is not ours is left as it is, and it is said what to do', async ({ serve, folder }) => {
  test.skip(process.getuid?.() !== 0, 'only root can give a file away');
  const account = join(folder, 'account.json');
  await writeFile(account, ACCOUNT_TEXT);
  await chmod(account, 0o644);
  await chown(account, 65_534, 65_534);
  const relay = await serve(['--account', account], {});
  await relay.until('stderr', /can read .*account\.json: its owner should say chmod 600/);
  expect((await stat(account)).mode & 0o777).toBe(0o644);
});

import { chmod, chown, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { queryPostgres } from '../helpers/postgresServer';
import { makeAuthority } from '../helpers/secureNats';
import { addUser, expect, problemOf, test } from '../helpers/storeFixture';

// Accounts on a server that encrypts, and shows whose it is.

test.use({ engine: 'postgres' });

test('a server has to show a certificate of the authority that is named', async ({ open, url, rows }) => {
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-postgres-tls-'));
  const authority = await makeAuthority(folder, 'authority');
  const other = await makeAuthority(folder, 'other');
  // PostgreSQL takes a key of its own user's alone, that nobody else may read.
  const [{ folder: data }] = (await rows("select current_setting('data_directory') folder")) as [
    { folder: string },
  ];
  const { uid, gid } = await stat(data);
  for (const path of [folder, authority.certificate, authority.key]) await chown(path, uid, gid);
  await chmod(authority.key, 0o600);
  const set = (name: string, value: string) => queryPostgres(url, `alter system set ${name} = '${value}'`);
  await set('ssl_cert_file', authority.certificate);
  await set('ssl_key_file', authority.key);
  await set('ssl', 'on');
  await rows('select pg_reload_conf()');
  await expect.poll(() => rows('show ssl')).toEqual([{ ssl: 'on' }]);

  const trusting = (ca: string) => `${url}?sslmode=verify-full&sslrootcert=${ca}`;
  const store = await open({}, trusting(authority.ca));
  await addUser(store, 'anna');
  expect(
    await rows(
      "select distinct ssl from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'buckets-relay'",
    ),
  ).toEqual([{ ssl: true }]);
  const refused = await problemOf(open({}, trusting(other.ca)));
  expect(refused).toMatchObject({
    kind: 'unreachable',
    detail: expect.stringMatching(/cannot be reached: .*certificate.*sslrootcert.*\.$/),
  });
  const missing = join(folder, 'missing.pem');
  expect(await problemOf(open({}, trusting(missing)))).toMatchObject({
    kind: 'unreachable',
    detail: expect.stringContaining(missing),
  });
  await set('ssl', 'off');
  await rows('select pg_reload_conf()');
  await expect.poll(() => rows('show ssl')).toEqual([{ ssl: 'off' }]);
  expect((await problemOf(open({}, trusting(authority.ca)))).kind).toBe('unreachable');
  await rm(folder, { recursive: true });
});

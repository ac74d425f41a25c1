import { join } from 'node:path';
import type { SecretDigest } from '../../main/accounts/registration/code';
import type { UserId } from '../../main/accounts/user';
import { Access } from '../../main/store/access';
import { backupStore } from '../../main/store/backupStore';
import { inspectStore } from '../../main/store/inspectStore';
import { migrate } from '../../main/store/migrate';
import { loadSqlite } from '../../main/store/sqlite/native';
import { sqliteEngine } from '../../main/store/sqlite/sqliteEngine';
import { email, expect, test } from '../helpers/storeFixture';

// Databases of earlier versions.

/** Makes one as the first version did, with a user who was mailed a code. */
async function makeFirst(file: string): Promise<void> {
  const engine = await sqliteEngine(file, true);
  const [first = ''] = Object.keys(engine.migrations).sort();
  const { [first]: migration } = engine.migrations;
  const access = new Access({ ...engine, migrations: migration ? { [first]: migration } : {} }, 1_000);
  await migrate(access, { ...engine, migrations: migration ? { [first]: migration } : {} });
  await access.close();
  const db = new (await loadSqlite())(file);
  db.exec(`insert into users (created, email, password_hash, verified, blocked)
    values (1, 'anna@example.org', 'hash', 1, 0);
    insert into codes (user_id, kind, digest, expires) values (1, 'reset', 'old', ${Date.UTC(2099, 0, 1)});`);
  db.close();
}

test('a database of the first version is brought on, with its users and codes', async ({ open, file }) => {
  await makeFirst(file);
  expect(await inspectStore(file)).toEqual({ form: 'older' });
  const store = await open({ create: false });
  expect(await store.users.byEmail(email('anna'))).toMatchObject({ id: 1, passwordHash: 'hash' });
  expect(await store.codes.redeemReset('old' as SecretDigest, 'new')).toBe(1);
  const digest = 'next' as SecretDigest;
  const code = { user: 1 as UserId, kind: 'address', digest, expires: Date.now() + 60_000 } as const;
  expect(await store.codes.add({ ...code, email: email('anna.new') })).toBe(true);
  expect(await store.codes.redeemAddress(1 as UserId, digest)).toMatchObject({ ok: true });
  await store.check();
  expect(await inspectStore(file)).toEqual({ form: 'present', users: 1 });
});

test('its copy is brought on as well', async ({ open, file, folder }) => {
  await makeFirst(file);
  const copy = join(folder, 'copy.sqlite');
  expect((await backupStore(file, copy)).ok).toBe(true);
  const store = await open({ create: false }, copy);
  expect(await store.codes.ownerOfReset('old' as SecretDigest)).toBe(1);
});

import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importReference } from '../../main/store/importReference';
import { loadSqlite } from '../../main/store/sqlite/native';
import { addUser, day, email, expect, licence, problemOf, test } from '../helpers/storeFixture';

// A database of the reference's shape, made for tests.
const SAMPLE = join(import.meta.dirname, '../material/sample.sqlite');
const now = Date.UTC(2026, 10, 28, 12);

const COUNTS = { users: 7, disabledLicences: 2, userDays: 3, addressDays: 2, codes: 1, leftOut: [] };

test('everything comes over as it was, and the other file stays as it is', async ({ open, rows, folder }) => {
  const store = await open();
  const before = await readFile(SAMPLE);
  expect(await importReference(SAMPLE, store, { dryRun: false, now })).toEqual({ ok: true, value: COUNTS });
  expect(await readFile(SAMPLE)).toEqual(before);
  expect(await readdir(folder)).not.toContain('sample.sqlite-journal');
  const users = await store.users.list({ most: 20 });
  expect(users.map((user) => [user.id, user.email.split('@')[0]])).toEqual(
    ['anna', 'bert', 'carl', 'dora', 'emil', 'frida', 'gero'].map((name, index) => [index + 1, name]),
  );
  expect(users[0]).toMatchObject({
    created: Date.UTC(2023, 0, 5, 8),
    passwordHash: expect.stringMatching(/^\$argon2id\$v=19\$m=9765,t=3,p=1\$/),
    verified: true,
    blocked: false,
    licence: undefined,
  });
  expect(users[2]?.verified).toBe(false);
  expect(users[3]).toMatchObject({ passwordHash: '', licence: '6B8D4713C7DB759984AFB354B1FD47F8E64F33B0' });
  expect(users[5]?.blocked).toBe(true);
  const emil = users[4]?.licence;
  expect(emil && (await store.users.isDisabled(emil))).toBe(true);
  expect(await store.users.isDisabled(licence('A'))).toBe(false);
  expect(await store.traffic.statistics(day('2026-01-01'), 20)).toEqual({
    users: [
      { user: 'bert@example.org', sent: 3_000_000_000, received: 1 },
      { user: 'anna@example.org', sent: 1_005, received: 2_007 },
    ],
    addresses: [
      { address: '2001:db8::1', sent: 3_000_000_005, received: 8 },
      { address: '192.0.2.7', sent: 1_000, received: 2_000 },
    ],
  });
  expect(await rows('select user_id, kind, digest, expires from codes')).toEqual([
    {
      user_id: 1,
      kind: 'reset',
      digest: createHash('sha256').update('FFEEDDCCBBAA99887766554433221100').digest('hex'),
      expires: Date.UTC(2099, 0, 1),
    },
  ]);
  await store.check();
  expect(await addUser(store, 'new'), 'numbers go on behind those that came').toBe(8);
});

test('a dry run says the same and takes nothing', async ({ open }) => {
  const store = await open();
  const dry = () => importReference(SAMPLE, store, { dryRun: true, now });
  expect(await dry()).toEqual({ ok: true, value: COUNTS });
  expect(await dry()).toEqual({ ok: true, value: COUNTS });
  expect(await store.users.count()).toBe(0);
});

test('a second time is refused, even when all users are gone', async ({ open }) => {
  const store = await open();
  await importReference(SAMPLE, store, { dryRun: false, now });
  for (const { id } of await store.users.list({ most: 20 })) await store.users.remove(id);
  const again = { kind: 'importedBefore', source: SAMPLE };
  for (const dryRun of [true, false])
    expect(await importReference(SAMPLE, store, { dryRun, now })).toMatchObject({ ok: false, error: again });
  expect(await store.users.count()).toBe(0);
});

test('a database with users takes nothing over', async ({ open }) => {
  const store = await open();
  await addUser(store, 'somebody');
  const outcome = await importReference(SAMPLE, store, { dryRun: false, now });
  expect(outcome).toEqual({ ok: false, error: { kind: 'hasUsers', users: 1 } });
  expect(await store.users.isDisabled(licence('A'))).toBe(false);
  expect(await store.users.count()).toBe(1);
});

test('two addresses that differ in case alone are told, and nothing is taken', async ({ open, folder }) => {
  const source = await changed(folder, "insert into user (email, pwhash) values ('Anna@Example.org', 'x')");
  const store = await open();
  const outcome = await importReference(source, store, { dryRun: false, now });
  expect(outcome).toEqual({ ok: false, error: { kind: 'sameEmail', emails: [email('anna')] } });
  expect(await store.users.count()).toBe(0);
});

test('odd rows do no harm', async ({ open, folder }) => {
  const source = await changed(
    folder,
    `insert into user (id, email, pwhash, created) values (20, 'no address', 'x', 'nonsense');
     insert into user (id, email, pwhash, created, recentlicensehash) values
       (21, 'JÖRG@example.org', 'x', '2024-02-03T04:05:06.789Z', null), (22, 'k@example.org', 'x', null, '');
     insert into userlog values ('2026-11-27', 999, 1, 1), ('2026-11-27', 20, 1, 1), ('nonsense', 1, 1, 1),
       ('2026-11-27', 21, 9223372036854775807, -5), ('2026-11-27', null, 1, 1);
     insert into iplog values ('2026-11-27', '192.0.2.200', null, 1);
     insert into pwreset (expires, user_id, token) values ('2099-01-01 00:00:00', 999, 'A'), (null, 1, 'B');
     insert into emailtoken (expires, user_id, token) values ('2026-11-28 12:30:00', 3, 'C');`,
  );
  const store = await open();
  const outcome = await importReference(source, store, { dryRun: false, now });
  expect(outcome).toMatchObject({ ok: true, value: { users: 9, userDays: 4, codes: 2 } });
  expect(outcome.ok && outcome.value.leftOut).toEqual(['no address']);
  const jörg = await store.users.byEmail(email('jörg'));
  expect(jörg).toMatchObject({ created: Date.UTC(2024, 1, 3, 4, 5, 6), licence: undefined });
  expect(jörg && (await store.traffic.ofUser(jörg.id, day('2026-01-01')))).toEqual([
    { day: '2026-11-27', sent: Number.MAX_SAFE_INTEGER, received: 0 },
  ]);
  expect((await store.users.byEmail(email('k')))?.created).toBe(now);
});

test('other files are refused, and none is made', async ({ open, file, folder, engine }) => {
  test.skip(engine !== 'sqlite', 'the store’s own file is among them');
  const store = await open();
  const options = { dryRun: false };
  expect((await problemOf(importReference(join(folder, 'no'), store, options))).kind).toBe('missing');
  expect((await problemOf(importReference(file, store, options))).kind).toBe('notADatabase');
  expect((await problemOf(importReference(folder, store, options))).kind).toBe('notADatabase');
  const page = join(import.meta.dirname, 'storeImport.test.ts');
  expect((await problemOf(importReference(page, store, options))).kind).toBe('notADatabase');
  expect(await readdir(folder)).not.toContain('no');
});

/** A copy of the sample in which `sql` was done. */
async function changed(folder: string, sql: string): Promise<string> {
  const copy = join(folder, 'changed.sqlite');
  await copyFile(SAMPLE, copy);
  const db = new (await loadSqlite())(copy);
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  db.close();
  return copy;
}

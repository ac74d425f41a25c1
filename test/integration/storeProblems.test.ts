import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Access } from '../../main/store/access';
import { openStore } from '../../main/store/openStore';
import { loadSqlite } from '../../main/store/sqlite/native';
import { sqliteProblem } from '../../main/store/sqlite/problem';
import { sqliteEngine } from '../../main/store/sqlite/sqliteEngine';
import { mountSmallDisk, type SmallDisk } from '../helpers/smallDisk';
import { addUser, test as base, email, expect, problemOf } from '../helpers/storeFixture';

// What keeps a database from being used, for real: and that it goes on when the cause is gone.

const test = base.extend<{ disk: SmallDisk }>({
  disk: async ({ folder }, use) => {
    const disk = mountSmallDisk(join(folder, 'disk'), '400k');
    test.skip(disk === undefined, 'only root may mount a disk');
    if (!disk) return;
    await use(disk);
    disk.remove();
  },
});

const opening = (url: string, create = false) => problemOf(openStore(url, { create }));

test('a file that is not there is missing, and is not made', async ({ folder, file }) => {
  expect(await opening(file)).toMatchObject({ kind: 'missing', detail: expect.stringContaining(file) });
  expect(await opening(join(folder, 'nowhere/accounts.sqlite'))).toMatchObject({ kind: 'missing' });
  expect(await opening(join(folder, 'nowhere/accounts.sqlite'), true)).toMatchObject({ kind: 'missing' });
  expect(await readdir(folder)).toEqual([]);
});

test('sqlite:FILE is the same as FILE, and other databases are refused', async ({ open, file, folder }) => {
  await addUser(await open({}, `sqlite:${file}`), 'anna');
  expect(await (await open({ create: false })).users.count()).toBe(1);
  const before = await readdir(folder);
  for (const url of ['postgres://user@host/accounts', 'postgresql://host', 'mysql://host/accounts', ''])
    expect((await opening(url, true)).kind).toBe('unreachable');
  expect((await opening('postgres://user:secret@host/accounts', true)).detail).not.toContain('secret');
  expect(await readdir(folder)).toEqual(before);
});

test('what is no database of ours is left as it is', async ({ folder }) => {
  const garbage = join(folder, 'garbage');
  await writeFile(garbage, randomBytes(8_192));
  const empty = join(folder, 'empty');
  await writeFile(empty, '');
  const foreign = join(folder, 'foreign');
  const db = new (await loadSqlite())(foreign);
  db.exec('create table something (x)');
  db.close();
  const contents = () => Promise.all([garbage, empty, foreign].map((path) => readFile(path)));
  const before = await contents();
  for (const path of [garbage, foreign, folder]) {
    expect(await opening(path), path).toMatchObject({ kind: 'notADatabase' });
    expect(await opening(path, true), path).toMatchObject({ kind: 'notADatabase' });
  }
  expect((await opening(empty)).kind).toBe('notADatabase');
  expect(await contents()).toEqual(before);
});

test('one of a newer version is refused', async ({ open, file }) => {
  await (await open()).close();
  const db = new (await loadSqlite())(file);
  db.exec("insert into kysely_migration values ('99-later', '2099-01-01T00:00:00.000Z')");
  db.close();
  expect((await opening(file, true)).kind).toBe('newerVersion');
});

test('a truncated file is corrupt', async ({ open, file }) => {
  const store = await open();
  for (let number = 0; number < 300; number++) await addUser(store, `user-${number}`);
  await store.close();
  await truncate(file, 3 * 4_096);
  const outcome = problemOf(openStore(file, { create: true }).then((damaged) => damaged.check()));
  expect((await outcome).kind).toBe('corrupt');
});

test('a page that was overwritten is found by the check', async ({ open, file }) => {
  const store = await open();
  for (let number = 0; number < 300; number++) await addUser(store, `user-${number}`);
  await store.check();
  await store.close();
  const bytes = await readFile(file);
  bytes.fill(0xee, bytes.length - 4_096);
  await writeFile(file, bytes);
  const damaged = await open({ create: false });
  expect((await problemOf(damaged.check())).kind).toBe('corrupt');
});

test('a full disk keeps what was confirmed, and goes on when there is room', async ({ open, disk }) => {
  const file = join(disk.path, 'accounts.sqlite');
  const store = await open({}, file);
  const ballast = join(disk.path, 'ballast');
  const confirmed: string[] = [];
  const add = async () => {
    const name = `user-${confirmed.length}`;
    await addUser(store, name, 'x'.repeat(2_000));
    confirmed.push(name);
  };
  await add();
  await writeFile(ballast, Buffer.alloc(64 * 1_024));
  const filling = (async () => {
    for (let number = 0; number < 1_000; number++) await add();
  })();
  expect((await problemOf(filling)).kind).toBe('full');
  expect((await problemOf(add())).kind).toBe('full');
  expect(await store.users.count()).toBe(confirmed.length);
  await rm(ballast);
  await add();
  await store.close();
  const again = await open({ create: false }, file);
  await again.check();
  expect(await again.users.count()).toBe(confirmed.length);
});

test('on a full disk none is made, and later it is', async ({ open, disk }) => {
  const file = join(disk.path, 'accounts.sqlite');
  const ballast = join(disk.path, 'ballast');
  await writeFile(ballast, Buffer.alloc(1_000 * 1_024)).catch(() => undefined);
  expect((await opening(file, true)).kind).toBe('full');
  await rm(ballast);
  await addUser(await open({}, file), 'anna');
});

test('where nothing may be written, that is said until it may', async ({ open, disk }) => {
  const file = join(disk.path, 'accounts.sqlite');
  const store = await open({}, file);
  await addUser(store, 'anna');
  await store.close();
  disk.setReadOnly(true);
  expect((await opening(file)).kind).toBe('readOnly');
  expect((await opening(join(disk.path, 'new.sqlite'), true)).kind).toBe('readOnly');
  const engine = await sqliteEngine(file, false);
  const access = new Access(engine, 0);
  const insert = () => access.write((db) => db.insertInto('changes').values(change).execute());
  const change = { user_id: 1, kind: 'blocked', at: 0 };
  expect((await problemOf(insert())).kind).toBe('readOnly');
  disk.setReadOnly(false);
  await insert();
  await access.close();
});

test('a file that was taken away or replaced while it is in use takes nothing that is lost', async ({
  open,
  file,
}) => {
  test.skip(process.platform === 'win32', 'Windows takes no file away that is in use');
  const store = await open();
  await addUser(store, 'anna');
  await rename(file, `${file}.aside`);
  expect((await problemOf(addUser(store, 'bert'))).kind).toBe('missing');
  expect((await problemOf(store.users.byEmail(email('anna')))).kind).toBe('missing');
  await copyFile(`${file}.aside`, file);
  expect((await problemOf(addUser(store, 'bert'))).kind).toBe('unreachable');
  await rename(`${file}.aside`, file);
  expect(await store.users.byEmail(email('anna'))).toBeDefined();
  await addUser(store, 'bert');
  await store.close();
  expect(await (await open({ create: false })).users.count()).toBe(2);
});

test('nothing is written by a statement outside of a transaction', async ({ file }) => {
  const access = new Access(await sqliteEngine(file, true), 0);
  await access.write((db) => db.schema.createTable('changes').addColumn('at', 'integer').execute());
  const remove = access.statement((db) => db.deleteFrom('changes').where('at', '=', 0).compile());
  await expect(remove(0)).rejects.toThrow('outside of a transaction');
  await access.close();
});

test('a file that is put right is used again, by who has tried before', async ({ open, file }) => {
  await addUser(await open(), 'anna');
  const store = await open({ create: false });
  await store.close();
  expect((await problemOf(store.users.count())).kind).toBe('unreachable');
  const engine = await sqliteEngine(join(file, '../later.sqlite'), false);
  const access = new Access(engine, 0);
  const count = () => access.read((db) => db.selectFrom('users').select('email').execute());
  expect((await problemOf(count())).kind).toBe('missing');
  await mkdir(join(file, '../later.sqlite'));
  expect((await problemOf(count())).kind).toBe('notADatabase');
  await rm(join(file, '../later.sqlite'), { recursive: true });
  await addUser(await open({}, join(file, '../later.sqlite')), 'bert');
  expect(await count()).toEqual([{ email: email('bert') }]);
  await access.close();
});

test('a database that may not be made is told so, and not that it is missing', async ({ folder }) => {
  const path = join(folder, 'new.sqlite');
  const kindOf = (code: string) => sqliteProblem(Object.assign(new Error(code), { code }), path)?.kind;
  for (const code of ['EACCES', 'EPERM']) expect(kindOf(code)).toBe('readOnly');
  expect(kindOf('ENOENT')).toBe('missing');
});

import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { backupStore } from '../../main/store/backupStore';
import { mountSmallDisk } from '../helpers/smallDisk';
import { addUser, expect, problemOf, test } from '../helpers/storeFixture';

test('a copy that is made while others write is whole, in one file, and can be opened', async ({
  open,
  start,
  file,
  folder,
}) => {
  const store = await open();
  await addUser(store, 'anna');
  const adding = start('add', file, 'other');
  await adding.until('stdout', /(.*\n){5}/);
  const copy = join(folder, 'copy.sqlite');
  const before = await store.users.count();
  expect(await backupStore(`sqlite:${file}`, copy)).toEqual({ ok: true, value: undefined });
  adding.child.kill('SIGKILL');
  await adding.exited;
  const names = await readdir(folder);
  expect(names.filter((name) => !name.startsWith('accounts'))).toEqual(['copy.sqlite']);
  if (process.platform !== 'win32') expect((await stat(copy)).mode & 0o777).toBe(0o600);
  const copied = await open({ create: false }, copy);
  await copied.check();
  expect(await copied.users.count()).toBeGreaterThanOrEqual(before);
  await addUser(copied, 'bert');
});

test('nothing is ever overwritten', async ({ open, file, folder }) => {
  await addUser(await open(), 'anna');
  const copy = join(folder, 'copy.sqlite');
  await writeFile(copy, 'precious');
  expect(await backupStore(file, copy)).toEqual({ ok: false, error: 'exists' });
  expect(await backupStore(file, file)).toEqual({ ok: false, error: 'exists' });
  expect(await readFile(copy, 'utf8')).toBe('precious');
});

test('without a database, or a place, there is no copy and nothing is left', async ({
  open,
  file,
  folder,
}) => {
  const copy = join(folder, 'copy.sqlite');
  expect((await problemOf(backupStore(file, copy))).kind).toBe('missing');
  expect(await readdir(folder)).toEqual([]);
  await open();
  const nowhere = join(folder, 'nowhere/copy.sqlite');
  expect(await problemOf(backupStore(file, nowhere))).toMatchObject({
    kind: 'missing',
    detail: expect.stringContaining(nowhere),
  });
});

test('a full disk keeps the copy away, and nothing is left there', async ({ open, file, folder }) => {
  const disk = mountSmallDisk(join(folder, 'disk'), '16k');
  test.skip(disk === undefined, 'only root may mount a disk');
  if (!disk) return;
  try {
    const store = await open();
    for (let number = 0; number < 50; number++) await addUser(store, `u${number}`, 'x'.repeat(2_000));
    const copy = join(disk.path, 'copy.sqlite');
    expect(await problemOf(backupStore(file, copy))).toMatchObject({
      kind: 'full',
      detail: expect.stringContaining(disk.path),
    });
    expect(await readdir(disk.path)).toEqual([]);
  } finally {
    disk.remove();
  }
});

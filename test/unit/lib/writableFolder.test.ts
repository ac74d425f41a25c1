import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { folderProblem } from '../../../main/lib/writableFolder';

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces to see that nothing else is needed
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-test-'));
    await use(folder);
    chmodSync(folder, 0o700);
    await rm(folder, { recursive: true });
  },
});

test('a folder that is fine stays as it is; one that is not there is made', ({ folder }) => {
  expect(folderProblem(folder)).toBe(undefined);
  expect(readdirSync(folder)).toEqual([]);
  const within = join(folder, 'a', 'b');
  expect(folderProblem(within)).toBe(undefined);
  expect(existsSync(within)).toBe(true);
});

test('what is no folder is named, however far above', ({ folder }) => {
  const path = join(folder, 'file');
  writeFileSync(path, 'mine');
  for (const wanted of [path, join(path, 'a'), join(path, 'a', 'b')])
    expect(folderProblem(wanted)).toMatchObject({ kind: 'notAFolder', path });
});

test("another's folder is named, also where one within is wanted", ({ folder }) => {
  test.skip(process.platform === 'win32' || process.getuid?.() === 0, 'root may write everywhere');
  mkdirSync(join(folder, 'theirs'), { mode: 0o500 });
  for (const wanted of [join(folder, 'theirs'), join(folder, 'theirs', 'a')])
    expect(folderProblem(wanted)).toEqual({ kind: 'notOurs', path: join(folder, 'theirs'), code: 'EACCES' });
});

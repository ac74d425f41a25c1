import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderProblem } from '../../../main/lib/writableFolder';
import { expect, test } from '../../helpers/relayFixture';

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

/** Root may write everywhere, and so becomes nobody for as long as that takes. */
function asOrdinaryUser<T>(work: () => T): T {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

test("another's folder is named, also where one within is wanted", ({ folder }) => {
  test.skip(process.platform === 'win32', 'Windows has no file modes');
  const theirs = join(folder, 'theirs');
  chmodSync(folder, 0o755);
  mkdirSync(theirs, { mode: 0o500 });
  for (const wanted of [theirs, join(theirs, 'a')])
    expect(asOrdinaryUser(() => folderProblem(wanted))).toEqual({
      ...{ kind: 'notOurs', path: theirs, code: 'EACCES' },
    });
});

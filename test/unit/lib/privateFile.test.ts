import { chmodSync, chownSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { restrictToOwner } from '../../../main/lib/privateFile';
import { expect, test } from '../../helpers/relayFixture';

test.skip(process.platform === 'win32', 'Windows has no file modes');

const modeOf = (path: string) => statSync(path).mode & 0o777;

test('what only its owner can read stays as it is, also without the right to write', ({ folder }) => {
  const path = join(folder, 'secret');
  writeFileSync(path, '');
  for (const mode of [0o600, 0o400]) {
    chmodSync(path, mode);
    expect(restrictToOwner(path)).toBe('private');
    expect(modeOf(path)).toBe(mode);
  }
});

test('every right of others is taken from them', ({ folder }) => {
  const path = join(folder, 'secret');
  writeFileSync(path, '');
  for (const mode of [0o644, 0o640, 0o604, 0o666, 0o620]) {
    chmodSync(path, mode);
    expect(restrictToOwner(path)).toBe('made private');
    expect(modeOf(path)).toBe(0o600);
  }
});

test("another's file is left as it is", ({ folder }) => {
  const path = join(folder, 'secret');
  test.skip(process.getuid?.() !== 0, 'only root can give a file away');
  writeFileSync(path, '');
  chmodSync(path, 0o644);
  chownSync(path, 65_534, 65_534);
  expect(restrictToOwner(path)).toBe('open to others');
  expect(modeOf(path)).toBe(0o644);
});

test('one that cannot be looked at is not called private', ({ folder }) => {
  const path = join(folder, 'secret');
  expect(restrictToOwner(path)).toBe('open to others');
});

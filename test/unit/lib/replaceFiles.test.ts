import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareFiles, replaceFiles } from '../../../main/lib/replaceFiles';
import { expect, test } from '../../helpers/relayFixture';

/** Every file below the folder, with what is in it; of a folder without any, its name. */
const all = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name): [string, string] => {
        const path = join(folder, name);
        return [name, statSync(path).isDirectory() ? 'folder' : readFileSync(path, 'utf8')];
      })
      .sort(),
  );

test('writes all, keeps what was there, and takes away what is not to be', ({ folder }) => {
  for (const name of ['a', 'b', 'b.old']) writeFileSync(join(folder, name), `old ${name}`);
  const wanted = [
    { path: join(folder, 'a'), text: 'new a' },
    { path: join(folder, 'b'), text: undefined },
    { path: join(folder, 'c'), text: undefined },
    { path: join(folder, 'deep', 'er', 'd'), text: 'new d' },
  ];
  const done = replaceFiles(wanted, '.old');
  expect(done).toEqual({ ok: true, value: [join(folder, 'a.old'), join(folder, 'b.old-2')] });
  expect(all(folder)).toEqual({
    a: 'new a',
    'a.old': 'old a',
    'b.old': 'old b.old',
    'b.old-2': 'old b',
    deep: 'folder',
    'deep/er': 'folder',
    'deep/er/d': 'new d',
  });
  if (process.platform !== 'win32') expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o600);
});

test('a link stays one, and what it led to is kept beside that', ({ folder }) => {
  test.skip(process.platform === 'win32', 'links need a privilege there');
  mkdirSync(join(folder, 'real'));
  writeFileSync(join(folder, 'real', 'x'), 'old');
  symlinkSync(join(folder, 'real', 'x'), join(folder, 'a'));
  replaceFiles([{ path: join(folder, 'a'), text: 'new' }], '.old');
  expect(all(folder)).toEqual({ a: 'new', real: 'folder', 'real/x': 'new', 'real/x.old': 'old' });
});

test('where one cannot be prepared, nothing is left, no folder either', ({ folder }) => {
  writeFileSync(join(folder, 'file'), '');
  const before = all(folder);
  const wanted = [
    { path: join(folder, 'one', 'two', 'a'), text: 'a' },
    { path: join(folder, 'one', 'three', 'b'), text: 'b' },
    { path: join(folder, 'file', 'c'), text: 'c' },
  ];
  expect(replaceFiles(wanted, '.old')).toMatchObject({ ok: false, error: { path: wanted[2]?.path } });
  expect(all(folder)).toEqual(before);
});

test('where one cannot be put there, those before it are put back', ({ folder }) => {
  test.skip(process.platform !== 'linux', 'other systems have other bounds for a name');
  // The name that it would be kept under is one character too long for the system.
  const long = 'x'.repeat(251);
  for (const name of ['a', 'b', 'file']) writeFileSync(join(folder, name), `old ${name}`);
  writeFileSync(join(folder, long), 'old long');
  const before = all(folder);
  const wanted = [
    { path: join(folder, 'a'), text: 'new a' },
    { path: join(folder, 'b'), text: undefined },
    { path: join(folder, 'new', 'c'), text: 'new c' },
    { path: join(folder, long), text: undefined },
    { path: join(folder, 'file'), text: 'never' },
  ];
  expect(replaceFiles(wanted, '.kept')).toEqual({
    ok: false,
    error: { path: join(folder, long), code: 'ENAMETOOLONG' },
  });
  expect(all(folder)).toEqual(before);
});

test('what is prepared is in its place once it is put there, under the name of one’s choice', ({
  folder,
}) => {
  writeFileSync(join(folder, 'a.json'), 'old');
  writeFileSync(join(folder, 'a kept 1.json'), 'older');
  const prepared = prepareFiles([{ path: join(folder, 'a.json'), text: 'new' }]);
  if (!prepared.ok) throw new Error(prepared.error.code);
  expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('old');
  const kept = prepared.value.replace((name, number) => name.replace('.', ` kept ${number}.`));
  expect(kept).toEqual({ ok: true, value: [join(folder, 'a kept 2.json')] });
  expect(all(folder)).toEqual({ 'a kept 1.json': 'older', 'a kept 2.json': 'old', 'a.json': 'new' });
});

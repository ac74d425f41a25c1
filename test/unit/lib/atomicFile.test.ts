import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { createFile, removeStaleTempFiles, replaceFile, stageFile } from '../../../main/lib/atomicFile';
import { expect, test } from '../../helpers/relayFixture';

const text = (path: string) => readFileSync(path, 'utf8');

/** What is in the folder, by its names. */
const all = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, text(join(folder, name))]));

const staged = (path: string, content: string) => {
  const file = stageFile(path, content);
  if (!file.ok) throw new Error(file.error.text);
  return file.value;
};

test('a new file is written whole, for its owner alone, with nothing beside it', ({ folder }) => {
  const path = join(folder, 'a.json');
  expect(createFile(path, 'new')).toEqual({ ok: true, value: 'created' });
  expect(all(folder)).toEqual({ 'a.json': 'new' });
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('what is no file is never replaced', ({ folder }) => {
  test.skip(process.platform === 'win32', 'pipes have no place in a folder');
  const [pipe, link] = [join(folder, 'pipe'), join(folder, 'link')];
  execFileSync('mkfifo', [pipe]);
  symlinkSync(pipe, link);
  for (const path of [pipe, link])
    expect(replaceFile(path, 'new')).toMatchObject({ ok: false, error: { code: 'EINVAL' } });
  expect(staged(pipe, 'new').swap('aside')).toMatchObject({ ok: false, error: { code: 'EINVAL' } });
  expect(statSync(pipe).isFIFO()).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(['link', 'pipe']);
});

test('making one never replaces what is there, unless that is empty', ({ folder }) => {
  const [kept, empty] = [join(folder, 'kept'), join(folder, 'empty')];
  writeFileSync(kept, 'old');
  writeFileSync(empty, '');
  expect(createFile(kept, 'new')).toEqual({ ok: true, value: 'exists' });
  expect(createFile(empty, 'new')).toEqual({ ok: true, value: 'created' });
  expect(all(folder)).toEqual({ kept: 'old', empty: 'new' });
});

test('replacing leads to the file behind a link, and the link stays', ({ folder }) => {
  test.skip(process.platform === 'win32', 'links need rights there');
  writeFileSync(join(folder, 'real'), 'old');
  symlinkSync('real', join(folder, 'link'));
  expect(replaceFile(join(folder, 'link'), 'new')).toMatchObject({ ok: true });
  expect(all(folder)).toEqual({ real: 'new', link: 'new' });
});

test('what cannot be written leaves everything as it was', ({ folder }) => {
  mkdirSync(join(folder, 'place'));
  writeFileSync(join(folder, 'place', 'inside'), 'old');
  expect(replaceFile(join(folder, 'place'), 'new')).toMatchObject({ ok: false });
  expect(readdirSync(folder)).toEqual(['place']);
  expect(all(join(folder, 'place'))).toEqual({ inside: 'old' });
  expect(createFile(join(folder, 'gone', 'a'), 'new')).toMatchObject({
    ok: false,
    error: { code: 'ENOENT' },
  });
});

test.describe('swapping', () => {
  test('keeps what was there, and takes it back', ({ folder }) => {
    const path = join(folder, 'a');
    writeFileSync(path, 'old');
    const swapped = staged(path, 'new').swap('a aside');
    expect(all(folder)).toEqual({ a: 'new', 'a aside': 'old' });
    expect(swapped.ok && swapped.value()).toEqual({ ok: true, value: undefined });
    expect(all(folder)).toEqual({ a: 'old' });
  });

  test('takes back that nothing was there', ({ folder }) => {
    const swapped = staged(join(folder, 'a'), 'new').swap('a aside');
    expect(all(folder)).toEqual({ a: 'new' });
    expect(swapped.ok && swapped.value()).toMatchObject({ ok: true });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('moves even a folder out of the way, and back', ({ folder }) => {
    mkdirSync(join(folder, 'a'));
    const swapped = staged(join(folder, 'a'), 'new').swap('a aside');
    expect(text(join(folder, 'a'))).toBe('new');
    expect(statSync(join(folder, 'a aside')).isDirectory()).toBe(true);
    expect(swapped.ok && swapped.value()).toMatchObject({ ok: true });
    expect(statSync(join(folder, 'a')).isDirectory()).toBe(true);
    expect(readdirSync(folder)).toEqual(['a']);
  });

  test('changes nothing where the old one cannot be kept', ({ folder }) => {
    writeFileSync(join(folder, 'a'), 'old');
    mkdirSync(join(folder, 'a aside'));
    writeFileSync(join(folder, 'a aside', 'inside'), '');
    expect(staged(join(folder, 'a'), 'new').swap('a aside')).toMatchObject({ ok: false });
    expect(text(join(folder, 'a'))).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['a', 'a aside']);
  });
});

test('discarded, it leaves nothing', ({ folder }) => {
  staged(join(folder, 'a'), 'secret').discard();
  expect(readdirSync(folder)).toEqual([]);
});

test.describe('left-overs', () => {
  test('of a writing that was cut off are removed once nobody can be at it any more', ({ folder }) => {
    const path = join(folder, 'a.json');
    writeFileSync(path, 'kept');
    staged(path, 'a secret');
    removeStaleTempFiles(path, 60_000);
    expect(readdirSync(folder)).toHaveLength(2);
    removeStaleTempFiles(path, 0);
    expect(all(folder)).toEqual({ 'a.json': 'kept' });
  });

  test('are nothing but those of this file', ({ folder }) => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z.\-0-9]{1,24}$/), (name) => {
        fc.pre(!['.', '..', 'a.json'].includes(name));
        writeFileSync(join(folder, name), '');
        utimesSync(join(folder, name), 1_000, 1_000);
        removeStaleTempFiles(join(folder, 'a.json'), 0);
        const ours = /^\.a\.json\.[0-9a-f]{12}$|^a\.json\.tmp-\d{10}[0-9a-f]{6}$/.test(name);
        expect(readdirSync(folder).includes(name)).toBe(!ours);
      }),
    );
  });

  test('in a folder that is not there harm nobody', ({ folder }) => {
    removeStaleTempFiles(join(folder, 'gone', 'a.json'), 0);
    expect(readdirSync(folder)).toEqual([]);
  });
});

import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TlsPair } from '../../../../main/server/tls/certificate';
import { selfSignedPair } from '../../../../main/server/tls/selfSigned';
import { make, makePair } from '../../../helpers/openssl';
import { expect, test } from '../../../helpers/relayFixture';

// The files of the relay's own certificate: who may read them, and what becomes of those that cannot be used.

const WINDOWS = process.platform === 'win32';
const NOW = new Date('2030-05-05T12:00:00Z');
const FILES = ['tls-certificate.pem', 'tls-key.pem'];
const STAMP = '2030-05-05T12-00-00';

const made = (directory: string) => selfSignedPair({ directory, hosts: [], now: NOW });

async function pairIn(directory: string): Promise<TlsPair> {
  const pair = await made(directory);
  if (!pair.ok) throw new Error(JSON.stringify(pair.error));
  return pair.value;
}

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

test('makes its folder and both files for the user alone, and nothing else', async ({ folder }) => {
  const directory = join(folder, 'not there', 'yet');
  await pairIn(directory);
  expect((await readdir(directory)).sort()).toEqual(FILES);
  test.skip(WINDOWS, 'Windows has no modes');
  expect(await modeOf(join(folder, 'not there'))).toBe('700');
  expect(await modeOf(directory)).toBe('700');
  for (const file of FILES) expect(await modeOf(join(directory, file))).toBe('600');
});

test('leaves a folder that is there as it is', async ({ folder }) => {
  test.skip(WINDOWS, 'Windows has no modes');
  await chmod(folder, 0o755);
  await pairIn(folder);
  expect(await modeOf(folder)).toBe('755');
  for (const file of FILES) expect(await modeOf(join(folder, file))).toBe('600');
});

test('closes a key file that others could read', async ({ folder }) => {
  test.skip(WINDOWS, 'Windows has no modes');
  const first = await pairIn(folder);
  await chmod(join(folder, 'tls-key.pem'), 0o644);
  expect(await pairIn(folder)).toEqual(first);
  expect(await modeOf(join(folder, 'tls-key.pem'))).toBe('600');
});

test('uses a P-256 key that somebody put there', async ({ folder }) => {
  const { key } = await makePair(folder, 'mine');
  const text = await readFile(key, 'utf8');
  await writeFile(join(folder, 'tls-key.pem'), text);
  expect((await pairIn(folder)).key).toBe(text);
  expect(await readFile(join(folder, 'tls-key.pem'), 'utf8')).toBe(text);
});

test('makes a new key where it is gone, and a certificate for it', async ({ folder }) => {
  const first = await pairIn(folder);
  await rm(join(folder, 'tls-key.pem'));
  const second = await pairIn(folder);
  expect(second.key).not.toBe(first.key);
  expect(second.fingerprint).not.toBe(first.fingerprint);
  expect(await pairIn(folder)).toEqual(second);
});

test.describe('puts aside a key file', () => {
  const KEYS: readonly [string, (folder: string) => Promise<string>][] = [
    ['that is empty', async () => ''],
    ['that is cut', async (folder) => (await pairIn(join(folder, 'other'))).key.slice(0, 100)],
    ['that is something else', async () => 'hello\n'],
    ['of RSA', async (folder) => readFile((await makePair(folder, 'rsa', 'rsa2048')).key, 'utf8')],
    ['of Ed25519', async (folder) => readFile((await makePair(folder, 'ed', 'ed25519')).key, 'utf8')],
    [
      'that is encrypted',
      async (folder) =>
        make('pkey', '-in', (await makePair(folder, 'enc')).key, '-aes256', '-passout', 'pass:secret'),
    ],
  ];
  for (const [name, textIn] of KEYS) {
    test(name, async ({ folder }) => {
      const directory = join(folder, 'tls');
      await mkdir(directory);
      const text = await textIn(folder);
      await writeFile(join(directory, 'tls-key.pem'), text);
      const pair = await pairIn(directory);
      expect((await readdir(directory)).sort()).toEqual([...FILES, `tls-key put aside ${STAMP}.pem`].sort());
      expect(await readFile(join(directory, `tls-key put aside ${STAMP}.pem`), 'utf8')).toBe(text);
      expect(await pairIn(directory)).toEqual(pair);
    });
  }

  test('and another one in the same second', async ({ folder }) => {
    for (const text of ['one', 'two', 'three']) {
      await writeFile(join(folder, 'tls-key.pem'), text);
      await pairIn(folder);
    }
    const aside = ['', ' 2', ' 3'].map((count) => `tls-key put aside ${STAMP}${count}.pem`);
    expect((await readdir(folder)).sort()).toEqual([...FILES, ...aside].sort());
    const texts = await Promise.all(aside.map((file) => readFile(join(folder, file), 'utf8')));
    expect(texts).toEqual(['one', 'two', 'three']);
  });
});

test.describe('says', () => {
  test('cannotRead for a key or certificate that is a folder, and touches nothing', async ({ folder }) => {
    for (const file of FILES) {
      const directory = join(folder, `with ${file}`);
      const path = join(directory, file);
      await mkdir(path, { recursive: true });
      expect(await made(directory)).toEqual({
        ok: false,
        error: { kind: 'cannotRead', path, code: 'EISDIR' },
      });
      expect((await stat(path)).isDirectory()).toBe(true);
    }
  });

  test('cannotWrite for a folder that cannot be made', async ({ folder }) => {
    const path = join(folder, 'file', 'below');
    await writeFile(join(folder, 'file'), '');
    expect(await made(path)).toEqual({ ok: false, error: { kind: 'cannotWrite', path, code: 'ENOTDIR' } });
  });

  test('cannotWrite for a file that cannot be made', async () => {
    test.skip(process.platform !== 'linux', 'needs a folder in which not even root can make a file');
    const made = await selfSignedPair({ directory: '/proc/self', hosts: [], now: NOW });
    expect(made).toMatchObject({ error: { kind: 'cannotWrite', path: '/proc/self/tls-key.pem' } });
  });
});

test('two at once in an empty folder end with one pair that fits', async ({ folder }) => {
  await Promise.all([pairIn(folder), pairIn(folder), pairIn(folder)]);
  const pair = await pairIn(folder);
  expect(await pairIn(folder)).toEqual(pair);
  expect((await readdir(folder)).sort()).toEqual(FILES);
});

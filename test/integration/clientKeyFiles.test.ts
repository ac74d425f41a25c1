import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type KeyFiles, readIdentity, writeIdentity } from '../../main/client/keyFiles';
import { generateIdentity } from '../../main/protocol/identity';
import { makeKeys } from '../helpers/rawDevice';
import { expect, test } from '../helpers/relayFixture';

// A device's key files, as the reference's client writes and reads them: one line of base64 each, the secret one
// holding libsodium's 64 bytes, seed and public key.

const filesIn = (folder: string): KeyFiles => ({
  publicPath: join(folder, 'relay.key.public'),
  secretPath: join(folder, 'relay.key.secret'),
});

/** A pair as another program would have written it, made by Node's own cryptography. */
function foreignPair(): { publicText: string; secretText: string; seedText: string } {
  const { secret, raw, key } = makeKeys();
  const seed = secret.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  return {
    publicText: key,
    secretText: Buffer.concat([seed, raw]).toString('base64'),
    seedText: seed.toString('base64'),
  };
}

async function write(files: KeyFiles, publicText: string, secretText: string): Promise<void> {
  await writeFile(files.publicPath, publicText);
  await writeFile(files.secretPath, secretText);
}

test.describe('writing', () => {
  test('makes two lines of base64, the secret one of 64 bytes that end with the public key', async ({
    folder,
  }) => {
    const files = filesIn(folder);
    const identity = generateIdentity();
    expect(await writeIdentity(files, identity)).toEqual({ ok: true, value: identity.publicKey });
    const publicText = await readFile(files.publicPath, 'utf8');
    const secretText = await readFile(files.secretPath, 'utf8');
    expect(publicText).toMatch(/^[A-Za-z0-9+/]{43}=\n$/);
    expect(secretText).toMatch(/^[A-Za-z0-9+/]{86}==\n$/);
    expect(Buffer.from(secretText, 'base64').subarray(32)).toEqual(Buffer.from(publicText, 'base64'));
    expect(await readIdentity(files)).toEqual({ ok: true, value: identity });
  });

  test('lets nobody else read the secret', async ({ folder }) => {
    test.skip(process.platform === 'win32', 'Windows has no file modes');
    const files = filesIn(folder);
    await writeIdentity(files, generateIdentity());
    expect((await stat(files.secretPath)).mode & 0o777).toBe(0o600);
  });

  for (const existing of ['publicPath', 'secretPath'] as const) {
    test(`leaves everything as it is when there is a ${existing} already`, async ({ folder }) => {
      const files = filesIn(folder);
      await writeFile(files[existing], 'precious', { mode: 0o640 });
      expect(await writeIdentity(files, generateIdentity())).toEqual({
        ok: false,
        error: { kind: 'cannotWrite', path: files[existing], code: 'EEXIST' },
      });
      expect(await readFile(files[existing], 'utf8')).toBe('precious');
      expect(await readdir(folder)).toHaveLength(1);
    });
  }

  test('into a folder that is not there is a problem with its path', async ({ folder }) => {
    const files = filesIn(join(folder, 'nowhere'));
    expect(await writeIdentity(files, generateIdentity())).toEqual({
      ok: false,
      error: { kind: 'cannotWrite', path: files.publicPath, code: 'ENOENT' },
    });
  });

  test('both into one file leaves no half a pair', async ({ folder }) => {
    const path = join(folder, 'one');
    const written = await writeIdentity({ publicPath: path, secretPath: path }, generateIdentity());
    expect(written).toMatchObject({ ok: false, error: { kind: 'cannotWrite', code: 'EEXIST' } });
    expect(await readdir(folder)).toEqual([]);
  });
});

test.describe('reading', () => {
  test('takes another program’s pair, with and without line ends and padding', async ({ folder }) => {
    const files = filesIn(folder);
    const { publicText, secretText } = foreignPair();
    for (const end of ['', '\n', '\r\n', ' \n\n']) {
      await write(files, publicText + end, secretText + end);
      expect(await readIdentity(files)).toMatchObject({ ok: true, value: { publicKey: publicText } });
    }
    await write(files, publicText.replace(/=+$/, ''), secretText.replace(/=+$/, ''));
    expect(await readIdentity(files)).toMatchObject({ ok: true, value: { publicKey: publicText } });
  });

  test('takes a bare seed, and completes it', async ({ folder }) => {
    const files = filesIn(folder);
    const pair = foreignPair();
    await write(files, pair.publicText, pair.seedText);
    const identity = await readIdentity(files);
    expect(identity.ok && Buffer.from(identity.value.secretKey).toString('base64')).toBe(pair.secretText);
  });

  test('names the file that is missing or cannot be read', async ({ folder }) => {
    const files = filesIn(folder);
    const missing = (path: string) => ({ ok: false, error: { kind: 'cannotRead', path, code: 'ENOENT' } });
    expect(await readIdentity(files)).toEqual(missing(files.publicPath));
    await writeFile(files.publicPath, foreignPair().publicText);
    expect(await readIdentity(files)).toEqual(missing(files.secretPath));
    await mkdir(files.secretPath);
    expect(await readIdentity(files)).toEqual({
      ok: false,
      error: { kind: 'cannotRead', path: files.secretPath, code: 'EISDIR' },
    });
  });

  const { publicText, secretText, seedText } = foreignPair();
  const GARBAGE: readonly [string, string, string, keyof KeyFiles][] = [
    ['an empty public key', '', secretText, 'publicPath'],
    ['an empty secret key', publicText, '', 'secretPath'],
    ['a public key that is text', 'hello', secretText, 'publicPath'],
    ['a secret key that is text', publicText, 'hello', 'secretPath'],
    ['a public key that is one byte short', publicText.slice(4), secretText, 'publicPath'],
    ['a secret key that is cut', publicText, secretText.slice(0, 60), 'secretPath'],
    ['the files swapped', secretText, publicText, 'publicPath'],
    ['binary files', '\x00\xff\x01', '\x00\xff\x01', 'publicPath'],
    ['base64 between words', `key: ${publicText}`, secretText, 'publicPath'],
  ];
  for (const [name, inPublic, inSecret, path] of GARBAGE) {
    test(`says which file holds no key: ${name}`, async ({ folder }) => {
      const files = filesIn(folder);
      await write(files, inPublic, inSecret);
      expect(await readIdentity(files)).toEqual({ ok: false, error: { kind: 'notAKey', path: files[path] } });
    });
  }

  const other = foreignPair();
  const MISMATCHES: readonly [string, string, string][] = [
    ['files of two pairs', publicText, other.secretText],
    ['a seed of another pair', publicText, other.seedText],
    ['the secret file as the public key', seedText, secretText],
    [
      'halves of two pairs in one secret file',
      other.publicText,
      Buffer.concat([Buffer.from(seedText, 'base64'), Buffer.from(other.publicText, 'base64')]).toString(
        'base64',
      ),
    ],
  ];
  for (const [name, inPublic, inSecret] of MISMATCHES) {
    test(`refuses ${name}`, async ({ folder }) => {
      const files = filesIn(folder);
      await write(files, inPublic, inSecret);
      expect(await readIdentity(files)).toEqual({ ok: false, error: { kind: 'keysDoNotMatch', files } });
    });
  }
});

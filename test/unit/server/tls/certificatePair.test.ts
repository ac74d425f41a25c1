import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TlsPair } from '../../../../main/server/tls/certificate';
import { readPemPair } from '../../../../main/server/tls/pemPair';
import type { CertificateProblem } from '../../../../preload/views';
import { fingerprintIn, type KEYS, make, makePair } from '../../../helpers/openssl';
import { expect, test } from '../../../helpers/relayFixture';

// The user's own PEM pair: files made by openssl, and what is wrong with them.

const DAY_MS = 86_400_000;

async function pairIn(files: { certificate: string; key: string }, now = new Date()): Promise<TlsPair> {
  const pair = await readPemPair(files.certificate, files.key, now);
  if (!pair.ok) throw new Error(JSON.stringify(pair.error));
  return pair.value;
}

async function problemIn(certificate: string, key: string, now = new Date()): Promise<CertificateProblem> {
  const pair = await readPemPair(certificate, key, now);
  if (pair.ok) throw new Error('there is a pair');
  return pair.error;
}

test.describe('takes', () => {
  for (const kind of ['ec', 'rsa2048'] as const) {
    test(`a pair with a key of ${kind}`, async ({ folder }) => {
      const files = await makePair(folder, 'relay', kind);
      const pair = await pairIn(files);
      expect(pair.fingerprint).toBe(await fingerprintIn(files.certificate));
      expect(pair.names).toEqual(['localhost', '127.0.0.1']);
      const days = (pair.validUntil.getTime() - Date.now()) / DAY_MS;
      expect(Math.round(days)).toBe(10);
      expect(pair.certificate.trim()).toBe((await readFile(files.certificate, 'utf8')).trim());
      expect(pair.key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    });
  }

  test('names of every kind, and only the names', async ({ folder }) => {
    const names = 'DNS:*.Home.example,IP:fe80::1,URI:http://a/?DNS:evil,email:me@b,DNS:b';
    const files = await makePair(folder, 'relay', 'ec', ['-addext', `subjectAltName=${names}`]);
    expect((await pairIn(files)).names).toEqual(['*.home.example', 'fe80::1', 'b']);
  });

  test('the common name of a certificate without others', async ({ folder }) => {
    expect((await pairIn(await makePair(folder, 'old', 'ec', []))).names).toEqual(['old.example']);
  });

  test('a chain, of which the first is the leaf', async ({ folder }) => {
    const [leaf, issuer] = [await makePair(folder, 'leaf'), await makePair(folder, 'issuer')];
    const chain = join(folder, 'chain.pem');
    const texts = await Promise.all([leaf, issuer].map(({ certificate }) => readFile(certificate, 'utf8')));
    await writeFile(chain, texts.join(''));
    const pair = await pairIn({ certificate: chain, key: leaf.key });
    expect(pair.fingerprint).toBe(await fingerprintIn(leaf.certificate));
    expect(pair.certificate.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect((await problemIn(chain, issuer.key)).kind).toBe('keyDoesNotMatch');
  });

  test('both in one file, the key first, with words and Windows line ends around them', async ({
    folder,
  }) => {
    const { certificate, key } = await makePair(folder, 'relay');
    const both = join(folder, 'both.pem');
    const texts = await Promise.all([key, certificate].map((path) => readFile(path, 'utf8')));
    await writeFile(both, `\uFEFFBag attributes\n${texts.join('and\n')}`.replaceAll('\n', '\r\n'));
    const pair = await pairIn({ certificate: both, key: both });
    expect(pair.fingerprint).toBe(await fingerprintIn(certificate));
    expect(pair.certificate).not.toContain('PRIVATE KEY');
  });

  test('a key in the old form, after the parameters of its curve', async ({ folder }) => {
    const [certificate, key] = [join(folder, 'c.pem'), join(folder, 'k.pem')];
    await make('ecparam', '-name', 'prime256v1', '-genkey', '-out', key);
    await make('req', '-x509', '-key', key, '-out', certificate, '-subj', '/CN=a');
    expect(await readFile(key, 'utf8')).toContain('EC PARAMETERS');
    expect((await pairIn({ certificate, key })).fingerprint).toBe(await fingerprintIn(certificate));
  });
});

test.describe('says', () => {
  test('cannotRead', async ({ folder }) => {
    const { certificate, key } = await makePair(folder, 'relay');
    const none = join(folder, 'none');
    expect(await problemIn(none, key)).toEqual({ kind: 'cannotRead', path: none, code: 'ENOENT' });
    expect(await problemIn(certificate, none)).toEqual({ kind: 'cannotRead', path: none, code: 'ENOENT' });
    expect(await problemIn(folder, key)).toEqual({ kind: 'cannotRead', path: folder, code: 'EISDIR' });
    const odd = 'a\0b';
    expect(await problemIn(odd, key)).toMatchObject({ kind: 'cannotRead', path: odd });
  });

  test('notPem for DER, and names the file', async ({ folder }) => {
    const { certificate, key } = await makePair(folder, 'relay');
    const der = join(folder, 'file.der');
    await make('x509', '-in', certificate, '-outform', 'DER', '-out', der);
    expect(await problemIn(der, key)).toEqual({ kind: 'notPem', path: der, expected: 'certificate' });
    await make('pkey', '-in', key, '-outform', 'DER', '-out', der);
    expect(await problemIn(certificate, der)).toEqual({ kind: 'notPem', path: der, expected: 'key' });
  });

  test('notPem for files that were swapped', async ({ folder }) => {
    const { certificate, key } = await makePair(folder, 'relay');
    expect(await problemIn(key, certificate)).toEqual({
      kind: 'notPem',
      path: key,
      expected: 'certificate',
    });
    expect(await problemIn(certificate, certificate)).toMatchObject({ kind: 'notPem', expected: 'key' });
  });

  const GARBAGE: readonly [string, (text: string) => string][] = [
    ['nothing', () => ''],
    ['other words', () => 'hello'],
    ['only a beginning', (text) => text.split('\n').slice(0, 3).join('\n')],
    ['a frame around nothing', (text) => text.replace(/(?<=-----\n)[^-]*/, '')],
    ['a frame around other words', (text) => text.replace(/(?<=-----\n)[^-]*/, 'aGVsbG8=\n')],
    ['half of it', (text) => text.replace(/(?<=-----\n)[^\n]*\n/, '')],
    ['an end of another kind', (text) => text.replace(/END [A-Z ]*/, 'END OTHER')],
  ];
  for (const [name, damage] of GARBAGE) {
    test(`notPem for ${name}`, async ({ folder }) => {
      const { certificate, key } = await makePair(folder, 'relay');
      const path = join(folder, 'damaged');
      await writeFile(path, damage(await readFile(certificate, 'utf8')));
      expect(await problemIn(path, key)).toEqual({ kind: 'notPem', path, expected: 'certificate' });
      await writeFile(path, damage(await readFile(key, 'utf8')));
      expect(await problemIn(certificate, path)).toEqual({ kind: 'notPem', path, expected: 'key' });
    });
  }

  test('notPem for a chain with a damaged link', async ({ folder }) => {
    const { certificate, key } = await makePair(folder, 'relay');
    const path = join(folder, 'chain');
    const text = await readFile(certificate, 'utf8');
    await writeFile(path, text + text.replace(/(?<=-----\n)[^\n]*\n/, ''));
    expect(await problemIn(path, key)).toEqual({ kind: 'notPem', path, expected: 'certificate' });
  });

  const ENCRYPTED: readonly [string, readonly string[]][] = [
    ['PKCS #8', ['pkey', '-aes256']],
    ['the old form', ['ec', '-aes128']],
  ];
  for (const [name, [command = '', cipher = '']] of ENCRYPTED) {
    test(`encryptedKey in ${name}`, async ({ folder }) => {
      const { certificate, key } = await makePair(folder, 'relay');
      const path = join(folder, 'encrypted.key');
      await make(command, '-in', key, cipher, '-passout', 'pass:secret', '-out', path);
      expect(await problemIn(certificate, path)).toEqual({ kind: 'encryptedKey', path });
    });
  }

  const UNSUPPORTED: readonly [keyof typeof KEYS, string][] = [
    ['ed25519', 'ed25519'],
    ['rsa1024', 'rsa 1024'],
    ['p224', 'ec secp224r1'],
  ];
  for (const kind of ['ec', 'p384', 'p521', 'rsa2048'] as const) {
    test(`nothing for ${kind}`, async ({ folder }) => {
      const { certificate, key } = await makePair(folder, 'relay', kind);
      expect((await readPemPair(certificate, key, new Date())).ok).toBe(true);
    });
  }
  for (const [kind, found] of UNSUPPORTED) {
    test(`unsupportedKey for ${kind}`, async ({ folder }) => {
      const { certificate, key } = await makePair(folder, 'relay', kind);
      expect(await problemIn(certificate, key)).toEqual({ kind: 'unsupportedKey', path: key, found });
    });
  }

  test('keyDoesNotMatch', async ({ folder }) => {
    const [one, two, rsa] = [
      await makePair(folder, 'one'),
      await makePair(folder, 'two'),
      await makePair(folder, 'rsa', 'rsa2048'),
    ];
    for (const { key: keyPath } of [two, rsa]) {
      expect(await problemIn(one.certificate, keyPath)).toEqual({
        kind: 'keyDoesNotMatch',
        certificatePath: one.certificate,
        keyPath,
      });
    }
  });

  test('expired and notYetValid, with the date', async ({ folder }) => {
    const { certificate, key } = await makePair(folder, 'relay');
    const { validUntil } = await pairIn({ certificate, key });
    const path = certificate;
    expect(await problemIn(path, key, new Date(validUntil.getTime() + 1_000))).toEqual({
      kind: 'expired',
      path,
      validUntil,
    });
    await pairIn({ certificate, key }, validUntil);
    const validFrom = new Date(validUntil.getTime() - 10 * DAY_MS);
    expect(await problemIn(path, key, new Date(validFrom.getTime() - 1_000))).toEqual({
      kind: 'notYetValid',
      path,
      validFrom,
    });
    await pairIn({ certificate, key }, validFrom);
  });

  test('refusedByTls for a signature that is not to be trusted', async ({ folder }) => {
    const [ca, { key }] = [await makePair(folder, 'ca', 'rsa2048'), await makePair(folder, 'relay')];
    const [request, path] = [join(folder, 'request'), join(folder, 'md5.pem')];
    await make('req', '-new', '-key', key, '-subj', '/CN=a', '-out', request);
    const issuer = ['-CA', ca.certificate, '-CAkey', ca.key, '-CAcreateserial'];
    await make('x509', '-req', '-md5', '-in', request, ...issuer, '-out', path);
    const code = 'ERR_SSL_CA_MD_TOO_WEAK';
    expect(await problemIn(path, key)).toEqual({ kind: 'refusedByTls', path, code });
  });
});

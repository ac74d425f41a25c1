import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { lanAddresses } from '../../main/lib/networkAdapters';
import { selfSignedPair } from '../../main/server/tls/selfSigned';
import { expect, expectOneSentence, LOGIN, test } from '../helpers/commandLine';
import { fingerprintIn, handshake, make, makePair } from '../helpers/openssl';

// `server --tls`, and `send` and `receive` over TLS, as processes.

const WINDOWS = process.platform === 'win32';
const FILES = ['tls-certificate.pem', 'tls-key.pem'];

/** The fingerprint that a relay wrote to its log, as it stands there: two lines of groups. */
const logged = (stderr: string): string =>
  /SHA-256 fingerprint:\n((?: {2}(?:[0-9A-F]{4} ){7}[0-9A-F]{4}\n){2})/.exec(stderr)?.[1] ?? '';

const digits = (text: string) => text.replace(/\s/g, '');

test.describe('server --tls self-signed', () => {
  test('says https, logs its fingerprint, and keeps both', async ({ serve, folder }) => {
    const directory = join(folder, 'tls');
    const args = ['--tls', 'self-signed', '--tls-directory', directory];
    const first = await serve(args);
    expect(first.stdout.toString()).toBe(`listening on https://127.0.0.1:${first.port}/v1/relay\n`);
    const file = join(directory, 'tls-certificate.pem');
    expect(digits(logged(first.stderr))).toBe(await fingerprintIn(file));
    const trusting = ['-verify_return_error', '-CAfile', file, '-verify_ip', '127.0.0.1'];
    expect(await handshake(first.port, '-tls1_2', ...trusting)).toMatchObject({ code: 0 });
    expect(await handshake(first.port, '-tls1_3', ...trusting)).toMatchObject({ code: 0 });
    if (!WINDOWS)
      for (const name of FILES) expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
    expect(first.stderr).not.toContain('PRIVATE KEY');

    const second = await serve(args);
    expect(logged(second.stderr)).toBe(logged(first.stderr));
  });

  test('keeps its files in the folder for settings', async ({ serve, folder }) => {
    test.skip(process.platform !== 'linux', 'other systems have other folders');
    await serve(['--tls', 'self-signed'], { ...LOGIN, XDG_CONFIG_HOME: folder });
    expect(await readdir(join(folder, 'buckets-relay'))).toEqual(expect.arrayContaining(FILES));
    await serve(['--tls', 'self-signed'], { ...LOGIN, HOME: folder });
    expect(await readdir(join(folder, '.config', 'buckets-relay'))).toEqual(expect.arrayContaining(FILES));
  });

  test('is for this computer’s name, and its addresses where it listens on all', async ({
    serve,
    folder,
  }) => {
    const args = ['--tls', 'self-signed', '--tls-directory', folder];
    const file = join(folder, 'tls-certificate.pem');
    const namesIn = async () =>
      /(?<=Alternative Name: ?\n).*/.exec(
        await make('x509', '-in', file, '-noout', '-ext', 'subjectAltName'),
      )?.[0] ?? '';
    await serve(args);
    const [label = ''] = hostname().toLowerCase().split('.');
    for (const name of ['DNS:localhost', `DNS:${label}`, `DNS:${label}.local`, 'IP Address:127.0.0.1'])
      expect(await namesIn()).toContain(name);
    const lan = lanAddresses(networkInterfaces()).filter((address) => address.includes('.'));
    for (const address of lan) expect(await namesIn()).not.toContain(`IP Address:${address}`);
    const everywhere = await serve([...args, '--address', '0.0.0.0']);
    for (const address of lan) expect(await namesIn()).toContain(`IP Address:${address}`);
    // Back on one address, the wider certificate is good enough.
    expect(logged((await serve(args)).stderr)).toBe(logged(everywhere.stderr));
  });

  test('puts a broken key aside', async ({ serve, folder }) => {
    await writeFile(join(folder, 'tls-key.pem'), 'broken');
    await serve(['--tls', 'self-signed', '--tls-directory', folder]);
    const aside = (await readdir(folder)).find((name) => name.startsWith('tls-key put aside'));
    expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe('broken');
  });

  test('says so when its files cannot be written', async ({ run, folder }) => {
    await writeFile(join(folder, 'file'), '');
    const directory = join(folder, 'file', 'below');
    const args = ['server', '--port', '0', '--tls', 'self-signed', '--tls-directory', directory];
    expectOneSentence(await run(args, { env: LOGIN }), `${directory} cannot be written (ENOTDIR)`);
  });
});

test.describe('server --tls CERTIFICATE,KEY', () => {
  for (const kind of ['ec', 'rsa2048'] as const) {
    test(`serves a pair of ${kind}`, async ({ serve, folder }) => {
      const { certificate } = await makePair(folder, 'relay', kind);
      // As a person would name them, from the folder in which they are.
      const server = await serve(['--tls', 'relay.pem,relay.key']);
      expect(digits(logged(server.stderr))).toBe(await fingerprintIn(certificate));
      expect(await handshake(server.port, '-tls1_2')).toMatchObject({ code: 0 });
    });
  }

  type Files = readonly [certificate: string, key: string];
  const BAD: readonly [string, RegExp, (folder: string) => Promise<Files>][] = [
    ['that is not there', /There is no file none\.pem/, async () => ['none.pem', 'a.key']],
    ['that is a folder', /cannot be read \(EISDIR\)/, async () => ['.', 'a.key']],
    ['that was swapped', /a\.key does not hold a whole certificate/, async () => ['a.key', 'a.pem']],
    [
      'in DER',
      /a\.der does not hold a whole certificate in PEM form/,
      async (folder) => {
        const files = ['-in', join(folder, 'a.pem'), '-out', join(folder, 'a.der')];
        await make('x509', ...files, '-outform', 'DER');
        return ['a.der', 'a.key'];
      },
    ],
    ['without a key', /a\.pem does not hold a whole private key/, async () => ['a.pem', 'a.pem']],
    [
      'with an encrypted key',
      /enc\.key is encrypted.*openssl pkey -in enc\.key/,
      async (folder) => {
        const files = ['-in', join(folder, 'a.key'), '-out', join(folder, 'enc.key')];
        await make('pkey', ...files, '-aes256', '-passout', 'pass:secret');
        return ['a.pem', 'enc.key'];
      },
    ],
    [
      'of Ed25519',
      /\(ed25519\) is of a kind that devices do not support/,
      async (folder) => {
        await makePair(folder, 'ed', 'ed25519');
        return ['ed.pem', 'ed.key'];
      },
    ],
    [
      'with a weak key',
      /\(rsa 1024\) is of a kind/,
      async (folder) => {
        await makePair(folder, 'weak', 'rsa1024');
        return ['weak.pem', 'weak.key'];
      },
    ],
    [
      'with the key of another',
      /The key in b\.key is not that of the certificate in a\.pem/,
      async (folder) => {
        await makePair(folder, 'b');
        return ['a.pem', 'b.key'];
      },
    ],
    [
      'that has expired',
      /expired on 2022-04-05/,
      async (folder) => {
        await selfSignedPair({ directory: folder, hosts: [], now: new Date('2020-01-02T12:00:00Z') });
        return ['tls-certificate.pem', 'tls-key.pem'];
      },
    ],
    [
      'whose time has not come',
      /not valid before 2099-12-31\. Check this computer's clock/,
      async (folder) => {
        await selfSignedPair({ directory: folder, hosts: [], now: new Date('2100-01-01T12:00:00Z') });
        return ['tls-certificate.pem', 'tls-key.pem'];
      },
    ],
  ];
  for (const [name, sentence, filesIn] of BAD) {
    test(`refuses a pair ${name}`, async ({ run, folder }) => {
      await makePair(folder, 'a');
      const files = await filesIn(folder);
      const exit = await run(['server', '--port', '0', '--tls', files.join(',')], { env: LOGIN });
      expectOneSentence(exit, sentence);
      expect(exit.stderr).not.toContain('PRIVATE KEY-----\n');
    });
  }
});

test.describe('usage', () => {
  const hex = 'AB'.repeat(32);
  const device = ['http://127.0.0.1:1/v1/relay', Buffer.alloc(32).toString('base64')];
  const WRONG: readonly (readonly string[])[] = [
    ['server', '--tls'],
    ['server', '--tls', ''],
    ['server', '--tls', 'on'],
    ['server', '--tls', 'cert.pem'],
    ['server', '--tls', 'cert.pem,'],
    ['server', '--tls', ',key.pem'],
    ['server', '--tls', 'a,b,c'],
    ['server', '--tls-directory', '.'],
    ['server', '--tls', 'a,b', '--tls-directory', '.'],
    ['send', ...device, '--fingerprint', ''],
    ['send', ...device, '--fingerprint', hex.slice(1)],
    ['send', ...device, '--fingerprint', `${hex}00`],
    ['receive', ...device, '--fingerprint', hex.replace('A', 'x')],
    ['receive', ...device, '--fingerprint', hex, '-k'],
    ['send', ...device, '-k', '--fingerprint', hex],
  ];
  for (const args of WRONG) {
    test(`${args.join(' ').replaceAll(device.join(' '), 'URL KEY')} is wrong`, async ({ run }) => {
      const exit = await run(args, { env: LOGIN });
      expect(exit.stderr).toMatch(/^error: /);
      expect(exit.stdout.toString()).toBe('');
      expect(exit.code).toBe(2);
    });
  }

  test('--tls off is what there is without it', async ({ serve }) => {
    const server = await serve(['--tls', 'off']);
    expect(server.stdout.toString()).toBe(`listening on http://127.0.0.1:${server.port}/v1/relay\n`);
    expect(logged(server.stderr)).toBe('');
  });
});

test.describe('send and receive', () => {
  test.beforeEach(async ({ run }) => {
    for (const name of ['a', 'b']) await run(['genkeys', '-p', `${name}.public`, '-s', `${name}.secret`]);
  });

  const keysOf = (name: string) => ['--local-public', `${name}.public`, '--local-secret', `${name}.secret`];
  const FORMS: readonly [string, (lines: string) => readonly string[]][] = [
    ['the fingerprint as it is logged', (lines) => ['--fingerprint', lines]],
    [
      'one with colons',
      (lines) => [
        '--fingerprint',
        digits(lines)
          .toLowerCase()
          .replace(/..(?=.)/g, '$&:'),
      ],
    ],
    ['-k', () => ['-k']],
  ];
  for (const [name, optionsFor] of FORMS) {
    test(`pass bytes on with ${name}`, async ({ serve, cli, folder }) => {
      const server = await serve(['--tls', 'self-signed', '--tls-directory', folder]);
      const url = `https://127.0.0.1:${server.port}/v1/relay`;
      const options = optionsFor(logged(server.stderr));
      const keyOf = async (who: string) => (await readFile(join(folder, `${who}.public`), 'utf8')).trim();
      const receiver = cli(['receive', url, await keyOf('a'), ...keysOf('b'), ...options], { env: LOGIN });
      const sender = cli(['send', url, await keyOf('b'), ...keysOf('a'), ...options], { env: LOGIN });
      sender.child.stdin.end('hello');
      expect(await sender.exited).toMatchObject({ code: 0, stderr: '' });
      expect(await receiver.exited).toMatchObject({ code: 0, stderr: '', stdout: Buffer.from('hello') });
    });
  }

  test('refuse a certificate that they were not told of', async ({ serve, run, folder }) => {
    const server = await serve(['--tls', 'self-signed', '--tls-directory', folder]);
    const url = `https://127.0.0.1:${server.port}/v1/relay`;
    const peer = Buffer.alloc(32).toString('base64');
    const send = (address: string, ...options: string[]) =>
      run(['send', address, peer, ...keysOf('a'), ...options], { env: LOGIN });

    expectOneSentence(await send(url), /not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
    const seen = logged(server.stderr).trim().split(/\s+/).join(' ');
    const other = await send(url, '--fingerprint', '00'.repeat(32));
    expectOneSentence(other, `another fingerprint: ${seen}. Nothing was sent to it.`);
    const plain = await send(url.replace('https', 'http'), '--fingerprint', '00'.repeat(32));
    expectOneSentence(plain, 'has no TLS');
    expect(server.stderr).not.toMatch(/onnection 1|turned away/);
  });
});

import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpsServer, request } from 'node:https';
import { join } from 'node:path';
import { connect, createServer, type SecureVersion, type TLSSocket } from 'node:tls';
import { fingerprintOf } from '../../main/lib/fingerprint';
import { secureOptions, type TlsPair } from '../../main/server/tls/certificate';
import { readPemPair } from '../../main/server/tls/pemPair';
import { selfSignedPair } from '../../main/server/tls/selfSigned';
import { handshake, makePair, openssl } from '../helpers/openssl';
import { listenOn } from '../helpers/ports';
import { expect, test } from '../helpers/relayFixture';

// Real handshakes with a relay that serves TLS: by openssl and by Node.

async function ownPair(directory: string): Promise<TlsPair> {
  const pair = await selfSignedPair({ directory, hosts: ['laptop'], now: new Date() });
  if (!pair.ok) throw new Error(JSON.stringify(pair.error));
  return pair.value;
}

async function rsaPair(folder: string): Promise<TlsPair> {
  const { certificate, key } = await makePair(folder, 'rsa', 'rsa2048');
  const pair = await readPemPair(certificate, key, new Date());
  if (!pair.ok) throw new Error(JSON.stringify(pair.error));
  return pair.value;
}

/** openssl's oldest and weakest settings, so that it is the other side that refuses. */
const WEAK = ['-cipher', 'ALL:@SECLEVEL=0'];

test.describe('what a stranger can have computed for nothing', () => {
  test('is no exchange in a group that takes long', async ({ startRelay, folder }) => {
    const relay = await startRelay({ tls: await ownPair(folder) });
    for (const group of ['ffdhe8192', 'ffdhe2048', 'P-521'])
      expect((await handshake(relay.port, '-tls1_3', '-groups', group)).code, group).not.toBe(0);
    for (const group of ['X25519', 'P-256'])
      expect(await handshake(relay.port, '-tls1_3', '-groups', group), group).toMatchObject({ code: 0 });
  });

  test('is a bounded number of handshakes at once: those that are begun and not ended make room', async ({
    startRelay,
    folder,
  }) => {
    const relay = await startRelay({ tls: await ownPair(folder) });
    const begun = await Promise.all(Array.from({ length: 100 }, () => relay.raw()));
    await Promise.all(begun.slice(0, 100 - 64).map(({ closed }) => closed));
    expect(await handshake(relay.port)).toMatchObject({ code: 0 });
  });

  test('is nothing more on a connection that has its keys', async ({ startRelay, folder }) => {
    const relay = await startRelay({ tls: await ownPair(folder) });
    const socket = connect({
      port: relay.port,
      host: '127.0.0.1',
      maxVersion: 'TLSv1.2',
      rejectUnauthorized: false,
    });
    await once(socket, 'secureConnect');
    const failed = new Promise<string>((resolve) => socket.on('error', ({ message }) => resolve(message)));
    socket.renegotiate({}, () => undefined);
    expect(await failed).toContain('no renegotiation');
  });
});

test.describe('versions', () => {
  for (const [option, version] of [
    ['-tls1_2', 'TLSv1.2'],
    ['-tls1_3', 'TLSv1.3'],
  ] as const) {
    test(`${version} is spoken`, async ({ startRelay, folder }) => {
      const relay = await startRelay({ tls: await ownPair(folder) });
      const { code, text } = await handshake(relay.port, option);
      expect(text).toContain(`Protocol version: ${version}`);
      expect(code).toBe(0);
    });
  }

  for (const option of ['-tls1_1', '-tls1']) {
    test(`${option} is refused by the relay, and not by openssl`, async ({ startRelay, folder, undo }) => {
      const tls = await ownPair(folder);
      const relay = await startRelay({ tls });
      const refused = await handshake(relay.port, option, ...WEAK);
      expect(refused.code).not.toBe(0);
      expect(refused.text).toMatch(/alert protocol version/);
      expect(await relay.events.until(({ kind }) => kind === 'tlsFailed')).toMatchObject({
        from: '127.0.0.1',
      });

      const old = createServer({ ...secureOptions(tls), minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' });
      const port = await listenOn(old);
      undo(() => new Promise((resolve) => old.close(resolve)));
      expect(await handshake(port, option, ...WEAK)).toMatchObject({ code: 0 });
    });
  }

  test('a stranger that speaks no TLS gets no page, and others go on', async ({ startRelay, folder }) => {
    const relay = await startRelay({ tls: await ownPair(folder) });
    const plain = await relay.raw();
    plain.write('GET /versions HTTP/1.1\r\nHost: a\r\n\r\n');
    expect((await plain.rest()).toString('latin1')).not.toContain('authMethods');
    await relay.events.until(({ kind }) => kind === 'tlsFailed');
    expect(await handshake(relay.port)).toMatchObject({ code: 0 });
  });
});

test.describe('what deployed clients offer is enough', () => {
  // BearSSL: TLS 1.2 alone, P-256 or RSA, and of these suites any that it was built with.
  const SUITES = [
    'AES128-GCM-SHA256',
    'AES256-GCM-SHA384',
    'CHACHA20-POLY1305',
    'AES128-SHA256',
    'AES256-SHA384',
    'AES128-SHA',
    'AES256-SHA',
  ];
  for (const [kind, pairIn, signatures] of [
    ['ECDSA', ownPair, 'ECDSA+SHA256'],
    ['RSA', rsaPair, 'RSA+SHA256'],
  ] as const) {
    test(`with a key of ${kind}`, async ({ startRelay, folder }) => {
      const relay = await startRelay({ tls: await pairIn(folder) });
      for (const suite of SUITES) {
        const name = `ECDHE-${kind}-${suite}`;
        const offer = ['-cipher', name, '-curves', 'P-256', '-sigalgs', signatures];
        const { code, text } = await handshake(relay.port, '-tls1_2', ...offer);
        expect(text).toContain(`Ciphersuite: ${name}`);
        expect(code).toBe(0);
      }
    });
  }

  // The reference's client says so in all three, and exchanges keys in P-256 first.
  for (const [kind, curve, signatures] of [
    ['p384', 'P-384', 'ECDSA+SHA384'],
    ['p521', 'P-521', 'ECDSA+SHA512'],
  ] as const) {
    test(`with a key on the curve ${curve}`, async ({ startRelay, folder }) => {
      const { certificate, key } = await makePair(folder, 'own', kind);
      const pair = await readPemPair(certificate, key, new Date());
      if (!pair.ok) throw new Error(pair.error.kind);
      const relay = await startRelay({ tls: pair.value });
      const offer = ['-curves', `P-256:${curve}`, '-sigalgs', signatures];
      expect(await handshake(relay.port, '-tls1_2', ...offer)).toMatchObject({ code: 0 });
      expect(await handshake(relay.port, '-tls1_3', ...offer)).toMatchObject({ code: 0 });
    });
  }

  test('and a suite without encryption or without authentication is not', async ({ startRelay, folder }) => {
    const relay = await startRelay({ tls: await ownPair(folder) });
    for (const suite of ['ECDHE-ECDSA-NULL-SHA', 'AECDH-AES128-SHA', 'ECDHE-ECDSA-RC4-SHA:NULL-SHA']) {
      const { code, text } = await handshake(relay.port, '-tls1_2', '-cipher', `${suite}:@SECLEVEL=0`);
      expect(text).toContain('handshake failure');
      expect(code).not.toBe(0);
    }
  });
});

test.describe('the certificate', () => {
  test('is good to openssl that trusts it, for the relay’s names alone', async ({ startRelay, folder }) => {
    const relay = await startRelay({ tls: await ownPair(folder) });
    const trusting = ['-verify_return_error', '-CAfile', join(folder, 'tls-certificate.pem')];
    for (const name of [
      ['-verify_ip', '127.0.0.1'],
      ['-verify_ip', '::1'],
      ['-verify_hostname', 'localhost'],
      ['-verify_hostname', 'laptop'],
    ]) {
      const { code, text } = await handshake(relay.port, ...trusting, ...name);
      expect(text).toContain('Verification: OK');
      expect(code).toBe(0);
    }
    const other = await handshake(relay.port, ...trusting, '-verify_hostname', 'other');
    expect(other.text).toMatch(/hostname mismatch/i);
    expect(other.code).not.toBe(0);
    const trustless = await handshake(relay.port, '-verify_return_error', '-verify_ip', '127.0.0.1');
    expect(trustless.text).toMatch(/self-signed certificate/);
    expect(trustless.code).not.toBe(0);
  });

  for (const version of ['TLSv1.2', 'TLSv1.3'] satisfies SecureVersion[]) {
    test(`is good to Node that trusts it, over ${version}`, async ({ startRelay, folder }) => {
      const tls = await ownPair(folder);
      const relay = await startRelay({ tls });
      const socket = connect({
        ...{ port: relay.port, host: '127.0.0.1', servername: 'laptop', ca: tls.certificate },
        ...{ minVersion: version, maxVersion: version },
      });
      await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
      expect(socket.authorized).toBe(true);
      expect(socket.getProtocol()).toBe(version);
      const certificate = socket.getPeerX509Certificate();
      expect(certificate?.fingerprint256.replaceAll(':', '')).toBe(tls.fingerprint);
      await ended(socket);
    });
  }

  test('carries the relay’s pages', async ({ startRelay, folder }) => {
    const tls = await ownPair(folder);
    const relay = await startRelay({ tls });
    const body = await new Promise<string>((resolve, reject) => {
      const options = { port: relay.port, host: '127.0.0.1', path: '/versions', ca: tls.certificate };
      request({ ...options, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve(text));
      })
        .on('error', reject)
        .end();
    });
    expect(JSON.parse(body)).toMatchObject({ versions: [{ version: '1' }] });
  });

  test('goes out with its chain', async ({ folder, undo }) => {
    const [leaf, other] = [await ownPair(join(folder, 'a')), await ownPair(join(folder, 'b'))];
    const chain = { ...leaf, certificate: leaf.certificate + other.certificate };
    const server = createHttpsServer(secureOptions(chain));
    const port = await listenOn(server);
    undo(() => new Promise((resolve) => server.close(resolve)));
    const { text } = await openssl('s_client', '-connect', `127.0.0.1:${port}`, '-showcerts');
    const certificates = text.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [];
    expect(certificates.map((pem) => fingerprintOf(new X509Certificate(pem).raw))).toEqual([
      leaf.fingerprint,
      other.fingerprint,
    ]);
  });
});

const ended = (socket: TLSSocket) =>
  new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.end();
  });

test.describe('a pair that is renewed', () => {
  test('is served to whoever comes from then on, and disturbs nobody', async ({ startRelay, folder }) => {
    const [old, renewed] = [await ownPair(join(folder, 'old')), await ownPair(join(folder, 'renewed'))];
    const relay = await startRelay({ tls: old });
    const before = await peek(relay.port);
    relay.server.renewTls(renewed);
    const after = await peek(relay.port);
    expect(before.fingerprint).toBe(old.fingerprint);
    expect(after.fingerprint).toBe(renewed.fingerprint);
    for (const { socket } of [before, after]) expect(await firstLine(socket)).toBe('HTTP/1.1 200 OK');
  });

  test('is nothing to a relay without TLS', async ({ startRelay, folder }) => {
    const relay = await startRelay();
    relay.server.renewTls(await ownPair(folder));
    const plain = await relay.raw();
    plain.write('GET /versions HTTP/1.1\r\nHost: a\r\n\r\n');
    expect((await plain.answer()).status).toBe(200);
  });
});

/** A TLS connection that is up, and the certificate that was shown on it. */
async function peek(port: number): Promise<{ socket: TLSSocket; fingerprint: string }> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  return { socket, fingerprint: fingerprintOf(socket.getPeerCertificate().raw) };
}

async function firstLine(socket: TLSSocket): Promise<string> {
  socket.write('GET /versions HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  const [chunk] = await once(socket, 'data');
  socket.destroy();
  return String(chunk).split('\r\n')[0] ?? '';
}

import { once } from 'node:events';
import { createServer as createTcpServer } from 'node:net';
import { createServer, type SecureVersion } from 'node:tls';
import { type ConnectOptions, connectDevice } from '../../main/client/connection';
import { connectPinned } from '../../main/client/pinnedSocket';
import { type Fingerprint, parseFingerprint } from '../../main/lib/fingerprint';
import { generateIdentity } from '../../main/protocol/identity';
import { secureOptions, type TlsPair } from '../../main/server/tls/certificate';
import { readPemPair } from '../../main/server/tls/pemPair';
import { selfSignedPair } from '../../main/server/tls/selfSigned';
import { makePair } from '../helpers/openssl';
import { freePort, listenOn } from '../helpers/ports';
import { ACCOUNT, expect, test } from '../helpers/relayFixture';

// The device's side of TLS: which certificates it takes, and that no other gets to see a password.

async function ownPair(directory: string, now = new Date()): Promise<TlsPair> {
  const pair = await selfSignedPair({ directory, hosts: [], now });
  if (!pair.ok) throw new Error(JSON.stringify(pair.error));
  return pair.value;
}

/** Like `fingerprint`, but for one digit. */
function almost(fingerprint: Fingerprint): Fingerprint {
  const other = parseFingerprint(fingerprint.slice(0, -1) + (fingerprint.endsWith('0') ? '1' : '0'));
  if (other === undefined) throw new Error('not a fingerprint');
  return other;
}

/** Connects to a relay, and says what came of it. */
async function outcome(url: string, more: Partial<ConnectOptions>) {
  const identity = generateIdentity();
  const connection = await connectDevice({ url, ...ACCOUNT, identity, verifyCertificate: true, ...more });
  if (!connection.ok) return connection.error;
  await connection.value.close();
  return { kind: 'connected' };
}

interface Witness {
  readonly url: string;
  /** Everything that came out of TLS, once the client has gone. */
  readonly heard: Promise<string>;
}

/** Answers the first request with 403, and keeps what it was told. */
async function startWitness(
  undo: (work: () => unknown) => void,
  tls: TlsPair,
  version: SecureVersion,
): Promise<Witness> {
  let text = '';
  const server = createServer({ ...secureOptions(tls), minVersion: version, maxVersion: version });
  server.on('secureConnection', (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
  });
  server.on('tlsClientError', () => undefined);
  const gone = once(server, 'connection').then(async ([socket]) => {
    await once(socket, 'close');
  });
  const port = await listenOn(server);
  undo(() => new Promise((resolve) => server.close(resolve)));
  return { url: `https://127.0.0.1:${port}/v1/relay`, heard: gone.then(() => text) };
}

test.describe('a fingerprint', () => {
  test('lets a device in, whatever the certificate’s names and issuer', async ({ startRelay, folder }) => {
    const files = await makePair(folder, 'other', 'ec', []);
    const pair = await readPemPair(files.certificate, files.key, new Date());
    if (!pair.ok) throw new Error(JSON.stringify(pair.error));
    expect(pair.value.names).toEqual(['other.example']);
    const relay = await startRelay({ tls: pair.value });
    const { fingerprint } = pair.value;
    for (const host of ['127.0.0.1', 'localhost', 'LOCALHOST']) {
      const url = `https://${host}:${relay.port}/v1/relay`;
      expect(await outcome(url, { fingerprint })).toEqual({ kind: 'connected' });
      expect(await outcome(url.replace('https', 'wss'), { fingerprint })).toEqual({ kind: 'connected' });
    }
    expect(relay.events.all.filter(({ kind }) => kind === 'authenticated')).toHaveLength(6);
  });

  test('lets a device in over IPv6', async ({ startRelay, folder }) => {
    const tls = await ownPair(folder);
    const relay = await startRelay({ tls, address: '::1' });
    const url = `https://[::1]:${relay.port}/v1/relay`;
    expect(await outcome(url, { fingerprint: tls.fingerprint })).toEqual({ kind: 'connected' });
  });

  test('lets a device in also when the certificate has expired', async ({ startRelay, folder }) => {
    const tls = await ownPair(folder, new Date('2020-01-01'));
    expect(tls.validUntil.getTime()).toBeLessThan(Date.now());
    const relay = await startRelay({ tls });
    const url = `https://127.0.0.1:${relay.port}/v1/relay`;
    expect(await outcome(url, { fingerprint: tls.fingerprint })).toEqual({ kind: 'connected' });
  });

  for (const verifyCertificate of [true, false]) {
    test(`of another certificate is refused (verifying: ${verifyCertificate})`, async ({
      startRelay,
      folder,
    }) => {
      const tls = await ownPair(folder);
      const relay = await startRelay({ tls });
      const url = `https://127.0.0.1:${relay.port}/v1/relay`;
      expect(await outcome(url, { fingerprint: almost(tls.fingerprint), verifyCertificate })).toEqual({
        kind: 'fingerprintDiffers',
        seen: tls.fingerprint,
      });
      expect(relay.events.all.filter(({ kind }) => kind === 'opened')).toEqual([]);
    });
  }

  for (const version of ['TLSv1.2', 'TLSv1.3'] satisfies SecureVersion[]) {
    test(`is compared before anything is sent, over ${version}`, async ({ folder, undo }) => {
      const tls = await ownPair(folder);
      const right = await startWitness(undo, tls, version);
      const taken = await outcome(right.url, { fingerprint: tls.fingerprint });
      expect(taken).toEqual({ kind: 'loginRefused' });
      // The same witness hears everything when the fingerprint is right.
      expect(await right.heard).toMatch(/^GET \/v1\/relay HTTP\/1\.1\r\n.*^Authorization: Basic /ms);

      const wrong = await startWitness(undo, tls, version);
      const refused = await outcome(wrong.url, { fingerprint: almost(tls.fingerprint) });
      expect(refused).toEqual({ kind: 'fingerprintDiffers', seen: tls.fingerprint });
      expect(await wrong.heard).toBe('');
    });
  }

  test('needs TLS: nothing is sent to an address without it', async ({ undo, folder }) => {
    const { fingerprint } = await ownPair(folder);
    const server = createTcpServer((socket) => socket.destroy());
    let connections = 0;
    server.on('connection', () => connections++);
    const port = await listenOn(server);
    undo(() => new Promise((resolve) => server.close(resolve)));
    for (const scheme of ['http', 'ws']) {
      const url = `${scheme}://127.0.0.1:${port}/v1/relay`;
      expect(await outcome(url, { fingerprint })).toEqual({ kind: 'notEncrypted', url });
    }
    expect(connections).toBe(0);
  });

  test('comes to nothing where nobody listens, or somebody without TLS', async ({ relay, folder }) => {
    const { fingerprint } = await ownPair(folder);
    const nobody = `https://127.0.0.1:${await freePort()}/v1/relay`;
    expect(await outcome(nobody, { fingerprint })).toEqual({
      kind: 'unreachable',
      url: nobody,
      code: 'ECONNREFUSED',
    });
    const plain = `https://127.0.0.1:${relay.port}/v1/relay`;
    expect(await outcome(plain, { fingerprint })).toMatchObject({ kind: 'unreachable', url: plain });
  });

  test('is not waited for without end', async ({ folder, undo }) => {
    const { fingerprint } = await ownPair(folder);
    // Takes connections, and never says anything.
    const server = createTcpServer();
    const gone = once(server, 'connection').then(([socket]) => once(socket.resume(), 'close'));
    const port = await listenOn(server);
    undo(() => new Promise((resolve) => server.close(resolve)));
    const url = new URL(`wss://127.0.0.1:${port}`);
    expect(await connectPinned(url, fingerprint, 20)).toEqual({
      ok: false,
      error: { kind: 'unreachable', code: 'ETIMEDOUT' },
    });
    await gone;
  });
});

test.describe('without a fingerprint', () => {
  test('a self-signed certificate is refused, and nothing is sent', async ({ folder, undo }) => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] satisfies SecureVersion[]) {
      const witness = await startWitness(undo, await ownPair(folder), version);
      expect(await outcome(witness.url, {})).toEqual({
        kind: 'certificateRefused',
        code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      });
      expect(await witness.heard).toBe('');
    }
  });

  test('any certificate will do where none is verified', async ({ startRelay, folder }) => {
    const relay = await startRelay({ tls: await ownPair(folder, new Date('2020-01-01')) });
    const url = `https://127.0.0.1:${relay.port}/v1/relay`;
    expect(await outcome(url, { verifyCertificate: false })).toEqual({ kind: 'connected' });
  });
});

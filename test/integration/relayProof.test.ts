import { createServer } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import { verifyRelayIdentity } from '../../main/client/verifyRelay';
import { generateIdentity } from '../../main/protocol/identity';
import { makeRelayId, relayIdOf } from '../../main/protocol/relayId';
import { selfSignedPair } from '../../main/server/tls/selfSigned';
import { listenOn } from '../helpers/ports';
import { expect, test } from '../helpers/relayFixture';

// A relay proves that it is the one of an identity, before anybody tells it a password.

const MS = 3_000;
const CHALLENGE = 'ab'.repeat(32);

test('a relay with the key proves it, also by TLS and by IPv6', async ({ startRelay, folder }) => {
  const identity = generateIdentity();
  const id = relayIdOf(identity.publicKey);
  const pair = await selfSignedPair({ directory: folder, hosts: [], now: new Date() });
  if (!pair.ok) throw new Error(pair.error.kind);
  for (const more of [{}, { address: '::1' }, { tls: pair.value }]) {
    const relay = await startRelay({ identity, ...more });
    const url = 'tls' in more ? relay.url.replace('http:', 'https:') : relay.url;
    expect(await verifyRelayIdentity(new URL(url), id, MS), url).toBe(true);
    expect(await verifyRelayIdentity(new URL(url), makeRelayId(), MS), url).toBe(false);
  }
});

test('one without a key does not, and neither does one that only claims to have it', async ({
  relay,
  startRelay,
  undo,
}) => {
  const identity = generateIdentity();
  const id = relayIdOf(identity.publicKey);
  expect(await verifyRelayIdentity(new URL(relay.url), id, MS)).toBe(false);
  const other = await startRelay({ identity: generateIdentity() });
  expect(await verifyRelayIdentity(new URL(other.url), id, MS)).toBe(false);
  const bodies = [
    '',
    '{}',
    'x'.repeat(5_000),
    JSON.stringify({ key: identity.publicKey, signature: 'AAAA' }),
  ];
  const liar = createServer((_request, response) => response.end(bodies.shift()));
  undo(() => liar.close());
  const port = await listenOn(liar);
  for (let i = 0; i < 4; i++)
    expect(await verifyRelayIdentity(new URL(`http://127.0.0.1:${port}/v1/relay`), id, MS)).toBe(false);
});

test('who passes everything on to the relay itself proves nothing', async ({ startRelay, undo }) => {
  const identity = generateIdentity();
  const relay = await startRelay({ identity });
  const between = createTcpServer((socket) => {
    const onward = connect(relay.port, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    for (const end of [socket, onward]) end.on('error', () => undefined);
  });
  undo(() => between.close());
  const port = await listenOn(between);
  const url = new URL(`http://127.0.0.1:${port}/v1/relay`);
  expect(await verifyRelayIdentity(url, relayIdOf(identity.publicKey), MS)).toBe(false);
});

test('what is no challenge is not found, and without a key nothing is', async ({ startRelay, relay }) => {
  const proving = await startRelay({ identity: generateIdentity() });
  const ask = (port: number, path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  expect((await ask(proving.port, `/identity?challenge=${CHALLENGE}`)).status).toBe(200);
  for (const path of [
    '/identity',
    '/identity?challenge=',
    `/identity?challenge=${CHALLENGE}00`,
    '/identity/x',
  ])
    expect((await ask(proving.port, path)).status, path).toBe(404);
  expect((await ask(relay.port, `/identity?challenge=${CHALLENGE}`)).status).toBe(404);
});

test('one that never answers is waited for as long as is said', async ({ undo }) => {
  const mute = createTcpServer((socket) => void socket.resume().on('error', () => undefined));
  undo(() => mute.close());
  const port = await listenOn(mute);
  expect(await verifyRelayIdentity(new URL(`http://127.0.0.1:${port}/v1/relay`), makeRelayId(), 200)).toBe(
    false,
  );
});

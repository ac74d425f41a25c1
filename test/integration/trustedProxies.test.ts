import { connect } from 'node:net';
import { parseTrustedProxies } from '../../main/server/network/trustedProxies';
import { test as commandLine } from '../helpers/commandLine';
import { basic, upgradeRequest } from '../helpers/rawDevice';
import { ACCOUNT, expect, type TestRelay, test } from '../helpers/relayFixture';

// What a relay believes of those that say for whom they ask; here, a proxy is a bare socket.

function loopback() {
  const proxies = parseTrustedProxies('127.0.0.1');
  if (!proxies.ok) throw new Error(proxies.error);
  return proxies.value;
}

const forwardedFor = (address: string) => [`X-Forwarded-For: ${address}`];

async function guess(relay: TestRelay, address: string, password: string): Promise<number> {
  const raw = await relay.raw();
  const login = `Authorization: ${basic(ACCOUNT.username, password)}`;
  raw.request(...upgradeRequest('/v1/relay', login, ...forwardedFor(address)));
  return (await raw.answer('upgrade')).status;
}

const hasCrowded = (from: string) => (event: { kind: string; from?: string }) =>
  event.kind === 'crowded' && event.from === from;

test('connections are counted by the client’s address, and one too many is told so', async ({
  startRelay,
}) => {
  const relay = await startRelay({ trustProxy: loopback(), limits: { connectionsPerAddress: 2 } });
  for (let device = 0; device < 2; device++) await relay.device({ headers: forwardedFor('192.0.2.1') });
  expect(await guess(relay, '192.0.2.1', ACCOUNT.password)).toBe(503);
  expect(relay.events.all.filter(hasCrowded('192.0.2.1'))).toEqual([
    { kind: 'crowded', from: '192.0.2.1', reason: 'too many from one address' },
  ]);
  expect(await guess(relay, '192.0.2.2', ACCOUNT.password)).toBe(101);
});

test('a device that leaves makes room for another one of its address', async ({ startRelay }) => {
  const relay = await startRelay({ trustProxy: loopback(), limits: { connectionsPerAddress: 1 } });
  const device = await relay.device({ headers: forwardedFor('192.0.2.1') });
  expect(await guess(relay, '192.0.2.1', ACCOUNT.password)).toBe(503);
  await device.raw.end();
  await relay.events.until((event) => event.kind === 'closed');
  expect(await guess(relay, '192.0.2.1', ACCOUNT.password)).toBe(101);
});

test('the bound of all connections holds for a proxy, too', async ({ startRelay }) => {
  const relay = await startRelay({ trustProxy: loopback(), limits: { connections: 2 } });
  for (const address of ['192.0.2.1', '192.0.2.2']) await relay.device({ headers: forwardedFor(address) });
  const raw = await relay.raw();
  await raw.closed;
  expect(relay.events.all).toContainEqual({
    kind: 'crowded',
    from: '127.0.0.1',
    reason: 'too many connections',
  });
});

for (const claimed of ['127.0.0.1', '::1', '[::1]:80', 'unknown'])
  test(`who is said to be ${claimed} is not exempt from being slowed down`, async ({ startRelay }) => {
    const relay = await startRelay({ trustProxy: loopback() });
    const guesses = Array.from({ length: 20 }, (_, index) => guess(relay, claimed, `wrong ${index}`));
    expect(await Promise.all(guesses)).toContain(429);
  });

test('who is no proxy is not believed', async ({ startRelay }) => {
  test.skip(process.platform !== 'linux', 'other systems have no 127.0.0.2 by themselves');
  const relay = await startRelay({ trustProxy: loopback() });
  const socket = connect({ host: '127.0.0.1', port: relay.port, localAddress: '127.0.0.2' });
  const login = `Authorization: ${basic(ACCOUNT.username, 'wrong')}`;
  const lines = upgradeRequest('/v1/relay', login, ...forwardedFor('192.0.2.1'));
  socket.end(`${lines.join('\r\n')}\r\n\r\n`);
  const refused = await relay.events.until((event) => event.kind === 'loginRefused');
  expect(refused).toMatchObject({ from: '127.0.0.2' });
});

commandLine('options that cannot be understood are usage errors', async ({ run }) => {
  for (const wrong of ['localhost', '10.0.0.0/40', '10.0.0.1,', 'forwarded']) {
    const { code, stderr } = await run(['server', '--port', '0', '--trust-proxy', wrong]);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('it has to be IP addresses'),
    });
  }
  for (const wrong of ['buckets', '/', '/a/../b', '/a b', '/a//b', '/a?b']) {
    const { code, stderr } = await run(['server', '--port', '0', '--path-prefix', wrong]);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('It has to be a path'),
    });
  }
});

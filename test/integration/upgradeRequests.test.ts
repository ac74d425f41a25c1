import { Bystanders } from '../helpers/bystanders';
import { basic, upgradeRequest } from '../helpers/rawDevice';
import { ACCOUNT, expect, type TestRelay, test } from '../helpers/relayFixture';

// Who asks for a device's connection without being one. (From this computer nobody is slowed down; how strangers are is
// tested where their address can be played.)

const LOGIN = `Authorization: ${basic(ACCOUNT.username, ACCOUNT.password)}`;

async function ask(relay: TestRelay, host: string, ...more: readonly string[]): Promise<number> {
  const socket = await relay.raw();
  const lines = upgradeRequest('/v1/relay', ...more).filter((line) => !line.startsWith('Host:'));
  socket.request(...lines, `Host: ${host}`);
  const { status } = await socket.answer('upgrade');
  await socket.end();
  return status;
}

test.describe('a web page that asks with the right login', () => {
  const FOREIGN = [
    'https://evil.example',
    'http://evil.example:9001',
    'http://127.0.0.1:1',
    'http://127.0.0.1',
    'null',
    '',
    'file://',
  ];
  for (const origin of FOREIGN) {
    test(`is refused when it is foreign: ${JSON.stringify(origin)}`, async ({ relay }) => {
      expect(await ask(relay, `127.0.0.1:${relay.port}`, LOGIN, `Origin: ${origin}`)).toBe(403);
      expect(relay.events.all).toEqual([{ kind: 'loginRefused', from: '127.0.0.1', reason: 'foreign page' }]);
    });
  }

  test('is refused when its own name leads here: DNS rebinding', async ({ relay }) => {
    for (const name of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example'])
      expect(
        await ask(relay, `${name}:${relay.port}`, LOGIN, `Origin: http://${name}:${relay.port}`),
        name,
      ).toBe(403);
  });

  test('is let in when it is the relay’s own, by an address or a local name', async ({ startRelay }) => {
    const four = await startRelay();
    for (const host of ['127.0.0.1', '192.168.1.20', '[::1]', 'localhost', 'LocalHost', 'kitchen.local'])
      expect(
        await ask(four, `${host}:${four.port}`, LOGIN, `Origin: http://${host.toLowerCase()}:${four.port}`),
        host,
      ).toBe(101);
    const six = await startRelay({ address: '::1' });
    expect(await ask(six, `[::1]:${six.port}`, LOGIN, `Origin: http://[::1]:${six.port}`)).toBe(101);
  });

  test('and even then needs the login', async ({ relay }) => {
    const host = `127.0.0.1:${relay.port}`;
    expect(await ask(relay, host, `Origin: http://${host}`)).toBe(403);
  });

  test('cannot send two origins, one of which is right', async ({ relay }) => {
    const host = `127.0.0.1:${relay.port}`;
    expect(await ask(relay, host, LOGIN, `Origin: http://${host}`, 'Origin: https://evil.example')).toBe(403);
    expect(await ask(relay, host, LOGIN, 'Origin: https://evil.example', `Origin: http://${host}`)).toBe(403);
  });
});

test('a device without an Origin is let in under whatever name it knows the relay', async ({ relay }) => {
  for (const host of ['relay.example', 'relay.example:443', '127.0.0.1', 'a_b'])
    expect(await ask(relay, host, LOGIN)).toBe(101);
});

test('two logins in one request are none, or the first one; never the second one', async ({ relay }) => {
  const wrong = `Authorization: ${basic(ACCOUNT.username, 'wrong')}`;
  expect(await ask(relay, 'r', wrong, LOGIN)).toBe(403);
});

test('a burst of wrong logins does not disturb devices that talk, and lets right ones in meanwhile', async ({
  relay,
}) => {
  const others = await Bystanders.at(relay);
  const wrong = `Authorization: ${basic(ACCOUNT.username, 'wrong')}`;
  const bursts = Array.from({ length: 300 }, () => ask(relay, 'r', wrong));
  await others.exchange(20, 10_000);
  const newcomer = await relay.device();
  expect(new Set(await Promise.all(bursts))).toEqual(new Set([403]));
  await others.exchange();
  expect(await ask(relay, 'r', LOGIN)).toBe(101);
  expect((await newcomer.close()).code).toBe(1000);
  expect(relay.events.all.filter(({ kind }) => kind === 'loginRefused')).toHaveLength(300);
});

import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Check } from '../../preload/doctor';
import { type Cli, expect, LOGIN, test } from '../helpers/commandLine';
import { startFakeRelay, WHO } from '../helpers/fakeRelay';
import { fingerprintIn } from '../helpers/openssl';
import { freePort, listenOn } from '../helpers/ports';
import { ACCOUNT } from '../helpers/relayFixture';

// `doctor` as a device's side, on loopback.

type Run = (args: readonly string[], options?: { env?: Readonly<Record<string, string>> }) => Cli['exited'];

/** What it finds, by check, and its exit code. */
async function findings(run: Run, args: readonly string[], env = LOGIN) {
  const { code, stdout, stderr } = await run(['doctor', '--json', ...args], { env });
  expect(stderr).toBe('');
  const { checks } = JSON.parse(stdout.toString()) as { checks: readonly Check[] };
  return { code, ...Object.fromEntries(checks.map(({ name, finding }) => [name, finding])) };
}

const address = (port: number, scheme = 'http') => `${scheme}://127.0.0.1:${port}/v1/relay`;

test('a relay that is well is well, in plain sentences', async ({ serve, run }) => {
  const { port } = await serve();
  const { code, stdout, stderr } = await run(['doctor', address(port)], { env: LOGIN });
  expect(stdout.toString().replace(/\(\d+ ms\)/g, '(N ms)')).toBe(
    [
      '[passed] Reachable (N ms)',
      `  A relay answers at ${address(port)}.`,
      '[passed] Login works',
      '  User name and password are right.',
      '[passed] Two test devices can talk (N ms)',
      '  A message went there and back, unchanged.',
      '[not tried] Certificate',
      '  Encryption is off, so there is none.',
      '',
    ].join('\n'),
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('no device of the household hears of the test devices', async ({ run, relay }) => {
  const device = await relay.device();
  const { username, password } = ACCOUNT;
  const env = { RELAY_USERNAME: username, RELAY_PASSWORD: password };
  expect(await findings(run, [relay.url], env)).toMatchObject({ echo: { kind: 'talk' } });
  await device.quiet();
  const told = relay.events.all.map(({ kind }) => kind);
  expect(told.filter((kind) => kind === 'testDeviceOpened')).toHaveLength(2);
  expect(told.filter((kind) => kind === 'authenticated')).toHaveLength(1);
});

test('to a relay that would tell of them they do not prove their keys', async ({ run, undo }) => {
  const handleEvent: Buffer[] = [];
  const url = await startFakeRelay(undo, (socket) => {
    socket.on('message', (bytes: Buffer) => handleEvent.push(bytes));
    socket.send(WHO);
  });
  expect(await findings(run, [url])).toMatchObject({
    code: 0,
    login: { kind: 'letsIn' },
    echo: { kind: 'skipped', why: 'wouldBeSeen' },
  });
  expect(handleEvent).toEqual([]);
});

test('without a login it says what it did not try, and that is no failure', async ({ serve, run }) => {
  const { port } = await serve();
  expect(await findings(run, [address(port, 'ws')], {} as typeof LOGIN)).toMatchObject({
    code: 0,
    reachable: { kind: 'answers', url: address(port) },
    login: { kind: 'skipped', why: 'noPassword' },
  });
});

test('a wrong password is named, and tried once only', async ({ serve, run }) => {
  const server = await serve();
  const env = { ...LOGIN, RELAY_PASSWORD: 'a wrong one' };
  expect(await findings(run, [address(server.port)], env)).toMatchObject({
    code: 1,
    reachable: { kind: 'answers' },
    login: { kind: 'turnsAway' },
    echo: { kind: 'skipped', why: 'notLetIn' },
  });
  expect(server.stderr.match(/wrong login/g)).toHaveLength(1);
});

test('nobody, another program, and what is no address', async ({ run, undo }) => {
  const free = await freePort();
  expect(await findings(run, [address(free)])).toMatchObject({
    code: 1,
    reachable: { kind: 'noAnswer', url: address(free), why: { kind: 'refused' } },
    login: { kind: 'skipped', why: 'noAnswer' },
  });
  expect(await findings(run, ['http://no-such-relay.invalid:9001/v1/relay'])).toMatchObject({
    reachable: { kind: 'noAnswer', why: { kind: 'nameUnknown' } },
  });
  const mute = createServer((socket) => socket.resume());
  undo(() => mute.close());
  const port = await listenOn(mute);
  expect(await findings(run, [address(port)])).toMatchObject({
    reachable: { kind: 'noAnswer', why: { kind: 'silent' } },
  });
  expect(await findings(run, ['ftp://127.0.0.1'])).toEqual({ code: 1, reachable: { kind: 'badAddress' } });
  const leaky = await run(['doctor', `http://me:hunter2@127.0.0.1:${free}/v1/relay`], { env: LOGIN });
  expect(leaky.stdout.toString() + leaky.stderr).not.toContain('hunter2');
});

test('TLS: trusted by its fingerprint alone, and the wrong scheme is named', async ({
  serve,
  run,
  folder,
}) => {
  const { port } = await serve(['--tls', 'self-signed', '--tls-directory', folder]);
  const url = address(port, 'https');
  const seen = await fingerprintIn(join(folder, 'tls-certificate.pem'));
  expect(await findings(run, [url])).toMatchObject({
    code: 1,
    certificate: { kind: 'certificateUntrusted', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', seen },
    login: { kind: 'skipped', why: 'notTrusted' },
  });
  expect(await findings(run, ['--fingerprint', seen, url])).toMatchObject({
    code: 0,
    certificate: { kind: 'certificatePinned' },
    echo: { kind: 'talk' },
  });
  expect(await findings(run, ['--fingerprint', 'AB'.repeat(32), url])).toMatchObject({
    code: 1,
    certificate: { kind: 'certificateDiffers', seen },
    login: { kind: 'skipped' },
  });
  expect(await findings(run, ['-k', url])).toMatchObject({
    code: 0,
    certificate: { kind: 'certificateUnchecked', seen },
    echo: { kind: 'talk' },
  });
  const plain = await serve();
  for (const [wrong, right] of [
    [address(port), address(port, 'https')],
    [address(plain.port, 'https'), address(plain.port)],
  ] as const)
    expect(await findings(run, [wrong])).toMatchObject({
      reachable: { kind: 'answersElsewhere', url: right },
    });
});

test('what makes no sense is a usage error', async ({ run }) => {
  const both = await run(['doctor', address(9), '--discover', 'ab'.repeat(16)]);
  expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('either an address or --discover') });
  const noId = await run(['doctor', '--discover', 'kitchen']);
  expect(noId).toMatchObject({ code: 2, stderr: expect.stringContaining('32 hex digits') });
});

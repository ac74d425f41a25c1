import { expect, LOGIN, test } from '../helpers/commandLine';
import { type DeviceOptions, RawDevice } from '../helpers/rawDevice';
import { message } from '../helpers/rawWire';
import { ACCOUNT } from '../helpers/relayFixture';
import { StubbornDevice } from '../helpers/stubbornDevice';

// The end of `server`: what waits for a slow device leaves first, and a second signal ends it at once.

const open = async (port: number, more: Partial<DeviceOptions> = {}) =>
  (await RawDevice.open({ port, ...ACCOUNT, ...more })).login();

const CHUNK = Buffer.alloc(16_000, 'x');

/** So much piles up at a sender only if the relay does not read from it any more. */
const STALLED = 8 * 1024 * 1024;

/** Two that are linked, of which one does not read; so much was sent to it that the relay reads from the other no more. */
async function stalledPair(port: number) {
  let received = 0;
  const slow = await (
    await StubbornDevice.open(port, ACCOUNT, { onData: (data) => (received += data.length) })
  ).login();
  const sender = await (await StubbornDevice.open(port, ACCOUNT)).login();
  for (const [a, b] of [
    [slow, sender],
    [sender, slow],
  ] as const)
    a.send(message('c', b.keys.raw));
  await sender.heard.until(({ kind }) => kind === 'connected');
  slow.stopReading();
  while (sender.backedUp < STALLED) {
    sender.send(message('d', slow.keys.raw, CHUNK));
    await new Promise(setImmediate);
  }
  return { slow, sender, received: () => received };
}

test('what waits for a slow device leaves before the end', async ({ serve }) => {
  const server = await serve();
  const { slow, sender, received } = await stalledPair(server.port);
  const silent = await open(server.port, { answersClose: false });
  server.child.kill('SIGTERM');
  expect(await sender.closed).toMatchObject({ code: 1001 });
  // Who does not answer is cut, and by then others would have been, too.
  await silent.closed;
  const before = received();
  slow.readOn();
  expect(await slow.closed).toMatchObject({ code: 1001 });
  expect(received() - before).toBeGreaterThan(0);
  expect(received() % CHUNK.length).toBe(0);
  expect(await server.exited).toMatchObject({ code: 0 });
});

test('it does not wait for ever', async ({ serve }) => {
  const server = await serve();
  const { slow } = await stalledPair(server.port);
  server.child.kill('SIGTERM');
  expect(await server.exited).toMatchObject({ code: 0 });
  await slow.end();
});

for (const [signal, code] of [
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)
  test(`a second signal, ${signal}, ends it at once`, async ({ cli }) => {
    const server = cli(['server', '--port', '0'], { env: LOGIN });
    const [, port] = await server.until('stdout', /:(\d+)\/v1\/relay\n/);
    const { slow } = await stalledPair(Number(port));
    const silent = await open(Number(port), { answersClose: false });
    server.child.kill('SIGTERM');
    // By now it waits for the slow one alone.
    await silent.closed;
    server.child.kill(signal);
    expect(await server.exited).toMatchObject({ code });
    await slow.end();
  });

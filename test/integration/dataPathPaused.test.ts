import { basic, frame, OPCODE, upgradeRequest } from '../helpers/rawDevice';
import { message } from '../helpers/rawWire';
import { ACCOUNT, expect, test } from '../helpers/relayFixture';

// Connections that are not read from for a while have to be read from again, and those that never read have an end.

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('what comes in one piece with the upgrade is dealt with, and so is what comes after it', async ({
  relay,
}) => {
  const raw = await relay.raw();
  const login = `Authorization: ${basic(ACCOUNT.username, ACCOUNT.password)}`;
  const command = message('d', Buffer.alloc(32), Buffer.alloc(40_000));
  raw.write(
    Buffer.concat([
      Buffer.from(`${upgradeRequest('/v1/relay', login).join('\r\n')}\r\n\r\n`),
      frame(OPCODE.binary, command.subarray(0, 20_000), false),
      frame(OPCODE.continuation, command.subarray(20_000)),
    ]),
  );
  const until = (text: string) =>
    raw.take((bytes) => {
      const end = bytes.indexOf(text) + text.length;
      return end < text.length ? undefined : { value: text, length: end };
    });
  await until('Sending forbidden');
  raw.write(frame(OPCODE.ping, Buffer.from('still there?')));
  expect(await until('still there?')).toBe('still there?');
});

for (const end of ['close', 'end', 'reset'] as const) {
  test(`what came before a ${end} comes through, however much it was, while others speak`, async ({
    relay,
  }) => {
    const [loud, quiet] = [await relay.device(), await relay.device()];
    loud.connect(quiet);
    quiet.connect(loud);
    while ((await quiet.next()).kind !== 'connected');
    while ((await loud.next()).kind !== 'connected');
    const messages = Array.from({ length: 500 }, (_, i) => `message ${i}`);
    const frames = messages.map((text) => frame(OPCODE.binary, message('d', quiet.keys.raw, text)));
    quiet.raw.write(frame(OPCODE.ping, Buffer.from('little')));
    const goodbye = end === 'close' ? [frame(OPCODE.close, Buffer.from([0x03, 0xe8]))] : [];
    loud.raw.write(Buffer.concat([...frames, ...goodbye]));
    if (end === 'end') loud.raw.socket.end();
    const heard: string[] = [];
    while (heard.length < messages.length) {
      const next = await quiet.next();
      if (next.kind !== 'data') continue;
      heard.push(next.data.toString());
      // Some of it has been passed on, so that all of it has been read.
      if (end === 'reset' && heard.length === 1) void loud.raw.reset();
    }
    expect(heard).toEqual(messages);
    while ((await quiet.next()).kind !== 'exited');
  });
}

test('who asks for pongs and reads none is held, and then given up', async ({ startRelay }) => {
  const relay = await startRelay({ limits: { stuckMs: 500 } });
  const device = await relay.device();
  const other = await relay.device();
  device.raw.socket.pause();
  let isOver = false;
  void relay.events.until((event) => event.kind === 'givenUp').then(() => (isOver = true));
  const pings = Buffer.concat(Array.from({ length: 50 }, () => frame(OPCODE.ping, Buffer.alloc(125))));
  while (!isOver) {
    // No faster than the relay deals with them.
    if (device.raw.socket.writableLength < 1024 * 1024) device.raw.write(pings);
    other.raw.write(frame(OPCODE.ping, Buffer.from('1')));
    await other.pongs.next();
    await turn();
  }
  expect(relay.events.all.find((event) => event.kind === 'givenUp')).toMatchObject({ why: 'too slow' });
});

test('however many pings come at once, all are answered', async ({ relay }) => {
  const device = await relay.device();
  const numbers = Array.from({ length: 1_000 }, (_, i) => String(i));
  device.raw.write(Buffer.concat(numbers.map((number) => frame(OPCODE.ping, Buffer.from(number)))));
  for (const number of numbers) expect(String(await device.pongs.next())).toBe(number);
});

test('two that send each other a burst, and answer pings late, both get all of it', async ({
  startRelay,
}) => {
  const relay = await startRelay({ limits: { stuckMs: 2_000 } });
  const [a, b] = [await relay.device({ answersPings: 'late' }), await relay.device({ answersPings: 'late' })];
  a.connect(b);
  b.connect(a);
  const data = Buffer.alloc(950, 'x');
  const heard = async (device: typeof a, count: number) => {
    for (let found = 0; found < count; ) if ((await device.next()).kind === 'data') found += 1;
  };
  const linked = async (device: typeof a) => {
    while ((await device.next()).kind !== 'connected');
  };
  await Promise.all([linked(a), linked(b)]);
  const exchange = async (count: number) => {
    for (let i = 0; i < count; i++) {
      a.data(b, data);
      b.data(a, data);
    }
    await Promise.all([heard(a, count), heard(b, count)]);
  };
  // From the first answers on it is known what they take.
  await exchange(8);
  await Promise.all([a.answered.next(), b.answered.next()]);
  await a.quiet();
  await b.quiet();
  await exchange(400);
  expect(relay.events.all.filter((event) => event.kind === 'givenUp')).toEqual([]);
});

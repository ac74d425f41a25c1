import assert from 'node:assert/strict';
import { Bystanders, until } from '../helpers/bystanders';
import { frame, OPCODE, type RawDevice } from '../helpers/rawDevice';
import { message } from '../helpers/rawWire';
import { expect, test } from '../helpers/relayFixture';

// Messages that are begun and not ended are kept by the relay, and by nobody else: they have bounds in all and in time.

const UNFINISHED = 4006;
const KIB = 1024;

/** A frame of a message that goes on. */
const begin = (size: number) => frame(OPCODE.binary, Buffer.alloc(size), false);

test('there is room for so much in all; then the one goes whose message began first', async ({
  startRelay,
}) => {
  const relay = await startRelay({ limits: { unfinishedBytes: 200 * KIB } });
  const others = await Bystanders.at(relay);
  const [first, second, third] = [await relay.device(), await relay.device(), await relay.device()];
  for (const device of [first, second]) {
    device.raw.write(begin(80 * KIB));
    await dealtWith(device);
  }
  third.raw.write(begin(80 * KIB));
  expect((await first.closed).code).toBe(UNFINISHED);
  expect(await relay.events.until(({ kind }) => kind === 'givenUp')).toMatchObject({ why: 'unfinished' });
  await dealtWith(second);
  await dealtWith(third);
  await others.exchange();
});

test('what is whole makes room: a hundred times as much passes by and by', async ({ startRelay }) => {
  const relay = await startRelay({ limits: { unfinishedBytes: 200 * KIB } });
  const [from, to] = [await relay.device(), await relay.device()];
  await link(from, to);
  const data = Buffer.alloc(90 * KIB, 7);
  for (let i = 0; i < 200; i++) {
    from.data(to, data);
    assert.deepEqual(await to.next(), { kind: 'data', key: from.key, data });
  }
});

test('half a netstring counts, even where its websocket messages are whole', async ({ startRelay }) => {
  const relay = await startRelay({ limits: { unfinishedBytes: 100 * KIB } });
  const others = await Bystanders.at(relay);
  const device = await relay.device();
  const whole = message('d', device.keys.raw, Buffer.alloc(500 * KIB));
  for (let at = 0; at < 120 * KIB; at += 10 * KIB) device.send(whole.subarray(at, at + 10 * KIB));
  expect((await device.closed).code).toBe(UNFINISHED);
  await others.exchange();
});

test('one that stands still is given up; one that goes on is not, and neither is one that has begun nothing', async ({
  startRelay,
}) => {
  const relay = await startRelay({ limits: { unfinishedMs: 250 } });
  const [others, idle] = [await Bystanders.at(relay), await relay.device()];
  const [stuck, slow] = [await relay.device(), await relay.device()];
  stuck.raw.write(begin(KIB));
  const whole = frame(OPCODE.binary, message('x', stuck.keys.raw));
  let at = 0;
  const talking = setInterval(() => slow.raw.write(whole.subarray(at, ++at)), 20);
  expect((await stuck.closed).code).toBe(UNFINISHED);
  clearInterval(talking);
  slow.raw.write(whole.subarray(at));
  await dealtWith(slow);
  await dealtWith(idle);
  await others.exchange();
  expect(relay.events.all.filter(({ kind }) => kind === 'givenUp')).toHaveLength(1);
});

test('pings and pongs are no sign that a message goes on, nor are empty pieces of it', async ({
  startRelay,
}) => {
  const relay = await startRelay({ limits: { unfinishedMs: 250, pingMs: 100 } });
  const device = await relay.device();
  device.raw.write(begin(KIB));
  const talking = setInterval(() => {
    device.raw.write(frame(OPCODE.ping, Buffer.from('!')));
    device.raw.write(frame(OPCODE.continuation, Buffer.alloc(0), false));
  }, 20);
  expect((await device.closed).code).toBe(UNFINISHED);
  clearInterval(talking);
});

/** Resolves when all that came from the device has been looked at: a ping is answered amid a message too. */
async function dealtWith(device: RawDevice): Promise<void> {
  device.raw.write(frame(OPCODE.ping, Buffer.from('?')));
  await device.pongs.next();
}

async function link(a: RawDevice, b: RawDevice): Promise<void> {
  a.connect(b);
  b.connect(a);
  for (const device of [a, b]) await until(device, ({ kind }) => kind === 'connected');
}

import { MAX_REQUESTS } from '../../main/protocol/relay';
import { HEAD_BYTES, MESSAGE_BYTES, MESSAGE_FRAMES } from '../../main/server/limits/limits';
import { Bystanders, until } from '../helpers/bystanders';
import { frame, makeKeys, OPCODE, type RawDevice } from '../helpers/rawDevice';
import { message } from '../helpers/rawWire';
import { expect, type TestRelay, test } from '../helpers/relayFixture';
import { strictAnswers } from '../helpers/strictHttp';

// Everything that a stranger, or a device, can make the relay hold has its bound.

const NOT_IN_TIME = 4003;
const TOO_LARGE = 1009;
const POLICY = 1008;

const crowded = (relay: TestRelay) =>
  relay.events.all.flatMap((event) => (event.kind === 'crowded' ? [event.reason] : []));

test.describe('a header', () => {
  const request = (filler: number) => `GET /versions HTTP/1.1\r\nHost: r\r\nX: ${'x'.repeat(filler)}\r\n\r\n`;

  test('of nearly 16 KiB is read', async ({ relay }) => {
    const socket = await relay.raw();
    socket.socket.end(request(HEAD_BYTES - 200));
    expect(strictAnswers(await socket.rest()).map(({ status }) => status)).toEqual([200]);
  });

  const LARGE: readonly [string, string][] = [
    ['more than 16 KiB in one line', request(HEAD_BYTES + 1)],
    ['more than 16 KiB without end', `GET /versions HTTP/1.1\r\nX: ${'x'.repeat(HEAD_BYTES + 1)}`],
    [
      'more than 16 KiB in many lines',
      `GET / HTTP/1.1\r\nHost: r\r\n${`X-Filler: ${'y'.repeat(30)}\r\n`.repeat(HEAD_BYTES / 32)}\r\n`,
    ],
    ['a target of more than 16 KiB', `GET /${'x'.repeat(HEAD_BYTES + 1)} HTTP/1.1\r\nHost: r\r\n\r\n`],
    ['ten megabytes of one', `GET / HTTP/1.1\r\nX: ${'x'.repeat(10_000_000)}`],
  ];
  for (const [name, bytes] of LARGE) {
    test(`that has ${name} gets 431 and a closed connection`, async ({ relay }) => {
      const socket = await relay.raw();
      socket.write(bytes);
      const { status } = await socket.answer();
      expect(status).toBe(431);
      await socket.closed;
      await Bystanders.at(relay);
    });
  }

  test('of an upgrade has the same bound', async ({ relay }) => {
    const socket = await relay.raw();
    socket.write(`GET /v1/relay HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n`);
    socket.write(`Authorization: Basic ${'A'.repeat(HEAD_BYTES)}\r\n\r\n`);
    expect((await socket.answer()).status).toBe(431);
    await socket.closed;
    expect(relay.events.all).toEqual([]);
  });
});

test.describe('connections', () => {
  test.skip(({ nodes }) => nodes > 1, 'each node has room of its own');

  test('as many devices as there may be; the next one is cut and told of, and comes in when one goes', async ({
    startRelay,
  }) => {
    const relay = await startRelay({ limits: { connections: 3 } });
    const others = await Bystanders.at(relay);
    const third = await relay.device();
    const fourth = await relay.raw();
    fourth.request('GET /versions HTTP/1.1', 'Host: r');
    await fourth.closed;
    expect((await fourth.rest()).length).toBe(0);
    expect(crowded(relay)).toEqual(['too many connections']);
    await others.exchange();
    await third.close();
    // The relay may see that end a moment later than we do.
    await until(await retried(relay), ({ kind }) => kind === 'entered');
  });

  test('that are no device’s make room for newer ones, who has been there longest first', async ({
    startRelay,
  }) => {
    const relay = await startRelay({ limits: { newcomers: 2 } });
    for (let i = 0; i < 5; i++) await relay.device();
    const [one, two] = [await relay.raw(), await relay.raw()];
    await until(await relay.device(), ({ kind }) => kind === 'entered');
    await one.closed;
    expect(crowded(relay)).toEqual(['made room']);
    two.request('GET /versions HTTP/1.1', 'Host: r');
    expect((await two.answer()).status).toBe(200);
  });

  test('that have logged in and proved no key make room as well; devices never do', async ({
    startRelay,
  }) => {
    const relay = await startRelay({ limits: { newcomers: 2 } });
    const others = await Bystanders.at(relay);
    const [first, second] = [await relay.stranger(), await relay.stranger()];
    await relay.device();
    await first.raw.closed;
    await others.exchange();
    expect(crowded(relay)).toEqual(['made room']);
    await second.login();
  });

  test('from this computer are not counted by address', async ({ startRelay }) => {
    const relay = await startRelay({ limits: { connectionsPerAddress: 1 } });
    await (await Bystanders.at(relay)).exchange();
    expect(crowded(relay)).toEqual([]);
  });

  test('that come and go by the hundreds leave their places', async ({ startRelay }) => {
    const relay = await startRelay({ limits: { connections: 6 } });
    for (let i = 0; i < 200; i++) {
      const device = await retried(relay);
      await (i % 3 === 0 ? device.close() : i % 3 === 1 ? device.raw.reset() : device.raw.end());
    }
    await relay.events.untilCount(200, ({ kind }) => kind === 'closed');
    const last = await Promise.all(Array.from({ length: 6 }, () => retried(relay)));
    for (const device of last) await until(device, ({ kind }) => kind === 'entered');
  });
});

/** A device as soon as there is room for it: one that was just let go of may still be counted. */
async function retried(relay: TestRelay): Promise<RawDevice> {
  for (;;) {
    try {
      return await relay.device();
    } catch (error) {
      if (crowded(relay).length === 0) throw error;
    }
  }
}

test.describe('the time to prove a key', () => {
  test('is bounded: 4003', async ({ startRelay }) => {
    const relay = await startRelay({ limits: { authenticateMs: 200 } });
    const stranger = await relay.stranger();
    expect((await stranger.closed).code).toBe(NOT_IN_TIME);
    await relay.events.until(({ kind }) => kind === 'closed');
    expect(relay.events.all.map(({ kind }) => kind)).toEqual(['opened', 'givenUp', 'closed']);
  });

  test('is not made longer by talking, by pings or by a bad signature', async ({ startRelay }) => {
    const relay = await startRelay({ limits: { authenticateMs: 300 } });
    const [talker, pinger, forger] = [await relay.stranger(), await relay.stranger(), await relay.stranger()];
    await forger.challenge();
    forger.send(message('i', Buffer.alloc(64, 1), forger.keys.raw));
    expect(await forger.next()).toMatchObject({ kind: 'error', message: 'Invalid signature' });
    const talking = setInterval(() => {
      talker.data(forger, 'x');
      pinger.raw.write(frame(OPCODE.ping, Buffer.alloc(0)));
    }, 20);
    for (const device of [talker, pinger, forger]) expect((await device.closed).code).toBe(NOT_IN_TIME);
    clearInterval(talking);
    expect(relay.events.all.filter(({ kind }) => kind === 'givenUp')).toHaveLength(3);
  });

  test('ends with the proof: who is in stays', async ({ startRelay }) => {
    const relay = await startRelay({ limits: { authenticateMs: 300 } });
    const others = await Bystanders.at(relay);
    // A stranger that came after them is given up: their time is over as well.
    expect((await (await relay.stranger()).closed).code).toBe(NOT_IN_TIME);
    await others.exchange();
    expect(relay.events.all.filter(({ kind }) => kind === 'givenUp')).toHaveLength(1);
  });

  test('is over for good: a proof that comes too late is worth nothing', async ({ startRelay }) => {
    const relay = await startRelay({ limits: { authenticateMs: 200 } });
    const late = await relay.stranger({ answersClose: false });
    const challenge = await late.challenge();
    await relay.events.until(({ kind }) => kind === 'givenUp');
    late.send(late.iam(challenge));
    expect((await late.closed).code).toBe(NOT_IN_TIME);
    expect(relay.events.all.some(({ kind }) => kind === 'authenticated')).toBe(false);
  });
});

test.describe('a websocket message', () => {
  test('of 4 MiB is read, in one frame and in many', async ({ relay }) => {
    const device = await relay.device();
    const one = message('x', makeKeys().raw);
    const whole = Buffer.concat(Array<Buffer>(Math.floor(MESSAGE_BYTES / one.length)).fill(one));
    device.send(whole);
    await device.quiet();
    for (let at = 0; at < whole.length; at += 10_000) {
      const part = whole.subarray(at, at + 10_000);
      const opcode = at === 0 ? OPCODE.binary : OPCODE.continuation;
      device.raw.write(frame(opcode, part, at + 10_000 >= whole.length));
    }
    await device.quiet();
  });

  const LARGE: readonly [string, () => Buffer[]][] = [
    ['one byte over 4 MiB', () => [frame(OPCODE.binary, Buffer.alloc(MESSAGE_BYTES + 1))]],
    [
      'one byte over 4 MiB, in two parts',
      () => [frame(OPCODE.binary, Buffer.alloc(MESSAGE_BYTES), false), frame(0, Buffer.alloc(1))],
    ],
  ];
  for (const [name, frames] of LARGE) {
    test(`of ${name} is refused with 1009`, async ({ relay }) => {
      const others = await Bystanders.at(relay);
      const device = await relay.device();
      for (const bytes of frames()) device.raw.write(bytes);
      expect((await device.closed).code).toBe(TOO_LARGE);
      await others.exchange();
    });
  }

  test('in more parts than there may be is refused with 1008', async ({ relay }) => {
    const others = await Bystanders.at(relay);
    const device = await relay.device();
    device.raw.write(frame(OPCODE.binary, Buffer.alloc(0), false));
    const part = frame(OPCODE.continuation, Buffer.alloc(0), false);
    device.raw.write(Buffer.concat(Array<Buffer>(MESSAGE_FRAMES).fill(part)));
    expect((await device.closed).code).toBe(POLICY);
    await others.exchange();
  });
});

test('standing requests: a thousand, and one more when one is taken back', async ({ relay }) => {
  const [device, peer] = [await relay.device(), await relay.device()];
  await device.next();
  await peer.next();
  const keys = Array.from({ length: MAX_REQUESTS }, (_, index) => {
    const key = Buffer.alloc(32);
    key.writeUInt32BE(index + 1);
    return { keys: { raw: key } };
  });
  for (const key of keys) device.connect(key);
  await device.quiet();
  device.connect(peer);
  expect(await device.next()).toMatchObject({ kind: 'error', message: 'Too many connection requests' });
  // One that stands may be asked for again, and what was refused does not stand.
  device.connect(keys[0] ?? peer);
  peer.connect(device);
  await peer.quiet();
  await device.quiet();
  device.disconnect(keys[0] ?? peer);
  device.connect(peer);
  expect(await device.next()).toEqual({ kind: 'connected', key: peer.key });
  // The bound is each device’s own.
  const other = await relay.device();
  other.connect(peer);
  peer.connect(other);
  await until(other, ({ kind }) => kind === 'connected');
});

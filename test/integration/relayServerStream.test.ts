import { randomBytes } from 'node:crypto';
import { frame, OPCODE, type RawDevice } from '../helpers/rawDevice';
import { LARGEST_DATA, message, netstring } from '../helpers/rawWire';
import { expect, type TestRelay, test } from '../helpers/relayFixture';

// PROTOCOL section 2: one byte stream per connection, whatever websocket messages and frames it comes in; and
// section 5.8: what is not the protocol ends that connection and no other.

const NOT_BINARY = 1003;
const MALFORMED = 4002;

/** The head of a masked frame of 2^40 bytes, of which none comes. */
const HUGE = Buffer.from([0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

/** Two devices that are connected with each other and have nothing more to read. */
async function pair(relay: TestRelay): Promise<[RawDevice, RawDevice]> {
  const a = await relay.device();
  const b = await relay.device();
  a.connect(b);
  b.connect(a);
  expect([(await a.next()).kind, (await a.next()).kind]).toEqual(['entered', 'connected']);
  expect([(await b.next()).kind, (await b.next()).kind]).toEqual(['entered', 'connected']);
  return [a, b];
}

/** Shows that these two can still reach each other, and have heard nothing else meanwhile. */
async function expectUntouched(a: RawDevice, b: RawDevice): Promise<void> {
  a.data(b, 'still here');
  expect(await b.next()).toEqual({ kind: 'data', key: a.key, data: Buffer.from('still here') });
  b.data(a, 'so am I');
  expect(await a.next()).toEqual({ kind: 'data', key: b.key, data: Buffer.from('so am I') });
}

test.describe('one stream', () => {
  test('a message cut anywhere into two websocket messages', async ({ relay }) => {
    const [a, b] = await pair(relay);
    const whole = message('d', b.keys.raw, 'cut');
    for (let at = 0; at <= whole.length; at++) {
      a.send(whole.subarray(0, at));
      a.send(whole.subarray(at));
    }
    for (let at = 0; at <= whole.length; at++)
      expect(await b.next(), `cut at ${at}`).toEqual({ kind: 'data', key: a.key, data: Buffer.from('cut') });
  });

  test('a login byte by byte', async ({ relay }) => {
    const device = await relay.stranger();
    for (const byte of device.iam(await device.challenge())) device.send(Uint8Array.of(byte));
    expect(await device.next()).toEqual({ kind: 'authenticated' });
  });

  test('several messages in one, the last one cut', async ({ relay }) => {
    const [a, b] = await pair(relay);
    const texts = ['one', '', 'three', 'four'];
    const all = Buffer.concat(texts.map((text) => message('d', b.keys.raw, text)));
    a.send(all.subarray(0, -3));
    a.send(all.subarray(-3));
    for (const text of texts)
      expect(await b.next()).toEqual({ kind: 'data', key: a.key, data: Buffer.from(text) });
  });

  test('a login and what comes after it in one message', async ({ relay }) => {
    const there = await relay.device();
    const device = await relay.stranger();
    there.connect(device);
    const iam = device.iam(await device.challenge());
    device.send(Buffer.concat([iam, message('c', there.keys.raw), message('d', there.keys.raw, 'hi')]));
    expect(await there.next()).toEqual({ kind: 'entered', key: device.key });
    expect(await there.next()).toEqual({ kind: 'connected', key: device.key });
    expect(await there.next()).toEqual({ kind: 'data', key: device.key, data: Buffer.from('hi') });
  });

  test('empty websocket messages are nothing', async ({ relay }) => {
    const [a, b] = await pair(relay);
    a.send(Buffer.alloc(0));
    await a.quiet();
    await expectUntouched(a, b);
  });

  test('fragmented frames, with a ping in between', async ({ relay }) => {
    const [a, b] = await pair(relay);
    const bytes = message('d', b.keys.raw, 'in pieces');
    a.raw.write(frame(OPCODE.binary, bytes.subarray(0, 3), false));
    a.raw.write(frame(OPCODE.continuation, bytes.subarray(3, 20), false));
    a.raw.write(frame(OPCODE.ping, Buffer.from('between')));
    expect((await a.pongs.next()).toString()).toBe('between');
    a.raw.write(frame(OPCODE.continuation, bytes.subarray(20), true));
    expect(await b.next()).toEqual({ kind: 'data', key: a.key, data: Buffer.from('in pieces') });
  });

  test('a frame in TCP packets of one byte', async ({ relay }) => {
    const [a, b] = await pair(relay);
    for (const byte of frame(OPCODE.binary, message('d', b.keys.raw, 'slow')))
      a.raw.write(Uint8Array.of(byte));
    expect(await b.next()).toEqual({ kind: 'data', key: a.key, data: Buffer.from('slow') });
  });

  test('a ping is answered with its own bytes, before and after the login', async ({ relay }) => {
    const device = await relay.stranger();
    for (const payload of [Buffer.alloc(0), randomBytes(125)]) {
      device.raw.write(frame(OPCODE.ping, payload));
      expect(await device.pongs.next()).toEqual(payload);
    }
    await device.login();
    device.raw.write(frame(OPCODE.ping, Buffer.from('x')));
    expect(await device.pongs.next()).toEqual(Buffer.from('x'));
  });

  test('the largest payload passes untouched', async ({ relay }) => {
    const [a, b] = await pair(relay);
    const data = randomBytes(LARGEST_DATA);
    const whole = message('d', b.keys.raw, data);
    expect(whole.toString('latin1', 0, 8)).toBe('1000000:');
    a.send(whole);
    const heard = await b.next();
    expect(heard.kind === 'data' && heard.data.equals(data)).toBe(true);
    // The same in many websocket messages.
    for (let at = 0; at < whole.length; at += 8_191) a.send(whole.subarray(at, at + 8_191));
    const again = await b.next();
    expect(again.kind === 'data' && again.data.equals(data)).toBe(true);
    await expectUntouched(a, b);
  });
});

test.describe('keys and signatures of another length', () => {
  test('are those of nobody, and the connection lives on', async ({ relay }) => {
    const [a, b] = await pair(relay);
    for (const size of [0, 6, 31, 33]) {
      a.send(message('x', Buffer.alloc(size, 7)));
      a.send(message('c', Buffer.alloc(size, 7)));
      a.send(message('d', Buffer.alloc(size, 7), 'data'));
      expect(await a.next()).toEqual({ kind: 'error', code: 'Generic', message: 'No such connection' });
    }
    await expectUntouched(a, b);
  });

  test('prove nothing', async ({ relay }) => {
    for (const [signature, key] of [
      [63, 32],
      [0, 32],
      [64, 31],
      [64, 33],
    ] as const) {
      const stranger = await relay.stranger();
      stranger.send(message('i', Buffer.alloc(signature, 7), Buffer.alloc(key, 7)));
      expect((await stranger.next()).kind).toBe('who');
      expect(await stranger.next()).toEqual({
        ...{ kind: 'error', code: 'Generic', message: 'Invalid signature' },
      });
    }
  });
});

test.describe('what is not the protocol', () => {
  const good = Buffer.alloc(32, 7);
  const BAD: readonly [string, Buffer][] = [
    ['no number', Buffer.from('hello')],
    ['no length', Buffer.from(':,')],
    ['a sign', Buffer.from('+1:x,')],
    ['a leading zero', Buffer.from('01:x,')],
    ['a space', Buffer.from(' 1:x,')],
    ['a line end after it', Buffer.concat([message('x', good), Buffer.from('\n')])],
    ['another end than a comma', Buffer.from('1:x;')],
    ['an empty message', Buffer.from('0:,')],
    ['an unknown kind', message('z')],
    ['an event’s kind', message('+')],
    ['a field too few', message('d', good)],
    ['a field too many', message('c', good, good)],
    [
      'rests behind the fields',
      netstring(Buffer.concat([Buffer.from('c'), netstring(good), Buffer.from('x')])),
    ],
    ['a field longer than its message', netstring('c99:x,')],
    ['a length one over the limit', Buffer.from('1000001:')],
    ['a length without end', Buffer.from('9'.repeat(100))],
    ['one byte of data too many', message('d', good, Buffer.alloc(LARGEST_DATA + 1))],
  ];
  for (const [name, bytes] of BAD) {
    test(`${name} ends its connection, and that alone`, async ({ relay }) => {
      const [a, b] = await pair(relay);
      const bad = await relay.device();
      expect((await a.next()).kind).toBe('entered');
      expect((await b.next()).kind).toBe('entered');
      bad.send(bytes);
      expect((await bad.closed).code).toBe(MALFORMED);
      expect(await a.next()).toEqual({ kind: 'exited', key: bad.key });
      expect(await b.next()).toEqual({ kind: 'exited', key: bad.key });
      await expectUntouched(a, b);
      expect(relay.events.all.filter(({ kind }) => kind === 'malformed')).toHaveLength(1);
      expect(relay.events.all.filter(({ kind }) => kind === 'left')).toHaveLength(1);
    });
  }

  test('also before the login', async ({ relay }) => {
    const stranger = await relay.stranger();
    stranger.send(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    expect((await stranger.closed).code).toBe(MALFORMED);
  });

  test('who sends a message beyond the limit is told so before the end', async ({ relay }) => {
    const [a, b] = await pair(relay);
    a.send(message('d', b.keys.raw, Buffer.alloc(LARGEST_DATA + 1)));
    expect(await a.next()).toEqual({
      ...{ kind: 'error', code: 'Generic', message: 'A message may have 1000000 bytes at most' },
    });
    expect((await a.closed).code).toBe(MALFORMED);
  });

  test('what came before it in the same message still counts, what comes after does not', async ({
    relay,
  }) => {
    const [a, b] = await pair(relay);
    const say = (text: string) => message('d', b.keys.raw, text);
    a.send(Buffer.concat([say('before'), message('z'), say('after')]));
    a.send(say('much later'));
    expect(await b.next()).toEqual({ kind: 'data', key: a.key, data: Buffer.from('before') });
    expect(await b.next()).toEqual({ kind: 'disconnected', key: a.key });
    expect(await b.next()).toEqual({ kind: 'exited', key: a.key });
    expect((await a.closed).code).toBe(MALFORMED);
    await b.quiet();
  });

  test('a text message is closed with 1003, even when its bytes would do', async ({ relay }) => {
    const [a, b] = await pair(relay);
    const bad = await relay.device();
    await a.next();
    await b.next();
    const ascii = message('c', Buffer.alloc(32, 'a'));
    bad.raw.write(frame(OPCODE.text, ascii));
    bad.send(ascii);
    expect((await bad.closed).code).toBe(NOT_BINARY);
    expect(await a.next()).toEqual({ kind: 'exited', key: bad.key });
    expect(await b.next()).toEqual({ kind: 'exited', key: bad.key });
    await expectUntouched(a, b);
  });

  const BROKEN: readonly [string, Buffer, number][] = [
    ['an unmasked frame', Buffer.from([0x82, 1, 0x30]), 1002],
    ['a reserved bit', Buffer.from([0xc2, 0x80, 0, 0, 0, 0]), 1002],
    ['an unknown opcode', frame(3, Buffer.from('x')), 1002],
    ['a continuation of nothing', frame(OPCODE.continuation, Buffer.from('x')), 1002],
    ['a ping that is too long', frame(OPCODE.ping, Buffer.alloc(126)), 1002],
    ['a frame that claims to have 2^40 bytes', HUGE, 1009],
  ];
  for (const [name, bytes, code] of BROKEN) {
    test(`a broken websocket (${name}) ends alone`, async ({ relay }) => {
      const [a, b] = await pair(relay);
      const bad = await relay.device();
      await a.next();
      await b.next();
      bad.raw.write(bytes);
      expect((await bad.closed).code).toBe(code);
      expect(await a.next()).toEqual({ kind: 'exited', key: bad.key });
      expect(await b.next()).toEqual({ kind: 'exited', key: bad.key });
      await expectUntouched(a, b);
    });
  }
});

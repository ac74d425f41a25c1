import { Bystanders, until } from '../helpers/bystanders';
import { basic, frame, OPCODE, RawDevice, upgradeRequest } from '../helpers/rawDevice';
import { message } from '../helpers/rawWire';
import { ACCOUNT, expect, type TestRelay, test } from '../helpers/relayFixture';
import { strictAnswers } from '../helpers/strictHttp';

// Broken websockets by the rules of RFC 6455, frame by frame: each ends for itself alone, with the code that the rules
// give it.

const LOGIN = `Authorization: ${basic(ACCOUNT.username, ACCOUNT.password)}`;
const PROTOCOL_ERROR = 1002;
const NOT_BINARY = 1003;
const NOT_UTF8 = 1007;
const TOO_LARGE = 1009;

/** A frame with a bit set that `frame` would not set. */
function withFirstByte(first: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const bytes = frame(OPCODE.binary, payload);
  bytes[0] = first;
  return bytes;
}

const unmasked = (opcode: number, payload: string) =>
  Buffer.concat([Buffer.from([0x80 | opcode, payload.length]), Buffer.from(payload)]);

const close = (code: number, reason: Uint8Array | string = '') => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(code);
  return frame(OPCODE.close, Buffer.concat([bytes, Buffer.from(reason)]));
};

/** A device that all three see, and whose end the bystanders are told of once. */
async function stage(relay: TestRelay) {
  const others = await Bystanders.at(relay);
  const bad = await relay.device();
  for (const device of [others.a, others.b]) await until(device, ({ kind }) => kind === 'entered');
  return {
    bad,
    async goneAlone() {
      for (const device of [others.a, others.b])
        expect(await device.next()).toEqual({ kind: 'exited', key: bad.key });
      await others.exchange();
      expect(relay.events.all.filter(({ kind }) => kind === 'left')).toHaveLength(1);
      expect(relay.events.all.filter(({ kind }) => kind === 'closed')).toHaveLength(1);
    },
  };
}

test.describe('a frame that the rules forbid is answered with its code:', () => {
  const notUtf8 = Buffer.from([0xc3, 0x28]);
  const LARGE = Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0x40, 0, 1, 0, 0, 0, 0]);
  const BROKEN: readonly [string, Buffer, readonly number[]][] = [
    ['a text, unmasked', unmasked(OPCODE.text, 'hi'), [PROTOCOL_ERROR]],
    ['a ping, unmasked', unmasked(OPCODE.ping, 'hi'), [PROTOCOL_ERROR]],
    ['a close, unmasked', unmasked(OPCODE.close, ''), [PROTOCOL_ERROR]],
    ['the first reserved bit', withFirstByte(0xc2), [PROTOCOL_ERROR]],
    ['the second reserved bit', withFirstByte(0xa2), [PROTOCOL_ERROR]],
    ['the third reserved bit', withFirstByte(0x92), [PROTOCOL_ERROR]],
    ['a reserved bit in a ping', withFirstByte(0xc9), [PROTOCOL_ERROR]],
    ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): [string, Buffer, number[]] => [
      `the reserved opcode ${opcode}`,
      withFirstByte(0x80 | opcode),
      [PROTOCOL_ERROR],
    ]),
    ['a ping in two parts', frame(OPCODE.ping, Buffer.from('a'), false), [PROTOCOL_ERROR]],
    ['a pong in two parts', frame(OPCODE.pong, Buffer.from('a'), false), [PROTOCOL_ERROR]],
    ['a close in two parts', frame(OPCODE.close, Buffer.alloc(0), false), [PROTOCOL_ERROR]],
    ['a ping of 126 bytes', frame(OPCODE.ping, Buffer.alloc(126)), [PROTOCOL_ERROR]],
    ['a pong of 70,000 bytes', frame(OPCODE.pong, Buffer.alloc(70_000)), [PROTOCOL_ERROR]],
    ['a close of 126 bytes', frame(OPCODE.close, Buffer.alloc(126, 3)), [PROTOCOL_ERROR]],
    ['a continuation of nothing', frame(OPCODE.continuation, Buffer.alloc(0)), [PROTOCOL_ERROR]],
    [
      'a message within another one',
      Buffer.concat([frame(OPCODE.binary, Buffer.from('1'), false), frame(OPCODE.binary, Buffer.from('2'))]),
      [PROTOCOL_ERROR],
    ],
    ['a text', frame(OPCODE.text, Buffer.from('hi')), [NOT_BINARY]],
    ['an empty text', frame(OPCODE.text, Buffer.alloc(0)), [NOT_BINARY]],
    [
      'a text in parts',
      Buffer.concat([frame(OPCODE.text, Buffer.from('h'), false), frame(0, Buffer.from('i'))]),
      [NOT_BINARY],
    ],
    ['a text that is not UTF-8', frame(OPCODE.text, notUtf8), [NOT_UTF8, NOT_BINARY]],
    ['more than 4 MiB', LARGE, [TOO_LARGE]],
    [
      'a length beyond all numbers',
      Buffer.from([0x82, 0xff, ...Array(8).fill(0xff), 0, 0, 0, 0]),
      [TOO_LARGE, PROTOCOL_ERROR],
    ],
    ['a close with half a code', frame(OPCODE.close, Buffer.from([3])), [PROTOCOL_ERROR]],
    ...[0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535].map((code): [string, Buffer, number[]] => [
      `a close with the code ${code}, which nobody may send`,
      close(code),
      [PROTOCOL_ERROR],
    ]),
    ['a close with a reason that is not UTF-8', close(1000, notUtf8), [NOT_UTF8]],
  ];
  for (const [name, bytes, codes] of BROKEN) {
    test(name, async ({ relay }) => {
      const { bad, goneAlone } = await stage(relay);
      bad.raw.write(bytes);
      expect(codes).toContain((await bad.closed).code);
      await goneAlone();
    });
  }

  test('also when what follows it would be right', async ({ relay }) => {
    const { bad, goneAlone } = await stage(relay);
    bad.raw.write(Buffer.concat([withFirstByte(0xc2), frame(OPCODE.ping, Buffer.from('still there?'))]));
    expect((await bad.closed).code).toBe(PROTOCOL_ERROR);
    await expect(bad.pongs.next()).rejects.toThrow('closed');
    await goneAlone();
  });
});

test.describe('a close is answered with its own code:', () => {
  for (const code of [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 4000, 4999]) {
    test(`${code}`, async ({ relay }) => {
      const { bad, goneAlone } = await stage(relay);
      bad.raw.write(close(code, 'going'));
      expect((await bad.closed).code).toBe(code);
      await goneAlone();
    });
  }

  test('none, with none', async ({ relay }) => {
    const { bad, goneAlone } = await stage(relay);
    bad.raw.write(frame(OPCODE.close, Buffer.alloc(0)));
    expect((await bad.closed).code).toBe(1005);
    await goneAlone();
  });

  test('with a reason of the greatest length', async ({ relay }) => {
    const { bad, goneAlone } = await stage(relay);
    bad.raw.write(close(1000, Buffer.alloc(123, 'x')));
    expect((await bad.closed).code).toBe(1000);
    await goneAlone();
  });

  test('once, also when it comes twice; and nothing that follows it is done', async ({ relay }) => {
    const { bad, goneAlone } = await stage(relay);
    const late = frame(OPCODE.ping, Buffer.from('late'));
    bad.raw.write(Buffer.concat([close(1000), close(1001), late]));
    expect((await bad.closed).code).toBe(1000);
    await expect(bad.pongs.next()).rejects.toThrow('closed');
    await goneAlone();
  });
});

test.describe('what is odd and allowed:', () => {
  test('a frame whose length is written longer than it has to be', async ({ relay }) => {
    const device = await relay.device();
    // An empty ping of which the length takes two bytes is forbidden; an empty binary one is merely long-winded.
    device.raw.write(Buffer.from([0x82, 0xfe, 0, 0, 0, 0, 0, 0]));
    device.raw.write(Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    await device.quiet();
  });

  test('a mask of nothing but zeros', async ({ relay }) => {
    const device = await relay.device();
    const bytes = message('c', device.keys.raw);
    device.raw.write(Buffer.concat([Buffer.from([0x82, 0x80 | bytes.length, 0, 0, 0, 0]), bytes]));
    expect(await device.next()).toMatchObject({ kind: 'error', message: "Can't connect to self" });
  });

  test('many empty parts, and an empty end', async ({ relay }) => {
    const device = await relay.device();
    device.raw.write(frame(OPCODE.binary, Buffer.alloc(0), false));
    for (let i = 0; i < 1_000; i++) device.raw.write(frame(OPCODE.continuation, Buffer.alloc(0), false));
    device.raw.write(frame(OPCODE.continuation, message('c', device.keys.raw)));
    expect(await device.next()).toMatchObject({ kind: 'error', message: "Can't connect to self" });
  });

  test('pongs that nobody asked for', async ({ relay }) => {
    const device = await relay.device();
    for (let i = 0; i < 100; i++) device.raw.write(frame(OPCODE.pong, Buffer.alloc(i)));
    await device.quiet();
  });

  test('a hundred pings, one after the other is answered', async ({ relay }) => {
    const device = await relay.device();
    for (let i = 0; i < 100; i++) {
      device.raw.write(frame(OPCODE.ping, Buffer.from([i])));
      expect(await device.pongs.next()).toEqual(Buffer.from([i]));
    }
  });
});

test.describe('a handshake that the rules forbid', () => {
  const right = upgradeRequest('/v1/relay', LOGIN);
  const without = (name: string) => right.filter((line) => !line.startsWith(name));
  const REFUSED: readonly [string, readonly string[], readonly number[]][] = [
    ['without a key', without('Sec-WebSocket-Key'), [400]],
    ['with an empty key', [...without('Sec-WebSocket-Key'), 'Sec-WebSocket-Key:'], [400]],
    ['with a key that is too short', [...without('Sec-WebSocket-Key'), 'Sec-WebSocket-Key: AAAA'], [400]],
    ['with two keys', [...right, 'Sec-WebSocket-Key: BBBBBBBBBBBBBBBBBBBBBB=='], [400]],
    ['without a version', without('Sec-WebSocket-Version'), [426]],
    ...['0', '7', '8', '12', '14', '255', 'x', '13, 8', '13.0'].map(
      (version): [string, string[], number[]] => [
        `with the version ${version}`,
        [...without('Sec-WebSocket-Version'), `Sec-WebSocket-Version: ${version}`],
        [426],
      ],
    ),
    ['by POST', [`POST ${right[0]?.slice(4)}`, ...right.slice(1), 'Content-Length: 0'], [400, 405]],
    ['by HEAD', [`HEAD ${right[0]?.slice(4)}`, ...right.slice(1)], [400, 405]],
    ['with a broken subprotocol', [...right, 'Sec-WebSocket-Protocol: a,,b'], [400]],
    ['with two spellings of one subprotocol', [...right, 'Sec-WebSocket-Protocol: a, a'], [400]],
    ['without a connection header', without('Connection'), [400, 404]],
  ];
  for (const [name, lines, allowed] of REFUSED) {
    test(`${name} gets one refusal, and a closed connection`, async ({ relay }) => {
      const others = await Bystanders.at(relay);
      const socket = await relay.raw();
      socket.socket.end(`${lines.join('\r\n')}\r\n\r\n`);
      const answers = strictAnswers(await socket.rest(), name === 'by HEAD' ? ['HEAD'] : []);
      expect(answers).toHaveLength(1);
      expect(allowed).toContain(answers[0]?.status);
      if (answers[0]?.status === 405) expect(answers[0].headers.has('allow')).toBe(true);
      if (answers[0]?.status === 426) expect(answers[0].headers.get('sec-websocket-version')).toContain('13');
      await others.exchange();
      expect(relay.events.all.filter(({ kind }) => kind === 'opened')).toHaveLength(2);
    });
  }
});

test.describe('an end without ceremony', () => {
  test('right behind the handshake, in the same packet, harms nobody', async ({ relay }) => {
    const others = await Bystanders.at(relay);
    for (const end of ['end', 'reset'] as const) {
      const socket = await relay.raw();
      const request = `${upgradeRequest('/v1/relay', LOGIN).join('\r\n')}\r\n\r\n`;
      if (end === 'end') socket.socket.end(request);
      else socket.socket.write(request, () => socket.socket.resetAndDestroy());
      await socket.closed;
    }
    await others.exchange();
    await expectAllTold(relay, 2);
  });

  test('by half a close: who only stops talking is gone, and what it said before counts', async ({
    relay,
  }) => {
    const others = await Bystanders.at(relay);
    const device = await relay.device();
    device.connect(others.a);
    others.a.connect(device);
    await until(others.a, (heard) => heard.kind === 'connected' && heard.key === device.key);
    device.raw.socket.end(frame(OPCODE.binary, message('d', others.a.keys.raw, 'last words')));
    const heard = await until(others.a, ({ kind }) => kind === 'data');
    expect(heard).toMatchObject({ key: device.key, data: Buffer.from('last words') });
    await until(others.a, ({ kind }) => kind === 'exited');
    expect((await device.closed).code).toBe(1006);
    await expectAllTold(relay, 2);
  });

  test('after a refusal: one that goes on talking is not listened to', async ({ relay }) => {
    const device = await relay.device({ answersClose: false });
    device.raw.write(withFirstByte(0xc2));
    for (let i = 0; i < 100; i++) device.send(message('c', device.keys.raw));
    expect((await device.closed).code).toBe(PROTOCOL_ERROR);
    await expect(device.challenge()).rejects.toThrow('closed');
    await expectAllTold(relay, 0);
  });
});

/** Every connection that was opened is told as closed, but for so many that live on. */
async function expectAllTold(relay: TestRelay, living: number): Promise<void> {
  // One that comes after all the others is opened after they are.
  const last = await RawDevice.open({ port: relay.port, ...ACCOUNT });
  await last.raw.end();
  const opened = relay.events.all.filter(({ kind }) => kind === 'opened').length;
  await relay.events.untilCount(opened - living, ({ kind }) => kind === 'closed');
  expect(relay.events.all.filter(({ kind }) => kind === 'closed')).toHaveLength(opened - living);
}

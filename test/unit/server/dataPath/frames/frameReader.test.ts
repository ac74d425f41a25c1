import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type FrameHandler, FrameReader } from '../../../../../main/server/dataPath/frames/frameReader';
import { Turns } from '../../../../../main/server/dataPath/frames/turns';
import { cut, cutPoints, oneByOne } from '../../../../helpers/arbitraries';
import { frame, OPCODE } from '../../../../helpers/rawDevice';
import { message } from '../../../../helpers/rawWire';

// However the bytes are cut, the same comes out: to whom, as which frames, and what is left to others.

const OWN = Buffer.alloc(32, 'o');
const LINKED = ['a', 'b'];

interface Played {
  /** What each receiver was sent, one behind the other. */
  readonly sent: Record<string, string>;
  /** The order in which things happened, without regard to how they were cut. */
  readonly order: string[];
  readonly dataBytes: number;
  readonly dataMessages: number;
  /** Bytes of messages that were passed on, without the heads of their frames. */
  readonly messageBytes: number;
  readonly held: number;
}

/** Reads these chunks in turns of about so many messages; what is linked are the keys made of `a` and `b`. */
function play(chunks: readonly Uint8Array[], isFast = true, turns = [Number.POSITIVE_INFINITY]): Played {
  const sent: Record<string, Buffer> = {};
  const order: string[] = [];
  let dataBytes = 0;
  let dataMessages = 0;
  let messageBytes = 0;
  const then = (what: string) => {
    if (order.at(-1) !== what) order.push(what);
  };
  let toWs = Buffer.alloc(0);
  const stream = {
    isBehind: false,
    give(bytes: Buffer) {
      toWs = Buffer.concat([toWs, bytes]);
      then('ws');
    },
  };
  const receivers = new Map(LINKED.map((name) => [name, { name }]));
  const messages: FrameHandler<{ name: string }> = {
    isOpen: true,
    ownKey: () => OWN,
    receiverOf: (bytes, at) => receivers.get(String.fromCharCode(bytes[at] ?? 0)),
    forward({ name }, pieces, data) {
      sent[name] = Buffer.concat([sent[name] ?? Buffer.alloc(0), ...pieces]);
      dataBytes += data.dataBytes;
      dataMessages += data.messages;
      messageBytes += data.messageBytes;
      then(name);
    },
    closing: () => undefined,
    message: (payload) => order.push(`message ${payload.toString('hex')}`),
  };
  const reader = new FrameReader(stream, messages, isFast);
  let turn = 0;
  for (const one of chunks) {
    const chunk = Buffer.from(one);
    for (let at = 0; at < chunk.length; ) at = reader.read(chunk, at, turns[turn++ % turns.length]);
  }
  const hex = Object.fromEntries(Object.entries(sent).map(([name, bytes]) => [name, bytes.toString('hex')]));
  const counts = { dataBytes, dataMessages, messageBytes };
  return { sent: { ...hex, ws: toWs.toString('hex') }, order, ...counts, held: reader.held };
}

/** It passes on what is for `a`, and tells nobody. */
const silentReader = () =>
  new FrameReader<{ name: string }>(
    { isBehind: false, give: () => {} },
    {
      isOpen: true,
      ownKey: () => OWN,
      receiverOf: (bytes, at) => (bytes[at] === 'a'.charCodeAt(0) ? { name: 'a' } : undefined),
      forward: () => {},
      closing: () => {},
      message: () => {},
    },
    true,
  );

const data = (to: string, content: Uint8Array) => message('d', Buffer.alloc(32, to), content);

/** A frame, and what has to come of it. */
const one = fc.oneof(
  {
    arbitrary: fc
      .record({ to: fc.constantFrom('a', 'b'), content: fc.uint8Array({ maxLength: 200 }) })
      .map(({ to, content }) => ({
        to,
        bytes: frame(OPCODE.binary, data(to, content)),
        comes: Buffer.from(message('d', OWN, content)),
        dataBytes: content.length,
      })),
    weight: 5,
  },
  fc.uint8Array({ maxLength: 60 }).map((payload) => ({
    to: 'message',
    bytes: frame(OPCODE.binary, payload),
    comes: Buffer.from(payload),
    dataBytes: 0,
  })),
  fc.constantFrom(data('c', Buffer.from('not linked')), Buffer.alloc(0)).map((payload) => ({
    to: 'message',
    bytes: frame(OPCODE.binary, payload),
    comes: payload,
    dataBytes: 0,
  })),
  fc.uint8Array({ maxLength: 60 }).map((payload) => {
    const bytes = Buffer.concat([
      frame(OPCODE.binary, payload, false),
      frame(OPCODE.ping, payload),
      frame(0, payload),
    ]);
    return { to: 'ws', bytes, comes: bytes, dataBytes: 0 };
  }),
  fc.uint8Array({ maxLength: 60 }).map((payload) => {
    const bytes = frame(OPCODE.ping, payload);
    return { to: 'ws', bytes, comes: bytes, dataBytes: 0 };
  }),
);

/** A server's frame of less than 64 KiB. */
const serverFrame = (payload: Buffer): Buffer => {
  const head =
    payload.length < 126
      ? Buffer.from([0x82, payload.length])
      : Buffer.from([0x82, 126, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([head, payload]);
};

const turnLengths = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 });

test('what comes out does not depend on how it came in, nor on how long turns are', () => {
  fc.assert(
    fc.property(fc.array(one, { maxLength: 20 }), cutPoints, turnLengths, (frames, wishes, turns) => {
      const bytes = Buffer.concat(frames.map((each) => each.bytes));
      const expected: Record<string, Buffer> = { ws: Buffer.alloc(0) };
      const messages: string[] = [];
      for (const { to, comes } of frames) {
        if (to === 'message') messages.push(`message ${comes.toString('hex')}`);
        else
          expected[to] = Buffer.concat([
            expected[to] ?? Buffer.alloc(0),
            to === 'ws' ? comes : serverFrame(comes),
          ]);
      }
      const hex = Object.fromEntries(
        Object.entries(expected).map(([name, all]) => [name, all.toString('hex')]),
      );
      const dataBytes = frames.reduce((sum, each) => sum + each.dataBytes, 0);
      const passedOn = frames.filter(({ to }) => to === 'a' || to === 'b');
      const dataMessages = passedOn.length;
      const messageBytes = passedOn.reduce((sum, { comes }) => sum + comes.length, 0);
      const whole = play([bytes]);
      const inTurns = [play([bytes], true, turns), play(cut(bytes, wishes), true, turns)];
      for (const played of [whole, play(cut(bytes, wishes)), play(oneByOne(bytes)), ...inTurns]) {
        const { sent, order, ...counted } = played;
        const decoded = order.filter((what) => what.startsWith('message'));
        assert.deepEqual({ sent, order, decoded }, { sent: hex, order: whole.order, decoded: messages });
        assert.deepEqual(counted, { dataBytes, dataMessages, messageBytes, held: 0 });
      }
    }),
    { numRuns: 150 },
  );
});

test('switched off, all goes to ws, byte by byte', () => {
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), (frames) => {
      const bytes = Buffer.concat(frames.map((each) => each.bytes));
      expect(play([bytes], false).sent).toEqual({ ws: bytes.toString('hex') });
    }),
    { numRuns: 30 },
  );
});

test('a turn ends after so many messages, sooner when they are long or others have to look at them', () => {
  const passedOn = frame(OPCODE.binary, data('a', Buffer.from('on')));
  const looked = frame(OPCODE.binary, data('c', Buffer.from('up')));
  for (const [bytes, most, messages] of [
    [passedOn, 16, 16],
    [frame(OPCODE.binary, data('a', Buffer.alloc(700))), 16, 6],
    [looked, 16, 2],
    [frame(OPCODE.ping, Buffer.alloc(0)), 16, 2],
  ] as const) {
    const chunk = Buffer.concat(Array.from({ length: 30 }, () => bytes));
    const reader = silentReader();
    expect(reader.read(chunk, 0, most)).toBe(messages * bytes.length);
    expect(reader.read(chunk, messages * bytes.length)).toBe(chunk.length);
  }
});

test('alone, one has in a turn all that is read at once if it is passed on, and not if it has to be looked at', () => {
  const alone = new Turns(() => 0).length();
  const partRead = (bytes: Buffer) => {
    const chunk = Buffer.concat(Array.from({ length: (64 * 1024) / bytes.length }, () => bytes));
    return silentReader().read(chunk, 0, alone) / chunk.length;
  };
  expect(partRead(frame(OPCODE.binary, data('a', Buffer.alloc(0))))).toBe(1);
  expect(partRead(frame(OPCODE.ping, Buffer.alloc(0)))).toBeLessThan(0.03);
});

test('of a long message, pieces are kept, and held is what they take', () => {
  const content = Buffer.alloc(300_000, 'long');
  const bytes = frame(OPCODE.binary, data('a', content));
  const chunks = cut(bytes, [65_536, 131_072, 196_608, 262_144]);
  expect(play(chunks.slice(0, 3)).held).toBeGreaterThan(196_000);
  expect(play(chunks.slice(0, 3)).held).toBeLessThan(300_000);
  const { sent, held } = play(chunks);
  expect(held).toBe(0);
  expect(
    Buffer.from(sent.a ?? '', 'hex')
      .subarray(10)
      .equals(message('d', OWN, content)),
  ).toBe(true);
});

test('a promise costs little before it is kept', () => {
  const bytes = frame(OPCODE.binary, data('a', Buffer.alloc(900_000)));
  const { held } = play([bytes.subarray(0, 20)]);
  expect(held).toBeGreaterThan(0);
  expect(held).toBeLessThan(2_000);
});

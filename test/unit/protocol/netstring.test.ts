import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import {
  type Bytes,
  MAX_NETSTRING_BYTES,
  type Malformed,
  NetstringDecoder,
} from '../../../main/protocol/netstring';
import { cut, cutPoints, netstring, netstringLikeBytes, oneByOne, payload } from '../../helpers/arbitraries';

interface Outcome {
  readonly payloads: readonly string[];
  readonly malformed: Malformed | undefined;
}

/** What a stream in these pieces comes to, the payloads copied at the moment they are handed out. */
function decode(chunks: readonly Bytes[]): Outcome {
  const decoder = new NetstringDecoder();
  const payloads: string[] = [];
  let malformed: Malformed | undefined;
  for (const chunk of chunks) {
    const decoded = decoder.push(chunk);
    payloads.push(...decoded.payloads.map(latin1));
    malformed = decoded.malformed;
  }
  return { payloads, malformed };
}

const latin1 = (bytes: Bytes) => Buffer.from(bytes).toString('latin1');
const decodeText = (...chunks: string[]) => decode(chunks.map((chunk) => Buffer.from(chunk, 'latin1')));

/** The definition of PROTOCOL section 2 as slowly and plainly as can be, over the whole stream. */
function reference(stream: Bytes): { payloads: string[]; broken: boolean; rest: number } {
  let text = latin1(stream);
  const payloads: string[] = [];
  for (;;) {
    const header = /^(0|[1-9][0-9]*):/.exec(text);
    if (!header) {
      const mayBecomeOne = /^(0|[1-9][0-9]*)?$/.test(text) && Number(text) <= MAX_NETSTRING_BYTES;
      return { payloads, broken: !mayBecomeOne, rest: text.length };
    }
    const [whole, digits] = header;
    const end = whole.length + Number(digits);
    if (Number(digits) > MAX_NETSTRING_BYTES) return { payloads, broken: true, rest: text.length };
    if (text.length <= end) return { payloads, broken: false, rest: text.length };
    if (text[end] !== ',') return { payloads, broken: true, rest: text.length };
    payloads.push(text.slice(whole.length, end));
    text = text.slice(end + 1);
  }
}

/** Streams that are right, streams with one byte exchanged, and streams that are noise. */
const streams: fc.Arbitrary<Bytes> = fc.oneof(
  fc.array(payload, { maxLength: 6 }).map((payloads) => Buffer.concat(payloads.map(netstring))),
  fc
    .tuple(
      fc.array(payload, { minLength: 1, maxLength: 6 }),
      fc.nat(),
      fc.constantFrom(...Buffer.from('0:,9x')),
    )
    .map(([payloads, at, byte]) => {
      const stream = Buffer.concat(payloads.map(netstring));
      stream[at % stream.length] = byte;
      return stream;
    }),
  // Breaks within a header or near one are the likeliest to depend on the cuts.
  fc
    .tuple(fc.array(payload, { maxLength: 2 }), netstringLikeBytes(24))
    .map(([payloads, noise]) => Buffer.concat([...payloads.map(netstring), noise])),
);

test.describe('whole netstrings', () => {
  test('the SendData example of the protocol is one netstring of 42 bytes', () => {
    const key = 'K'.repeat(32);
    const { payloads, malformed } = decodeText(`42:d32:${key},2:hi,,`);
    expect(malformed).toBeUndefined();
    expect(payloads).toEqual([`d32:${key},2:hi,`]);
    expect(payloads[0]).toHaveLength(42);
  });

  test('the empty netstring is a payload of no bytes', () => {
    expect(decodeText('0:,')).toEqual({ payloads: [''], malformed: undefined });
  });

  test('one chunk may hold several, in order', () => {
    expect(decodeText('3:abc,0:,1:,,2:::,')).toEqual({
      payloads: ['abc', '', ',', '::'],
      malformed: undefined,
    });
  });

  test('no bytes are no payload and no mistake', () => {
    expect(decodeText('', '', '')).toEqual({ payloads: [], malformed: undefined });
  });
});

test.describe('splits', () => {
  test('every single cut of a stream gives the same payloads', () => {
    const stream = Buffer.from('11:hello world,0:,3:1:,,');
    for (let at = 0; at <= stream.length; at++) {
      expect(decode([stream.subarray(0, at), stream.subarray(at)]).payloads, `cut at ${at}`).toEqual([
        'hello world',
        '',
        '1:,',
      ]);
    }
  });

  test('a payload is handed out with its comma, not before and not later', () => {
    const decoder = new NetstringDecoder();
    const counts = oneByOne(Buffer.from('2:ab,0:,')).map((chunk) => decoder.push(chunk).payloads.length);
    expect(counts).toEqual([0, 0, 0, 0, 1, 0, 0, 1]);
  });

  test('the rest of a chunk that completes a netstring is read at once', () => {
    const decoder = new NetstringDecoder();
    decoder.push(Buffer.from('5:he'));
    expect(decoder.push(Buffer.from('llo,1:x,0:,2:a')).payloads.map(latin1)).toEqual(['hello', 'x', '']);
    expect(decoder.push(Buffer.from('b,')).payloads.map(latin1)).toEqual(['ab']);
  });

  test('any payloads, cut anywhere, come out as they went in', () => {
    fc.assert(
      fc.property(fc.array(payload, { maxLength: 8 }), cutPoints, (payloads, wishes) => {
        const stream = Buffer.concat(payloads.map(netstring));
        const expected: Outcome = { payloads: payloads.map(latin1), malformed: undefined };
        assert.deepEqual(decode(cut(stream, wishes)), expected);
        assert.deepEqual(decode(oneByOne(stream)), expected);
      }),
      { numRuns: 500 },
    );
  });

  test('any stream, right or wrong, means what the definition says', () => {
    fc.assert(
      fc.property(streams, cutPoints, (stream, wishes) => {
        const { payloads, malformed } = decode(cut(stream, wishes));
        const expected = reference(stream);
        assert.deepEqual(payloads, expected.payloads);
        assert.equal(malformed !== undefined, expected.broken);
      }),
      { numRuns: 2000 },
    );
  });

  test('a broken stream breaks for the same reason however it is cut', () => {
    fc.assert(
      fc.property(streams, cutPoints, (stream, wishes) => {
        const whole = decode([stream]);
        assert.deepEqual(decode(cut(stream, wishes)), whole);
        assert.deepEqual(decode(oneByOne(stream)), whole);
      }),
      { numRuns: 2000 },
    );
  });
});

test.describe('who owns the bytes', () => {
  test('later chunks do not touch payloads that were handed out', () => {
    fc.assert(
      fc.property(fc.array(payload, { maxLength: 8 }), cutPoints, (payloads, wishes) => {
        const decoder = new NetstringDecoder();
        const views: Bytes[] = [];
        for (const chunk of cut(Buffer.concat(payloads.map(netstring)), wishes))
          views.push(...decoder.push(chunk).payloads);
        // Read only now, when every later chunk has been through the decoder.
        assert.deepEqual(views.map(latin1), payloads.map(latin1));
      }),
      { numRuns: 500 },
    );
  });

  test('bytes held back are the decoder’s own: the giver may use the chunk’s memory again', () => {
    fc.assert(
      fc.property(fc.array(payload, { maxLength: 8 }), cutPoints, (payloads, wishes) => {
        const decoder = new NetstringDecoder();
        const found: string[] = [];
        for (const chunk of cut(Buffer.concat(payloads.map(netstring)), wishes)) {
          found.push(...decoder.push(chunk).payloads.map(latin1));
          chunk.fill(0xee);
        }
        assert.deepEqual(found, payloads.map(latin1));
      }),
    );
  });

  test('the chunks themselves are only read', () => {
    const chunks = ['3:a', 'bc,2', ':xy,4:', 'z'].map((text) => Buffer.from(text));
    decode(chunks);
    expect(chunks.map(latin1)).toEqual(['3:a', 'bc,2', ':xy,4:', 'z']);
  });
});

test('what is held back is exactly what came of the netstring that is not complete', () => {
  fc.assert(
    fc.property(fc.array(payload, { maxLength: 6 }), cutPoints, (payloads, wishes) => {
      const decoder = new NetstringDecoder();
      let arrived = Buffer.alloc(0);
      for (const chunk of cut(Buffer.concat(payloads.map(netstring)), wishes)) {
        decoder.push(chunk);
        arrived = Buffer.concat([arrived, chunk]);
        assert.equal(decoder.held, reference(arrived).rest);
      }
      assert.equal(decoder.held, 0);
    }),
  );
});

import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type BodyState, bodyDecoderOf } from '../../../../main/server/http/bodyDecoder';

const CHUNKED = { 'transfer-encoding': 'chunked' };

/** What is taken for the body of these bytes, given in pieces of so many. */
function decode(headers: Readonly<Record<string, string>>, bytes: Uint8Array | string, size = 1_000_000) {
  const decoder = bodyDecoderOf(headers);
  if (!decoder) throw new Error('no body');
  const all = Buffer.from(bytes);
  const content: Buffer[] = [];
  let state: BodyState = 'more';
  for (let at = 0; at < all.length && state === 'more'; at += size) {
    const taken = decoder.take(all.subarray(at, at + size));
    content.push(taken.content);
    state = taken.state;
  }
  return { content: Buffer.concat(content), state };
}

const inChunks = (pieces: readonly Uint8Array[], extension: string, trailer: string): Buffer =>
  Buffer.concat([
    ...pieces
      .filter(({ length }) => length > 0)
      .flatMap((piece) => [
        Buffer.from(`${piece.length.toString(16)}${extension}\r\n`),
        piece,
        Buffer.from('\r\n'),
      ]),
    Buffer.from(`0\r\n${trailer}\r\n`),
  ]);

const pieceSizes = fc.integer({ min: 1, max: 80 });
const behind = fc.uint8Array({ maxLength: 40 });

test('a body of a known length is that long, however it comes and whatever is behind it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), behind, pieceSizes, (body, rest, size) => {
      const headers = { 'content-length': String(body.length) };
      const found = decode(headers, Buffer.concat([body, rest]), size);
      expect(found).toEqual({ content: Buffer.from(body), state: 'whole' });
      expect(decode(headers, body.subarray(0, -1), size).state).toBe('more');
    }),
  );
});

test('a body in chunks is what they hold, however it comes and whatever is behind it', () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 });
  const extension = fc.constantFrom('', ';a=b', ' ; name="value"');
  const trailer = fc.constantFrom('', 'A: b\r\n', 'A: b\r\nC: d\r\n');
  fc.assert(
    fc.property(pieces, extension, trailer, behind, pieceSizes, (held, more, last, rest, size) => {
      const bytes = inChunks(held, more, last);
      const content = Buffer.concat(held);
      expect(decode(CHUNKED, Buffer.concat([bytes, rest]), size)).toEqual({ content, state: 'whole' });
      expect(decode(CHUNKED, bytes.subarray(0, -1), size)).toEqual({ content, state: 'more' });
    }),
  );
});

test('bytes that are no chunks are never taken for a whole body, and never for more than was there', () => {
  const nearly = fc
    .array(fc.constantFrom('0', '1', 'a', '\r', '\n', '\r\n', ';', ' ', 'x', '-'), { maxLength: 40 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(nearly, pieceSizes, (text, size) => {
      const { content, state } = decode(CHUNKED, text, size);
      expect(content.length).toBeLessThanOrEqual(text.length);
      if (state === 'whole') expect(text).toMatch(/(^|\r\n)0+[ \t]*(;[^\r]*)?\r\n([^\r\n]+\r\n)*\r\n/);
      // How it comes makes no difference.
      expect(decode(CHUNKED, text)).toEqual({ content, state });
    }),
  );
});

for (const [name, text] of [
  ['no size', '\r\n'],
  ['a sign', '+1\r\na\r\n0\r\n\r\n'],
  ['0x', '0x1\r\na\r\n0\r\n\r\n'],
  ['a space before the size', ' 1\r\na\r\n0\r\n\r\n'],
  ['a bare line feed', '1\na\r\n0\r\n\r\n'],
  ['a size beyond all bounds', 'ffffffffffffffffff\r\n'],
  ['content that is longer than its size', '1\r\nab\r\n0\r\n\r\n'],
  ['a line without an end', '1;'.padEnd(10_000, 'a')],
  ['trailers without an end', `0\r\n${'A: b\r\n'.repeat(2_000)}\r\n`],
] as const)
  test(`${name} is no body in chunks`, () => {
    expect(decode(CHUNKED, text).state).toBe('broken');
    expect(decode(CHUNKED, text, 1).state).toBe('broken');
  });

test('what has another encoding cannot be read, and what has no length is no body', () => {
  expect(decode({ 'transfer-encoding': 'gzip, chunked' }, '0\r\n\r\n').state).toBe('broken');
  expect(decode({ 'transfer-encoding': 'Chunked' }, '0\r\n\r\n').state).toBe('whole');
  expect(bodyDecoderOf({})).toBeUndefined();
  expect(bodyDecoderOf({ 'content-length': '0' })).toBeUndefined();
});

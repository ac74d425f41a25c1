import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { createHeadReader, type RequestHead } from '../../../../main/server/http/requestHead';
import { HEAD_BYTES, HEAD_LINES } from '../../../../main/server/limits/limits';

const GET = 'GET /versions HTTP/1.1\r\nHost: r\r\n\r\n';

/** What a reader says of these bytes, given in pieces of so many. */
function read(bytes: Buffer | string, size = Number.MAX_SAFE_INTEGER): RequestHead | undefined {
  const reader = createHeadReader();
  const all = Buffer.from(bytes);
  for (let at = 0; at < all.length; at += size) {
    const found = reader(all.subarray(at, at + size));
    // As a socket has it that is not read on: the rest comes along unread.
    if (found?.kind === 'head')
      return { ...found, rest: Buffer.concat([found.rest, all.subarray(at + size)]) };
    if (found) return found;
  }
  return undefined;
}

const head = (text: string, rest = ''): RequestHead => ({
  kind: 'head',
  head: Buffer.from(text),
  rest: Buffer.from(rest),
});

test('a head ends with its empty line, however it comes, and what is behind it is left alone', () => {
  const rest = fc.uint8Array({ maxLength: 50 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), rest, (size, behind) => {
      const found = read(Buffer.concat([Buffer.from(GET), behind]), size);
      expect(found).toEqual({ kind: 'head', head: Buffer.from(GET), rest: Buffer.from(behind) });
    }),
  );
});

test('empty lines before it are passed over', () => {
  for (const size of [1, 3, 100]) expect(read(`\r\n\r\n${GET}`, size)).toEqual(head(GET));
  expect(read('\r\n\r\n')).toBeUndefined();
});

test('half a head is waited for', () => {
  for (const text of ['G', 'GET /', GET.slice(0, -1), GET.slice(0, -2)]) expect(read(text)).toBeUndefined();
});

test('what is seen to be no request is given at once, so that it can be told', () => {
  const NONE = [
    '\x16\x03\x01\x02',
    'SSH-2.0-OpenSSH_9.6\r\n',
    'get / HTTP/1.1\r\n',
    'GET /\n',
    'GET / HTTP/1.1\n',
  ];
  for (const text of NONE) expect(read(text), JSON.stringify(text)).toEqual(head(text));
});

test('so many bytes and lines, and no more', () => {
  const filled = (size: number) => `GET / HTTP/1.1\r\nX: ${'x'.repeat(size - 23)}\r\n\r\n`;
  for (const size of [1_000, HEAD_BYTES + 100]) {
    expect(read(filled(HEAD_BYTES), size)?.kind).toBe('head');
    expect(read(filled(HEAD_BYTES + 1), size)?.kind).toBe('tooLarge');
  }
  const lines = (count: number) => `GET / HTTP/1.1\r\n${'X: 1\r\n'.repeat(count - 1)}\r\n`;
  expect(read(lines(HEAD_LINES))?.kind).toBe('head');
  expect(read(lines(HEAD_LINES + 1))?.kind).toBe('tooLarge');
});

import { expect, test } from '@playwright/test';
import { type Bytes, NetstringDecoder } from '../../../main/protocol/netstring';
import { oneByOne } from '../../helpers/arbitraries';

const LIMIT = 1_000_000;

const push = (decoder: NetstringDecoder, text: string) => decoder.push(Buffer.from(text, 'latin1'));

/** The number of the byte that breaks the stream, counted from 1, and the reason. */
function breaksAt(text: string) {
  const decoder = new NetstringDecoder();
  for (const [i, chunk] of oneByOne(Buffer.from(text, 'latin1')).entries()) {
    const { malformed } = decoder.push(chunk);
    if (malformed) return { byte: i + 1, malformed };
  }
  return undefined;
}

test.describe('the limit', () => {
  test('1,000,000 bytes are accepted, in one chunk and in two', () => {
    const content = Buffer.alloc(LIMIT, 'x');
    const stream = Buffer.concat([Buffer.from('1000000:'), content, Buffer.from(',')]);
    for (const at of [0, 7, 8, 500_000, LIMIT + 8]) {
      const decoder = new NetstringDecoder();
      const found = [stream.subarray(0, at), stream.subarray(at)].flatMap(
        (chunk) => decoder.push(chunk).payloads,
      );
      expect(found).toHaveLength(1);
      expect(content.equals(found[0] ?? Buffer.alloc(0)), `cut at ${at}`).toBe(true);
    }
  });

  test('1,000,001 is refused by its last digit, before the colon and any data', () => {
    expect(breaksAt('1000001:')).toEqual({ byte: 7, malformed: 'longer than the limit' });
    expect(breaksAt('9999999:')).toEqual({ byte: 7, malformed: 'longer than the limit' });
  });

  test('a number that only grows is refused as soon as it is too large', () => {
    expect(breaksAt('1'.repeat(400))).toEqual({ byte: 7, malformed: 'longer than the limit' });
    expect(breaksAt('10000000')).toEqual({ byte: 8, malformed: 'longer than the limit' });
  });

  test('the limit is each netstring’s, not the stream’s', () => {
    const decoder = new NetstringDecoder();
    const part = Buffer.concat([Buffer.from('600000:'), Buffer.alloc(600_000), Buffer.from(',')]);
    for (let i = 0; i < 3; i++) expect(decoder.push(part).payloads).toHaveLength(1);
    const three = decoder.push(Buffer.concat([part, part, part]));
    expect(three.payloads.map((found) => found.length)).toEqual([600_000, 600_000, 600_000]);
    expect(three.malformed).toBeUndefined();
  });
});

test.describe('what is not a netstring', () => {
  const broken: readonly [stream: string, byte: number, malformed: string][] = [
    // Zeros in front.
    ['00:,', 2, 'length has a leading zero'],
    ['01:a,', 2, 'length has a leading zero'],
    ['0000001:a,', 2, 'length has a leading zero'],
    // No digits, or something among them.
    [':,', 1, 'length is not a number'],
    [',', 1, 'length is not a number'],
    ['a:,', 1, 'length is not a number'],
    ['-1:,', 1, 'length is not a number'],
    ['+1:a,', 1, 'length is not a number'],
    [' 1:a,', 1, 'length is not a number'],
    ['1 :a,', 2, 'length is not a number'],
    ['0x1:a,', 2, 'length is not a number'],
    ['1e1:a,', 2, 'length is not a number'],
    ['1.0:a,', 2, 'length is not a number'],
    ['3,abc,', 2, 'length is not a number'],
    // The neighbours of the digits in ASCII, and the digits of Latin-1.
    ['/:,', 1, 'length is not a number'],
    ['1;a,', 2, 'length is not a number'],
    ['\xb9:a,', 1, 'length is not a number'],
    ['\0:,', 1, 'length is not a number'],
    // No comma where it has to be.
    ['0:x', 3, 'no comma at the end'],
    ['3:abcd,', 6, 'no comma at the end'],
    ['3:abc3:abc,', 6, 'no comma at the end'],
    ['0::', 3, 'no comma at the end'],
  ];
  for (const [stream, byte, malformed] of broken) {
    test(`${JSON.stringify(stream)}: ${malformed}`, () => {
      expect(breaksAt(stream)).toEqual({ byte, malformed });
      expect(push(new NetstringDecoder(), stream)).toEqual({ payloads: [], malformed });
      // The same behind a netstring that is right, which counts.
      const after = push(new NetstringDecoder(), `2:ok,${stream}`);
      expect(after.payloads.map(String)).toHaveLength(1);
      expect(after.malformed).toBe(malformed);
    });
  }

  test('a stream that broke stays broken, for the same reason, whatever comes', () => {
    for (const beginning of ['x', '00', '1000001', '1:ab']) {
      const decoder = new NetstringDecoder();
      const { malformed } = push(decoder, beginning);
      expect(malformed).toBeDefined();
      expect(push(decoder, '2:ok,')).toEqual({ payloads: [], malformed });
      expect(push(decoder, ':')).toEqual({ payloads: [], malformed });
      expect(push(decoder, '')).toEqual({ payloads: [], malformed });
    }
  });

  test('one broken stream is no other’s', () => {
    expect(push(new NetstringDecoder(), 'x').malformed).toBeDefined();
    expect(push(new NetstringDecoder(), '1:a,').payloads).toHaveLength(1);
  });
});

test.describe('memory', () => {
  test('a promise of a megabyte costs nothing until its bytes come', () => {
    const { taken } = counting(() => {
      for (let i = 0; i < 100; i++) {
        const decoder = new NetstringDecoder();
        push(decoder, '1000000:');
        push(decoder, 'a');
        expect(decoder.held).toBe(9);
      }
    });
    // Next to nothing for each; one real megabyte would be a hundred in all.
    expect(taken).toBeLessThan(100 * 1000);
  });

  test('a header that comes byte by byte is held as the bytes it is', () => {
    const decoder = new NetstringDecoder();
    const held = oneByOne(Buffer.from('1000000:ab')).map((chunk) => {
      decoder.push(chunk);
      return decoder.held;
    });
    expect(held).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('the memory of a netstring that came in pieces is about its size', () => {
    const decoder = new NetstringDecoder();
    decoder.push(Buffer.from('100000:'));
    let found: readonly Bytes[] = [];
    for (let sent = 0; sent < 100_000; sent += 1000) decoder.push(new Uint8Array(1000));
    found = decoder.push(Buffer.from(',')).payloads;
    expect(found[0]?.length).toBe(100_000);
    expect(found[0]?.buffer.byteLength).toBeLessThan(2 * 100_100);
    expect(decoder.held).toBe(0);
  });

  test('a megabyte in chunks of one byte copies each byte only a few times', () => {
    const stream = Buffer.concat([Buffer.from('1000000:'), Buffer.alloc(LIMIT, 'x'), Buffer.from(',')]);
    const decoder = new NetstringDecoder();
    let payloads: readonly Bytes[] = [];
    const { taken, copied } = counting(() => {
      for (let i = 0; i < stream.length; i++) ({ payloads } = decoder.push(stream.subarray(i, i + 1)));
    });
    expect(payloads.map((found) => found.length)).toEqual([LIMIT]);
    // One that copies all it holds for every chunk would come to 500,000 megabytes.
    expect(taken).toBeLessThan(4 * LIMIT);
    expect(copied).toBeLessThan(4 * LIMIT);
    // The instrument works: the bytes do not get into one buffer without being copied once.
    expect(copied).toBeGreaterThanOrEqual(LIMIT);
  });
});

/** The bytes that Buffers take, and that are copied between them, while `run` runs: cost without a clock. */
function counting(run: () => void): { readonly taken: number; readonly copied: number } {
  const counted = { taken: 0, copied: 0 };
  const { alloc, allocUnsafe, allocUnsafeSlow, concat } = Buffer;
  const { copy } = Buffer.prototype;
  const { set, slice } = Uint8Array.prototype;
  Buffer.alloc = (size: number, ...rest: []) => {
    counted.taken += size;
    return alloc(size, ...rest);
  };
  Buffer.allocUnsafe = (size) => {
    counted.taken += size;
    return allocUnsafe(size);
  };
  Buffer.allocUnsafeSlow = (size) => {
    counted.taken += size;
    return allocUnsafeSlow(size);
  };
  Buffer.concat = (list, size) => {
    const joined = concat(list, size);
    counted.taken += joined.length;
    counted.copied += joined.length;
    return joined;
  };
  Buffer.prototype.copy = function (target: Uint8Array, at?: number, from?: number, to?: number) {
    const bytes = copy.call(this, target, at, from, to);
    counted.copied += bytes;
    return bytes;
  };
  Uint8Array.prototype.set = function (source, at) {
    counted.copied += source.length;
    set.call(this, source, at);
  };
  Uint8Array.prototype.slice = function (from, to) {
    const part = slice.call(this, from, to);
    counted.taken += part.length;
    counted.copied += part.length;
    return part;
  };
  try {
    run();
  } finally {
    Object.assign(Buffer, { alloc, allocUnsafe, allocUnsafeSlow, concat });
    Object.assign(Buffer.prototype, { copy });
    Object.assign(Uint8Array.prototype, { set, slice });
  }
  return counted;
}

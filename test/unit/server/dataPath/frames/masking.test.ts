import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { mask, Uint32Words, unmask } from '../../../../../main/server/dataPath/frames/masking';

const masks = fc.uint8Array({ minLength: 4, maxLength: 4 });

/** As RFC 6455 section 5.3 has it: byte i of the data with byte i mod 4 of the mask. */
const masked = (data: Uint8Array, key: Uint8Array) => data.map((byte, i) => byte ^ (key[i % 4] ?? 0));

test('the mask comes off wherever the data begins and ends in memory', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), masks, fc.nat(9), (data, key, offset) => {
      const memory = new Uint8Array(data.length + 20).fill(0xaa);
      memory.set(data, offset);
      unmask(memory.subarray(offset, offset + data.length), key);
      expect(memory.subarray(offset, offset + data.length)).toEqual(masked(data, key));
      // And what lies before and behind is untouched.
      expect(memory.subarray(0, offset).every((byte) => byte === 0xaa)).toBe(true);
      expect(memory.subarray(offset + data.length).every((byte) => byte === 0xaa)).toBe(true);
    }),
  );
});

test('putting a mask on writes just the bytes asked for, in place or elsewhere', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      masks,
      fc.nat(9),
      fc.nat(),
      (data, key, offset, n) => {
        const length = n % (data.length + 1);
        const output = new Uint8Array(data.length + 20).fill(0xaa);
        mask(data, key, output, offset, length);
        expect(output.subarray(offset, offset + length)).toEqual(masked(data.slice(0, length), key));
        expect(output.subarray(offset + length).every((byte) => byte === 0xaa)).toBe(true);

        const inPlace = data.slice();
        mask(inPlace, key, inPlace, 0, inPlace.length);
        expect(inPlace).toEqual(masked(data, key));
      },
    ),
  );
});

test('what is moved down loses its mask on the way, and nothing before it is touched', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      masks,
      fc.nat(9),
      fc.nat(20),
      fc.nat(3),
      (data, key, offset, steps, phase) => {
        const down = 4 * steps;
        const memory = new Uint8Array(offset + down + data.length + 9).fill(0xaa);
        const from = down;
        memory.set(data, offset + from);
        const bytes = memory.subarray(offset);
        new Uint32Words(bytes).unmask(from, from + data.length, key, phase, down);
        const rotated = Uint8Array.from({ length: 4 }, (_, i) => key[(i + phase) % 4] ?? 0);
        expect(bytes.subarray(0, data.length)).toEqual(masked(data, rotated));
        expect(memory.subarray(0, offset).every((byte) => byte === 0xaa)).toBe(true);
        expect(bytes.subarray(from + data.length).every((byte) => byte === 0xaa)).toBe(true);
      },
    ),
  );
});

test('the mask comes off many bytes, wherever they begin and end, and nothing around them is touched', () => {
  fc.assert(
    fc.property(masks, fc.nat(70), fc.nat(9), fc.nat(9), fc.nat(3), (key, more, offset, from, phase) => {
      const data = Uint8Array.from({ length: 4_070 + more }, (_, i) => (7 * i) & 0xff);
      const memory = new Uint8Array(offset + from + data.length + 9).fill(0xaa);
      memory.set(data, offset + from);
      new Uint32Words(memory.subarray(offset)).unmask(from, from + data.length, key, phase);
      const rotated = Uint8Array.from({ length: 4 }, (_, i) => key[(i + phase) % 4] ?? 0);
      const expected = new Uint8Array(memory.length).fill(0xaa);
      expected.set(masked(data, rotated), offset + from);
      expect(Buffer.compare(memory, expected)).toBe(0);
    }),
  );
});

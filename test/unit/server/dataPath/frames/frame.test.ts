import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { FrameHead, serverFrame } from '../../../../../main/server/dataPath/frames/frame';
import { frame } from '../../../../helpers/rawDevice';

const sizes = fc.oneof(fc.nat(300), fc.constantFrom(0, 125, 126, 127, 65_535, 65_536, 70_000));

test("a client's head is read when all of it is there, and not before", () => {
  fc.assert(
    fc.property(
      sizes,
      fc.constantFrom(0, 1, 2, 8, 9, 10),
      fc.boolean(),
      fc.nat(5),
      (size, opcode, fin, at) => {
        const bytes = Buffer.concat([Buffer.alloc(at, 0xff), frame(opcode, Buffer.alloc(size), fin)]);
        const headBytes = bytes.length - at - size;
        const head = new FrameHead();
        for (let end = at; end < at + headBytes; end++) assert.ok(!head.read(bytes, at, end));
        expect(head.read(bytes, at, bytes.length)).toBe(true);
        expect(head).toMatchObject({ length: size, size: headBytes, isMasked: true });
        expect(head.isLast).toBe(fin);
        expect(head.isControl).toBe(opcode >= 8);
        expect(head.isWholeMessage).toBe(fin && opcode === 2);
      },
    ),
    { numRuns: 60 },
  );
});

test("a server's frame has the shortest head there is, and no mask", () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const payload = Buffer.alloc(size, 'x');
      const bytes = serverFrame(payload);
      const head = new FrameHead();
      expect(head.read(bytes, 0, bytes.length)).toBe(true);
      expect(head).toMatchObject({ length: size, size: bytes.length - size, isMasked: false });
      expect(bytes.subarray(head.size).equals(payload)).toBe(true);
      expect(head.size).toBe(size < 126 ? 2 : size < 65_536 ? 4 : 10);
    }),
    { numRuns: 60 },
  );
});

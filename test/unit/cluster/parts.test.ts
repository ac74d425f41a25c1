import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { Assembly, inParts } from '../../../main/cluster/parts';

const MOST_PART = 48 * 1024;

const pieces = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 100_000 }), fc.nat(255))
    .map(([length, byte]) => Buffer.alloc(length, byte)),
  { minLength: 1, maxLength: 12 },
);

test('what leaves in parts is whole again when the last one has come, once', () => {
  const assembly = new Assembly();
  fc.assert(
    fc.property(pieces, (run) => {
      const whole = Buffer.concat(run);
      const parts = inParts(run, whole.length).map((part) => Buffer.concat(part));
      expect(parts.filter(({ length }) => length === 0 || length > MOST_PART)).toEqual([]);
      const [last = Buffer.alloc(0), ...before] = parts.reverse();
      for (const part of before.reverse()) expect(assembly.add(part)).toBe(true);
      expect(Buffer.concat(assembly.finish(last)).equals(whole)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('a beginning that never ends is refused before it fills the memory', () => {
  const assembly = new Assembly();
  const part = Buffer.alloc(MOST_PART);
  let taken = 0;
  while (assembly.add(part)) taken += part.length;
  expect(taken).toBeGreaterThan(1_000_200);
  expect(taken).toBeLessThan(3_000_000);
});

import { expect, test } from '@playwright/test';
import { CLOSE } from '../../../main/protocol/closeCodes';

test('a replaced connection has a close code of our own (RFC 6455 section 7.4.2)', () => {
  expect(CLOSE.replaced.code).toBeGreaterThanOrEqual(4000);
  expect(CLOSE.replaced.code).toBeLessThan(5000);
});

test('each reason to close has a code that a server may send, and no two share one', () => {
  const codes = Object.values(CLOSE).map(({ code }) => code);
  expect(new Set<number>(codes).size).toBe(codes.length);
  // 1004 to 1006 are reserved and never sent; 1012 and up, below 3000, are not for us to give out.
  for (const code of codes)
    expect([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011].includes(code) || code >= 4000).toBe(true);
});

test('a reason fits into a close frame: 125 bytes, two of them the code (RFC 6455 section 5.5)', () => {
  for (const { reason } of Object.values(CLOSE)) expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
});

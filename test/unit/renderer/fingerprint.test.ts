import { expect, test } from '@playwright/test';
import { certificateAge, fingerprintLines } from '../../../renderer/components/fingerprint';

test('writes a fingerprint in groups of four, eight to a line', () => {
  const fingerprint = '7F3A91C20B5ED8441C6AE79035F2BD18A6D04B97E25C083F9A71C4EE5D26F10B';
  expect(fingerprintLines(fingerprint)).toEqual([
    '7F3A 91C2 0B5E D844 1C6A E790 35F2 BD18',
    'A6D0 4B97 E25C 083F 9A71 C4EE 5D26 F10B',
  ]);
});

test('tells a month before a certificate ends, and when it has ended', () => {
  const day = 24 * 60 * 60_000;
  const now = Date.UTC(2026, 10, 25);
  expect(certificateAge(now + 31 * day, now)).toBe('valid');
  expect(certificateAge(now + 30 * day, now)).toBe('ends soon');
  expect(certificateAge(now + 1, now)).toBe('ends soon');
  expect(certificateAge(now, now)).toBe('ended');
  expect(certificateAge(now - day, now)).toBe('ended');
});

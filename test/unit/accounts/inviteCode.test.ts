import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { newInviteCode } from '../../../main/accounts/registration/inviteCode';
import { inviteDigest } from '../../../main/accounts/registration/typedCode';

test('an invite has four groups, of signs that nobody takes for others, and none comes twice', () => {
  const codes = Array.from({ length: 300 }, newInviteCode);
  for (const code of codes) expect(code).toMatch(/^([2-9A-HJKMNP-TV-Z]{4}-){3}[2-9A-HJKMNP-TV-Z]{4}$/);
  expect(new Set(codes).size).toBe(codes.length);
  // Each of the thirty signs is used.
  expect(new Set(codes.join('').replaceAll('-', '')).size).toBe(30);
});

test('it is the same however it is typed', () => {
  const separator = fc.constantFrom('', ' ', '-', '–', ' \t', '\u00a0');
  fc.assert(
    fc.property(fc.array(separator, { minLength: 17, maxLength: 17 }), fc.boolean(), (between, lower) => {
      const code = newInviteCode();
      const signs = [...code.replaceAll('-', '')];
      const typed = between.map((text, index) => `${text}${signs[index] ?? ''}`).join('');
      expect(inviteDigest(lower ? typed.toLowerCase() : typed)).toBe(inviteDigest(code));
    }),
  );
});

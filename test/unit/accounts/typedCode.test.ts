import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { newCode, secretDigest } from '../../../main/accounts/registration/code';
import { codeDigest, inviteDigest, isAmong } from '../../../main/accounts/registration/typedCode';

const spaces = fc.stringMatching(/^[ \t\n\u00a0]{0,4}$/);

test('a code is the same in any case, with spaces around it', () => {
  fc.assert(
    fc.property(spaces, spaces, fc.boolean(), (before, after, isLower) => {
      const code = newCode();
      const typed = `${before}${isLower ? code.toLowerCase() : code}${after}`;
      expect(codeDigest(typed)).toBe(secretDigest(code));
    }),
  );
});

test('an invite is the same in whatever groups', () => {
  const gap = fc.stringMatching(/^[ \n\u00a0\u2010-\u2014-]{0,3}$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...'abcXYZ0189'), gap), { minLength: 1 }), (typed) => {
      const plain = typed.map(([character]) => character.toUpperCase()).join('');
      expect(inviteDigest(typed.flat().join(''))).toBe(secretDigest(plain));
    }),
  );
});

test('a digest is among those that it is one of, and no others', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 3 });
  fc.assert(
    fc.property(texts, fc.constantFrom('a', 'b', 'c', 'd', 'e'), (known, text) => {
      expect(isAmong(secretDigest(text), known.map(secretDigest))).toBe(known.includes(text));
    }),
  );
});

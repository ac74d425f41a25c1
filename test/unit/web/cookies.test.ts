import type { IncomingMessage } from 'node:http';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { createCookies, newFormSecret } from '../../../main/web/pages/cookies';
import { formToken, isFormToken } from '../../../main/web/pages/formToken';

const sent = (cookie: string | undefined) => ({ headers: { cookie } }) as IncomingMessage;

test('a cookie comes back among others, and no other in its place', () => {
  const [plain, secure] = [createCookies(false), createCookies(true)];
  const header = 'xsession=a; session=b; form=; language=de; __Host-session=c';
  expect(plain.read(sent(header), 'session')).toBe('b');
  expect(plain.read(sent(header), 'form')).toBeUndefined();
  expect(plain.read(sent(header), 'language')).toBe('de');
  expect(secure.read(sent(header), 'session')).toBe('c');
  expect(secure.read(sent('session=b'), 'session')).toBeUndefined();
  expect(plain.read(sent(undefined), 'session')).toBeUndefined();
});

test('what a browser sends as a cookie is a short word, or nothing', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (value) => {
      expect(createCookies(false).read(sent(`session=${value}`), 'session') ?? 'none').toMatch(
        /^[\w-]{1,64}$/,
      );
    }),
  );
});

test('a token is right for its secret alone', () => {
  const [own, other] = [newFormSecret(), newFormSecret()];
  expect(isFormToken(own, formToken(own))).toBe(true);
  expect(isFormToken(own, formToken(other))).toBe(false);
  expect(formToken(own)).not.toContain(own);
  fc.assert(fc.property(fc.string(), (token) => expect(isFormToken(own, token)).toBe(false)));
});

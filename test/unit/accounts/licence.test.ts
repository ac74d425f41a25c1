import { createHmac, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import {
  formatLicence,
  type LicenceToken,
  licenceHash,
  readLicence,
  readLicenceKey,
  verifyLicence,
} from '../../../main/accounts/licence';
import { parseEmail } from '../../../main/accounts/user';

const read = (name: string) => readFileSync(join(import.meta.dirname, '../../material', name), 'utf8');

interface Vector {
  readonly name: string;
  readonly email: string;
  readonly token: LicenceToken;
  readonly formatted: string;
  readonly hash: string;
  readonly valid: boolean;
}

const { salt, vectors }: { readonly salt: string; readonly vectors: readonly Vector[] } = JSON.parse(
  read('licenses.json'),
);

const PUBLIC_PEM = read('license-test-key.pub.pem');
const privateKey = createPrivateKey(read('license-test-key.pem'));

function keyOf(pem: string) {
  const key = readLicenceKey(pem);
  if (!key) throw new Error('no key');
  return key;
}

const publicKey = keyOf(PUBLIC_PEM);
const check = (text: string) => verifyLicence(readLicence(text), publicKey);
const problem = (text: string) => {
  const checked = check(text);
  return checked.ok ? undefined : checked.error;
};

function hashOf(text: string): string {
  const checked = check(text);
  if (!checked.ok) throw new Error(checked.error);
  return licenceHash(salt, checked.value);
}

const base64 = (text: string) => Buffer.from(text).toString('base64url');

/** A token with whatever header and claims, rightly signed. */
function signed(header: string, claims: string): string {
  const text = `${base64(header)}.${base64(claims)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
}

const HEADER = '{"alg":"RS256","typ":"JWT"}';
const CLAIMS = '{"email":"Anna@Example.org","iat":1700000000}';
const GOOD = signed(HEADER, CLAIMS);

test('there are vectors to go by, good ones and bad ones', () => {
  expect(vectors.filter(({ valid }) => valid).length).toBeGreaterThan(3);
  expect(vectors.filter(({ valid }) => !valid).length).toBeGreaterThan(1);
});

for (const { name, email, token, formatted, hash, valid } of vectors) {
  test(`${name}: the written text, hash and verdict`, () => {
    const parsed = parseEmail(email);
    if (parsed === undefined) throw new Error('no address');
    expect(formatLicence(token)).toBe(formatted);
    expect(licenceHash(salt, { email: parsed, token })).toBe(hash);
    expect(readLicence(formatted)).toBe(token);
    for (const text of [token, formatted, formatted.replaceAll('\n', '\r\n'), ` > ${formatted}\n\n`]) {
      const checked = check(text);
      expect(checked.ok).toBe(valid);
      if (checked.ok) expect(checked.value).toEqual({ email: parsed, token });
    }
  });
}

test('the bad ones are refused for what is bad about them', () => {
  const text = (name: string) => vectors.find((vector) => vector.name === name)?.token ?? '';
  expect(problem(text('foreign-key'))).toBe('wrong signature');
  expect(problem(text('wrong-alg'))).toBe('wrong algorithm');
});

test('a text of any length is formatted so that it is read again', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_.-]{1,200}$/), (token) => {
      const formatted = formatLicence(token as LicenceToken);
      expect(readLicence(formatted)).toBe(token);
      expect(formatted).not.toContain('\n\n');
    }),
  );
});

test('whatever spelling of its signature, it is the same licence with the same hash', () => {
  const [header = '', claims = '', signature = ''] = GOOD.split('.');
  const last = signature.length - 1;
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  // Of the last character, the lowest four bits are none of the signature's.
  const high = alphabet.indexOf(signature[last] ?? '') & 0b110000;
  const spelling = fc.record({
    low: fc.nat(15),
    padding: fc.constantFrom('', '=', '=='),
    plus: fc.boolean(),
    slash: fc.boolean(),
  });
  const seen = new Set<string>();
  fc.assert(
    fc.property(spelling, ({ low, padding, plus, slash }) => {
      let other = `${signature.slice(0, last)}${alphabet[high | low]}`;
      if (plus) other = other.replaceAll('-', '+');
      if (slash) other = other.replaceAll('_', '/');
      const text = `${header}.${claims}.${other}${padding}`;
      seen.add(text);
      expect(check(text)).toEqual(check(GOOD));
      expect(hashOf(text)).toBe(hashOf(GOOD));
    }),
  );
  expect(seen.size).toBeGreaterThan(10);
});

test('any changed bit is refused', () => {
  const parts = GOOD.split('.').map((part) => Buffer.from(part, 'base64url'));
  fc.assert(
    fc.property(fc.nat(2), fc.nat(), fc.nat(7), (which, at, bit) => {
      const changed = parts.map((part, index) => {
        const copy = Buffer.from(part);
        const place = at % copy.length;
        if (index === which) copy[place] = (copy[place] ?? 0) ^ (1 << bit);
        return copy.toString('base64url');
      });
      expect(check(changed.join('.')).ok).toBe(false);
    }),
  );
});

test('nothing but RS256 is an algorithm', () => {
  const text = `${base64('{"alg":"HS256","typ":"JWT"}')}.${base64(CLAIMS)}`;
  const mac = createHmac('sha256', PUBLIC_PEM).update(text).digest('base64url');
  expect(problem(`${text}.${mac}`)).toBe('wrong algorithm');
  for (const alg of ['"none"', '"rs256"', '"RS384"', '"PS256"', '["RS256"]', 'null', '256'])
    expect(problem(signed(`{"alg":${alg},"typ":"JWT"}`, CLAIMS)), alg).toBe('wrong algorithm');
  expect(problem(signed('{"typ":"JWT"}', CLAIMS))).toBe('wrong algorithm');
  expect(problem(signed('{"alg":"RS256","crit":["exp"]}', CLAIMS))).toBe('wrong algorithm');
  const unsigned = `${base64('{"alg":"none"}')}.${base64(CLAIMS)}.`;
  expect(problem(unsigned)).toBe('malformed');
});

test('what is said twice is said nowhere', () => {
  expect(problem(signed('{"alg":"none","alg":"RS256"}', CLAIMS))).toBe('malformed');
  expect(problem(signed('{"alg":"none","\\u0061lg":"RS256"}', CLAIMS))).toBe('malformed');
  for (const claims of [
    '{"email":"anna@example.org","email":"bert@example.org","iat":1}',
    '{"email":"anna@example.org","iat":1,"iat":2}',
    '{"email":"anna@example.org","iat":1,"more":{"a":1,"a":2}}',
  ])
    expect(problem(signed(HEADER, claims)), claims).toBe('wrong claims');
  // Colons, quotes and braces in a text are no names.
  expect(check(signed(HEADER, '{"email":"anna@example.org","iat":1,"say":"\\"a\\": {\\\\"}')).ok).toBe(true);
});

test('claims have to be an address and a time', () => {
  for (const claims of [
    '{"iat":1}',
    '{"email":"anna@example.org"}',
    '{"email":"anna@example.org","iat":"1"}',
    '{"email":["anna@example.org"],"iat":1}',
    '{"email":"no address","iat":1}',
    `{"email":"${'a'.repeat(260)}@example.org","iat":1}`,
    '["anna@example.org"]',
    'null',
    '',
    '{',
  ])
    expect(problem(signed(HEADER, claims)), claims).toMatch(/^(wrong claims|malformed)$/);
});

test('what has not three parts of base64 is none', () => {
  const [header = '', claims = '', signature = ''] = GOOD.split('.');
  for (const text of [
    '',
    '..',
    `${header}.${claims}`,
    `${GOOD}.`,
    `${GOOD}.${signature}`,
    `.${GOOD}`,
    `${header}.${claims}.${signature.slice(0, 20)}=${signature.slice(20)}`,
    `${base64('[]')}.${claims}.${signature}`,
    `${Buffer.from([0xff, 0x7b, 0x7d]).toString('base64url')}.${claims}.${signature}`,
  ])
    expect(problem(text), text).toBe('malformed');
  expect(problem(`${header}.${claims}.AAAA`)).toBe('wrong signature');
});

test('what is far too long is not looked at', () => {
  expect(problem(`${GOOD}${'A'.repeat(4_096)}`)).toBe('too long');
  expect(readLicence(' '.repeat(20_000) + GOOD)).toBe('');
  fc.assert(fc.property(fc.string({ maxLength: 5_000, size: 'max' }), (text) => check(text).ok === false));
});

test('only a key of RSA is a key for licences', () => {
  const { publicKey: curve } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = curve.export({ type: 'spki', format: 'pem' }).toString();
  for (const text of ['', 'nonsense', pem]) expect(readLicenceKey(text)).toBeUndefined();
});

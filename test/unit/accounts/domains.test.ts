import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { createDomainRule } from '../../../main/accounts/registration/domains';
import { type Email, parseEmail } from '../../../main/accounts/user';
import { parseDomainsOption } from '../../../main/commands/server/parseDomainsOption';

function accepts(address: string, allowed: string, denied: string): boolean {
  const email = parseEmail(address);
  if (!email) throw new Error(address);
  const list = (text: string) => (text === '' ? [] : parseDomainsOption(text));
  return createDomainRule(list(allowed), list(denied))(email);
}

test('lists are read in any case, with or without an @, in any alphabet', () => {
  expect(parseDomainsOption('example.org, @Example.COM,mail.example.net')).toEqual([
    'example.org',
    'example.com',
    'mail.example.net',
  ]);
  expect(parseDomainsOption('bücher.example')).toEqual(['xn--bcher-kva.example']);
});

test('what is no domain is named', () => {
  for (const [text, wrong] of [
    ['', ''],
    ['example.org,', ''],
    ['a b', 'a b'],
    ['example.org,anna@example.org', 'anna@example.org'],
    ['*.example.org', '*.example.org'],
    ['.example.org', '.example.org'],
    ['https://example.org', 'https://example.org'],
  ] as const)
    expect(() => parseDomainsOption(text), text).toThrow(`'${wrong}' is none`);
});

for (const [address, allowed, denied, expected] of [
  ['anna@example.org', '', '', true],
  ['anna@example.org', 'example.org', '', true],
  ['anna@Mail.Example.org', 'example.org', '', true],
  ['anna@notexample.org', 'example.org', '', false],
  ['anna@example.org.evil.example', 'example.org', '', false],
  ['anna@example.org', 'mail.example.org', '', false],
  ['anna@example.org', '', 'example.org', false],
  ['anna@mail.example.org', '', 'example.org', false],
  ['anna@example.com', '', 'example.org', true],
  ['anna@mail.example.org', 'example.org', 'mail.example.org', false],
  ['anna@bücher.example', 'xn--bcher-kva.example', '', true],
  ['anna@xn--bcher-kva.example', '', 'bücher.example', false],
] as const)
  test(`${address} with “${allowed}” allowed and “${denied}” denied: ${expected}`, () =>
    expect(accepts(address, allowed, denied)).toBe(expected));

test('a domain and all below it are alike, and without lists everybody is welcome', () => {
  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/);
  const domain = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
  fc.assert(
    fc.property(domain, domain, (below, above) => {
      const email = `anna@${below}.${above}` as Email;
      expect(createDomainRule([], [])(email)).toBe(true);
      expect(createDomainRule(parseDomainsOption(above), [])(email)).toBe(true);
      expect(createDomainRule([], parseDomainsOption(above))(email)).toBe(false);
    }),
  );
});

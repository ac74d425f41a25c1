import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { preferredLanguage } from '../../../main/web/language';

for (const [header, language] of [
  [undefined, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['DE', 'de'],
  ['en-GB,en;q=0.9,de;q=0.8', 'en'],
  ['de;q=0.4,en;q=0.5', 'en'],
  ['en;q=0.4, de;q=0.5', 'de'],
  ['de,en', 'de'],
  ['en,de', 'en'],
  ['fr,de;q=0.5', 'de'],
  ['fr,es', 'en'],
  ['*', 'en'],
  ['*,de;q=0.5', 'en'],
  ['de;q=0', 'en'],
  ['de;q=2', 'en'],
  ['de;q=', 'en'],
  ['deutsch', 'en'],
  ['d', 'en'],
  ['fr ; q=1.000 , de ; q=0.001', 'de'],
] as const)
  test(`${header} is ${language}`, () => expect(preferredLanguage(header)).toBe(language));

test('any header has a language, and one beyond all bounds is not looked at to its end', () => {
  const parts = fc.constantFrom('de', 'en', '*', ';', 'q=', '0.5', ',', ' ', '-', '1', 'x');
  fc.assert(
    fc.property(
      fc.array(parts).map((all) => all.join('')),
      (header) => {
        expect(['en', 'de']).toContain(preferredLanguage(header));
      },
    ),
  );
  expect(preferredLanguage(`${'fr,'.repeat(1_000)}de`)).toBe('en');
});

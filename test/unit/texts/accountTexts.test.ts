import { expect, test } from '@playwright/test';
import { IntlMessageFormat } from 'intl-messageformat';
import de from '../../../renderer/account/texts/de.json' with { type: 'json' };
import en from '../../../renderer/account/texts/en.json' with { type: 'json' };

const english: Readonly<Record<string, string>> = en;
const german: Readonly<Record<string, string>> = de;

/** The values that a message takes. Throws where it cannot be read. */
function valuesOf(text: string): string[] {
  const found = new Set<string>();
  const visit = (elements: ReturnType<IntlMessageFormat['getAst']>): void => {
    for (const element of elements) {
      // 0 is text, and 7 the number of a plural.
      if (element.type !== 0 && element.type !== 7) found.add(element.value);
      if ('options' in element) for (const { value } of Object.values(element.options)) visit(value);
    }
  };
  visit(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst());
  return [...found].sort();
}

test('the pages say everything in both languages, with the same values', () => {
  expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
  for (const [key, text] of Object.entries(english))
    expect(valuesOf(german[key] ?? ''), key).toEqual(valuesOf(text));
});

test('no sentence of the pages is empty, unfinished or has odd white space', () => {
  for (const [key, text] of [...Object.entries(english), ...Object.entries(german)]) {
    expect(text, key).not.toBe('');
    expect(text, key).not.toMatch(/^\s|\s$| {2}|undefined|TODO|\.{3}|!/);
  }
});

test('German sentences are German', () => {
  const words = (text: string) => text.replace(/\{[^}]*\}/g, '').match(/\p{L}{2,}/gu) ?? [];
  const long = Object.entries(german).filter(([, text]) => words(text).length > 3);
  expect(long.filter(([key, text]) => english[key] === text)).toEqual([]);
});

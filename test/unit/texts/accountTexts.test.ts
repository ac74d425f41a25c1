import { expect, test } from '@playwright/test';
import { IntlMessageFormat } from 'intl-messageformat';
import accountDe from '../../../renderer/account/texts/de.json' with { type: 'json' };
import accountEn from '../../../renderer/account/texts/en.json' with { type: 'json' };
import adminDe from '../../../renderer/admin/texts/de.json' with { type: 'json' };
import adminEn from '../../../renderer/admin/texts/en.json' with { type: 'json' };

type Texts = Readonly<Record<string, string>>;

const PAGES: readonly (readonly [whose: string, english: Texts, german: Texts])[] = [
  ['people', accountEn, accountDe],
  ['the operator', adminEn, adminDe],
];

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

for (const [whose, english, german] of PAGES) {
  test(`the pages for ${whose} say everything in both languages, with the same values`, () => {
    expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(english))
      expect(valuesOf(german[key] ?? ''), key).toEqual(valuesOf(text));
  });

  test(`no sentence of the pages for ${whose} is empty, unfinished or has odd white space`, () => {
    const all = [...Object.entries(english), ...Object.entries(german)];
    expect(all.filter(([, text]) => /^$|^\s|\s$| {2}|undefined|TODO|\.{3}|!/.test(text))).toEqual([]);
  });

  test(`German sentences for ${whose} are German`, () => {
    const words = (text: string) => text.replace(/\{[^}]*\}/g, '').match(/\p{L}{2,}/gu) ?? [];
    const long = Object.entries(german).filter(([, text]) => words(text).length > 3);
    expect(long.filter(([key, text]) => english[key] === text)).toEqual([]);
  });
}

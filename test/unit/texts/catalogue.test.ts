import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { IntlMessageFormat } from 'intl-messageformat';
import { createFormats, languageOf, textsFor } from '../../../main/texts';
import { createTranslate } from '../../../main/texts/translate';

const folder = join(import.meta.dirname, '../../../main/texts/languages');
const read = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8'));

const english = read('en');
const languages = readdirSync(folder).map((name) => name.replace(/\.json$/, ''));

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

test('there are languages, and each is spoken', () => {
  expect(languages).toEqual(expect.arrayContaining(['en', 'de', 'es']));
  for (const language of languages) expect(languageOf([language]), language).toBe(language);
  expect(Object.keys(english).length).toBeGreaterThan(500);
});

for (const language of languages) {
  const messages = read(language);

  test(`${language}: each message is known, can be read, and takes the values of the English one`, () => {
    expect(Object.keys(messages).filter((key) => !Object.hasOwn(english, key))).toEqual([]);
    const unknownValues = Object.entries(messages).flatMap(([key, text]) => {
      const known = valuesOf(english[key] ?? '');
      return valuesOf(text).flatMap((value) => (known.includes(value) ? [] : `${key}: ${value}`));
    });
    expect(unknownValues).toEqual([]);
  });

  test(`${language}: no sentence is empty, unfinished or has odd white space`, () => {
    // One is put behind others.
    const edges = (key: string) => (key === 'findings.silentAt.others' ? /^$/ : /^$|^\s|\s$/);
    const odd = Object.entries(messages).filter(
      ([key, text]) => edges(key).test(text) || / {2}|undefined|TODO|\.{3}/.test(text),
    );
    expect(odd).toEqual([]);
  });

  test(`${language}: it is that language: long sentences are not those of English`, () => {
    const words = (text: string) => text.replace(/\{[^}]*\}/g, '').match(/\p{L}{2,}/gu) ?? [];
    const long = Object.entries(messages).filter(([, text]) => words(text).length > 3);
    const same = long.filter(([key, text]) => english[key] === text && language !== 'en');
    expect(same.map(([key]) => key)).toEqual([]);
  });
}

test('the name of the app and a place for each value: texts say what they are given', () => {
  const [en, de, es] = [textsFor('en'), textsFor('de'), textsFor('es')];
  expect([en, de, es].map(({ common }) => common.running(0))).toEqual([
    'Running. No devices connected.',
    'Läuft. Keine Geräte verbunden.',
    expect.stringContaining('.'),
  ]);
  expect(en.common.running(1)).toBe('Running. 1 device connected.');
  expect(de.common.running(12)).toBe('Läuft. 12 Geräte verbunden.');
  expect(es.common.running(12)).toContain('12');
  expect(en.common.shortProblem.portInUse(9001)).toBe('Port 9001 is taken.');
  for (const t of [en, de, es]) expect(t.devices.linkedWith("<b>{a} 'b'")).toContain("<b>{a} 'b'");
});

test('what a language lacks, or says so that it cannot be read, is said in English', () => {
  const broken = {
    'common.copied': 'Copiado',
    'common.version': 'Versión {version',
    'common.cancel': '',
    'common.copyOf': 'Copiar {something}',
  };
  const m = createTranslate('es', broken, english);
  expect(m('common.copied')).toBe('Copiado');
  expect(m('common.copy')).toBe('Copy');
  expect(m('common.version', { version: '1.2.3' })).toBe('Version 1.2.3');
  expect(m('common.cancel')).toBe('Cancel');
  expect(m('common.copyOf', { what: 'it' })).toBe('Copy it');
  expect(textsFor('xx').common.copy).toBe('Copy');
});

test('the first language that the app speaks counts, English where there is none', () => {
  expect(languageOf(['de-CH', 'en-US'])).toBe('de');
  expect(languageOf(['fr-CH', 'DE-at', 'en'])).toBe('de');
  expect(languageOf(['es-419', 'en'])).toBe('es');
  expect(languageOf(['en-US', 'de'])).toBe('en');
  expect(languageOf(['de'])).toBe('de');
  for (const none of [[], [''], ['C'], ['xx'], ['fr', 'it'], ['deu', 'den'], ['en_US'.replace('_', '@')]])
    expect(languageOf(none), none.join()).toBe('en');
});

test.describe('formats', () => {
  /** With each space as a plain one: systems differ in which they take. */
  const plain = (text: string) => text.replace(/[\u00a0\u202f\u2009]/g, ' ');
  const [british, swiss] = [createFormats('en', 'en-GB'), createFormats('de', 'de-CH')];
  const bytes = (count: number) => [plain(british.bytes(count)), plain(swiss.bytes(count))];

  test('bytes go by the thousand, with one digit more at most', () => {
    for (const [count, english, german] of [
      [0, '0 B', '0 B'],
      [1, '1 B', '1 B'],
      [999, '999 B', '999 B'],
      [1_000, '1 kB', '1 kB'],
      [1_049, '1 kB', '1 kB'],
      [1_051, '1.1 kB', '1.1 kB'],
      [999_949, '999.9 kB', '999.9 kB'],
      [999_950, '1 MB', '1 MB'],
      [3_100_000, '3.1 MB', '3.1 MB'],
      [2_500_000_000, '2.5 GB', '2.5 GB'],
      [7e12, '7 TB', '7 TB'],
    ] as const)
      expect([count, ...bytes(count)]).toEqual([count, english, german]);
    expect(plain(createFormats('de', 'de-DE').bytes(3_100_000))).toBe('3,1 MB');
    // Beyond the largest unit it stays in it.
    expect(plain(british.bytes(9e18))).toBe('9,000,000 TB');
  });

  test('durations have the largest unit that fits, at least a minute', () => {
    const MINUTE = 60_000;
    const of = (ms: number) => [plain(british.duration(ms)), plain(swiss.duration(ms))];
    expect(of(0)).toEqual(['1 minute', '1 Minute']);
    expect(of(-5_000)).toEqual(['1 minute', '1 Minute']);
    expect(of(4.9 * MINUTE)).toEqual(['4 minutes', '4 Minuten']);
    expect(of(60 * MINUTE - 1)).toEqual(['59 minutes', '59 Minuten']);
    expect(of(60 * MINUTE)).toEqual(['1 hour', '1 Stunde']);
    expect(of(24 * 60 * MINUTE - 1)).toEqual(['23 hours', '23 Stunden']);
    expect(of(3 * 24 * 60 * MINUTE)).toEqual(['3 days', '3 Tage']);
    const ago = (ms: number) => [plain(british.ago(ms)), plain(swiss.ago(ms))];
    expect(ago(0)).toEqual(['1 minute ago', 'vor 1 Minute']);
    expect(ago(3 * 24 * 60 * MINUTE)).toEqual(['3 days ago', 'vor 3 Tagen']);
  });

  test('a day is a time today, a day this year, else the whole date', () => {
    const now = new Date(2026, 10, 3, 21, 0).getTime();
    const at = (...when: [number, number, number, number, number]) => new Date(...when).getTime();
    const of = (when: number) => [british.day(when, now), swiss.day(when, now)];
    expect(of(at(2026, 10, 3, 7, 55))).toEqual(['07:55', '07:55']);
    expect(of(at(2026, 10, 3, 0, 0))).toEqual(['00:00', '00:00']);
    expect(of(at(2026, 10, 2, 23, 59))).toEqual(['2 November', '2. November']);
    expect(of(at(2025, 10, 3, 7, 55))).toEqual(['3 November 2025', '3. November 2025']);
    expect(of(at(2027, 0, 1, 0, 0))).toEqual(['1 January 2027', '1. Januar 2027']);
    expect(british.timeWithSeconds(at(2026, 10, 3, 7, 5))).toBe('07:05:00');
  });

  test('lists and numbers are those of the place', () => {
    expect(british.list(['a', 'b', 'c'])).toBe('a, b and c');
    expect(swiss.list(['a', 'b', 'c'])).toBe('a, b und c');
    expect(british.list([])).toBe('');
    expect(british.number(9_001)).toBe('9,001');
    expect(swiss.number(12_345)).toMatch(/^12[’']345$/);
  });

  for (const odd of [
    'C',
    'POSIX',
    'en-US-u-va-posix',
    'en_US.UTF-8',
    '',
    'xx',
    'x',
    '../..',
    'ar-EG',
    'en-u-nu-arab',
    '🦕',
  ]) {
    test(`a locale like ${JSON.stringify(odd)} gives something readable in the language of the texts`, () => {
      for (const [language, minutes, and] of [
        ['en', '4 minutes', 'a and b'],
        ['de', '4 Minuten', 'a und b'],
      ] as const) {
        const formats = createFormats(language, odd);
        expect(plain(formats.duration(240_000))).toBe(minutes);
        expect(formats.list(['a', 'b'])).toBe(and);
        expect(plain(formats.bytes(999))).toBe('999 B');
        expect(formats.day(0, Date.now())).toContain('19');
      }
    });
  }
});

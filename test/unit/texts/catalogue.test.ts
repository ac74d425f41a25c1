import { expect, test } from '@playwright/test';
import { createFormats, languageOf, textsFor } from '../../../main/texts';

type Leaf = { readonly path: string; readonly value: unknown };

function* leaves(value: unknown, path = ''): Generator<Leaf> {
  if (typeof value !== 'object' || value === null) yield { path, value };
  else
    for (const [name, inner] of Object.entries(value))
      yield* leaves(inner, path === '' ? name : `${path}.${name}`);
}

const catalogues = { en: [...leaves(textsFor('en'))], de: [...leaves(textsFor('de'))] };

test('both languages have the same form: names, kinds and numbers of arguments', () => {
  const form = (all: readonly Leaf[]) =>
    all
      .map(({ path, value }) => `${path} ${typeof value} ${typeof value === 'function' ? value.length : ''}`)
      .sort();
  expect(form(catalogues.de)).toEqual(form(catalogues.en));
  expect(catalogues.en.length).toBeGreaterThan(250);
  expect(catalogues.en.filter(({ value }) => typeof value === 'function').length).toBeGreaterThan(30);
});

for (const [language, all] of Object.entries(catalogues)) {
  test(`${language}: no sentence is empty, unfinished or has odd white space`, () => {
    for (const { path, value } of all) {
      if (typeof value === 'function') continue;
      expect(typeof value, path).toBe('string');
      expect(value, path).not.toBe('');
      expect(value, path).not.toMatch(/^\s|\s$| {2}|undefined|TODO|\.{3}/);
    }
  });
}

test('German is German: its long sentences are not those of English', () => {
  const english = new Map(catalogues.en.map(({ path, value }) => [path, value]));
  const same = catalogues.de.filter(
    ({ path, value }) => typeof value === 'string' && value.includes(' ') && english.get(path) === value,
  );
  expect(same.map(({ path }) => path)).toEqual(['common.appName']);
});

test('the first language that the app speaks counts, English where there is none', () => {
  expect(languageOf(['de-CH', 'en-US'])).toBe('de');
  expect(languageOf(['fr-CH', 'DE-at', 'en'])).toBe('de');
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

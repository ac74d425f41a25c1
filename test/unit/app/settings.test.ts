import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { DEFAULT_SETTINGS, parseSettings } from '../../../main/app/settings';

test('settings come back as they were stored', () => {
  const stored = { version: 1, port: 9002, reach: 'computer', username: 'family', relayOn: false };
  expect(parseSettings(stored)).toEqual({ ok: true, value: stored });
});

test('what is missing gets its default', () => {
  expect(parseSettings({ version: 1 })).toEqual({ ok: true, value: DEFAULT_SETTINGS });
  expect(DEFAULT_SETTINGS).toEqual({ version: 1, reach: 'network', relayOn: true });
});

test('what this version does not know is dropped', () => {
  expect(parseSettings({ version: 1, colour: 'green' })).toEqual({ ok: true, value: DEFAULT_SETTINGS });
});

test('a newer version is told from a broken file', () => {
  expect(parseSettings({ version: 2, port: 'elsewhere' })).toEqual({
    ok: false,
    error: 'from a newer version',
  });
});

for (const [why, broken] of [
  ['no version', {}],
  ['version zero', { version: 0 }],
  ['a version that is text', { version: '1' }],
  ['a port that is none', { version: 1, port: 65_536 }],
  ['a port that is text', { version: 1, port: '9001' }],
  ['an unknown reach', { version: 1, reach: 'world' }],
  ['a user name with a colon', { version: 1, username: 'a:b' }],
  ['an empty user name', { version: 1, username: '' }],
  ['a list', []],
  ['null', null],
] as const) {
  test(`settings with ${why} are not readable`, () => {
    expect(parseSettings(broken)).toEqual({ ok: false, error: 'not readable' });
  });
}

test('whatever a file holds, reading it gives settings or a reason', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const parsed = parseSettings(value);
      if (parsed.ok) expect(parseSettings(parsed.value)).toEqual(parsed);
      else expect(['not readable', 'from a newer version']).toContain(parsed.error);
    }),
  );
});

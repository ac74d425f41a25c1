import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import {
  changeSchema,
  DEFAULT_SETTINGS,
  parseSettings,
  settingsView,
} from '../../../../main/app/settings/settings';

test('settings come back as they were stored', () => {
  const stored = { ...DEFAULT_SETTINGS, port: 9002, reach: 'computer', username: 'family', relayOn: false };
  expect(parseSettings(stored)).toEqual({ ok: true, value: stored });
});

test('what is missing gets its default', () => {
  expect(parseSettings({ version: 2 })).toEqual({ ok: true, value: DEFAULT_SETTINGS });
  expect(DEFAULT_SETTINGS).toEqual({
    version: 2,
    reach: 'network',
    tls: { kind: 'off' },
    advertise: true,
    onlyKnown: false,
    startAtLogin: false,
    startHidden: true,
    notify: true,
    keepAwake: false,
    lookForUpdates: true,
    relayOn: true,
    welcomed: false,
  });
});

test('settings of the first version are taken over; who has a port has seen the first steps', () => {
  const old = { version: 1, port: 9002, reach: 'computer', username: 'family', relayOn: false };
  expect(parseSettings(old)).toEqual({
    ok: true,
    value: { ...DEFAULT_SETTINGS, ...old, version: 2, welcomed: true },
  });
  expect(parseSettings({ version: 1 })).toEqual({ ok: true, value: DEFAULT_SETTINGS });
});

test('what this version does not know is dropped', () => {
  expect(parseSettings({ version: 2, colour: 'green' })).toEqual({ ok: true, value: DEFAULT_SETTINGS });
});

test('a newer version is told from a broken file', () => {
  expect(parseSettings({ version: 3, port: 'elsewhere' })).toEqual({
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
  ['a name that is too long for the network', { version: 2, name: 'é'.repeat(32) }],
  ['a certificate without its key', { version: 2, tls: { kind: 'files', certificatePath: '/a.pem' } }],
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

test('settings of any first version give the same relay: port, reach, name and whether it is on', () => {
  const old = fc.record(
    {
      version: fc.constant(1),
      port: fc.integer({ min: 1, max: 65_535 }),
      reach: fc.constantFrom('computer', 'network'),
      username: fc
        .string({ unit: 'binary', minLength: 1, maxLength: 50 })
        .filter((name) => !name.includes(':')),
      startAtLogin: fc.boolean(),
      relayOn: fc.boolean(),
    },
    { requiredKeys: ['version'] },
  );
  fc.assert(
    fc.property(old, (stored) => {
      const parsed = parseSettings(stored);
      const kept = { ...DEFAULT_SETTINGS, ...stored, version: 2, welcomed: stored.port !== undefined };
      expect(parsed).toEqual({ ok: true, value: kept });
      // Written down and read again they stay as they are.
      if (parsed.ok) expect(parseSettings(JSON.parse(JSON.stringify(parsed.value)))).toEqual(parsed);
    }),
  );
});

test('what is not chosen yet is shown as it will be', () => {
  expect(settingsView(DEFAULT_SETTINGS, 'Study Mac')).toEqual({
    ...{ port: 9001, reach: 'network', username: 'household', tls: { kind: 'off' }, advertise: true },
    ...{ name: 'Study Mac', onlyKnown: false, startAtLogin: false, startHidden: true, notify: true },
    keepAwake: false,
    lookForUpdates: true,
  });
  const chosen = { ...DEFAULT_SETTINGS, port: 9002, username: 'me', name: 'Kitchen' };
  expect(settingsView(chosen, 'Study Mac')).toMatchObject({ port: 9002, username: 'me', name: 'Kitchen' });
});

for (const change of [
  {},
  { port: 1 },
  { username: 'Zoë', tls: { kind: 'files', certificatePath: '/a.pem', keyPath: '/b.pem' } },
  { name: 'é'.repeat(31) },
]) {
  test(`the window may ask for ${JSON.stringify(change)}`, () => {
    expect(changeSchema.parse(change)).toEqual(change);
  });
}

for (const change of [
  null,
  [],
  'port',
  { port: 0 },
  { port: 65_536 },
  { port: 80.5 },
  { port: undefined },
  { port: Number.NaN },
  { username: '' },
  { username: 'a:b' },
  { username: 'x'.repeat(101) },
  { name: '  ' },
  { name: 'two\nlines' },
  { name: 'é'.repeat(32) },
  { reach: 'world' },
  { tls: { kind: 'files', certificatePath: '', keyPath: '/b.pem' } },
  { relayOn: false },
  { welcomed: true },
  { version: 3 },
  { password: 'x' },
]) {
  test(`the window may not ask for ${JSON.stringify(change)} (${typeof change})`, () => {
    expect(changeSchema.safeParse(change).success).toBe(false);
  });
}

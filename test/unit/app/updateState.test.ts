import { expect, test } from '@playwright/test';
import { canReplaceItself, type UpdateState, updateSentence } from '../../../main/app/updateState';

const PLAIN = { platform: 'linux', signed: false, writableAppImage: false, portable: false } as const;

test('an AppImage that the person owns replaces itself; what a package manager brought does not', () => {
  expect(canReplaceItself({ ...PLAIN, writableAppImage: true })).toBe(true);
  expect(canReplaceItself(PLAIN)).toBe(false);
  expect(canReplaceItself({ ...PLAIN, signed: true })).toBe(false);
});

test('macOS and Windows replace what is signed, and Windows no portable program', () => {
  for (const platform of ['darwin', 'win32'] as const) {
    expect(canReplaceItself({ ...PLAIN, platform })).toBe(false);
    expect(canReplaceItself({ ...PLAIN, platform, signed: true })).toBe(true);
  }
  expect(canReplaceItself({ ...PLAIN, platform: 'win32', signed: true, portable: true })).toBe(false);
});

test('every state but the quiet one has its sentence', () => {
  const update = { version: '1.3.0', notesUrl: 'https://releases.invalid/1.3.0' };
  const states: UpdateState[] = [
    { kind: 'none' },
    { kind: 'checking' },
    { kind: 'available', canInstall: true, ...update },
    { kind: 'downloading', percent: 40, ...update },
    { kind: 'ready', ...update },
    { kind: 'failed', text: 'It did not work.', update },
  ];
  expect(states.map(updateSentence)).toEqual([
    undefined,
    'Looking for a newer version…',
    'Version 1.3.0 is there.',
    'Downloading version 1.3.0, 40 %.',
    'Version 1.3.0 is ready. The relay restarts with it, which takes a few seconds.',
    'It did not work.',
  ]);
});

import { expect, test } from '@playwright/test';
import { canReplaceItself } from '../../../main/app/installation';

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

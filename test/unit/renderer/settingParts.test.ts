import { expect, test } from '@playwright/test';
import type { SettingsView } from '../../../preload/views';
import { inverse } from '../../../renderer/views/settings/inverseChange';
import {
  checkName,
  checkUsername,
  isLowPort,
  isShortPassphrase,
  isShortPassword,
  parsePort,
} from '../../../renderer/views/settings/validation';

test.describe('a typed port', () => {
  for (const [text, port] of [
    ['1', 1],
    ['65535', 65_535],
    [' 9001 ', 9_001],
    ['0080', 80],
  ] as const) {
    test(`“${text}” is ${port}`, () => expect(parsePort(text)).toBe(port));
  }
  for (const text of ['', '0', '65536', '-1', '1.5', '1e3', '0x50', '９００１', 'http', '90 01']) {
    test(`“${text}” is none`, () => expect(parsePort(text)).toBeUndefined());
  }

  test('the low ones are told apart, and what is no port is not low', () => {
    expect(['1', '1023'].map(isLowPort)).toEqual([true, true]);
    expect(['1024', '', 'x', '0'].map(isLowPort)).toEqual([false, false, false, false]);
  });
});

test('a name on the network has up to 63 bytes, not letters', () => {
  expect(checkName('x'.repeat(63))).toBeUndefined();
  expect(checkName('x'.repeat(64))).toBe('tooLong');
  expect(checkName('ü'.repeat(31))).toBeUndefined();
  expect(checkName('ü'.repeat(32))).toBe('tooLong');
  expect(checkName(` ${'x'.repeat(63)} `)).toBeUndefined();
});

test('a user name has no colon and up to 100 characters', () => {
  expect(checkUsername('household')).toBeUndefined();
  expect(checkUsername('house:hold')).toBe('colon');
  expect(checkUsername('x'.repeat(100))).toBeUndefined();
  expect(checkUsername('x'.repeat(101))).toBe('tooLong');
});

test('a password of less than eight characters is short', () => {
  expect(isShortPassword('1234567')).toBe(true);
  expect(isShortPassword('12345678')).toBe(false);
});

test('a change is undone by what was there before, and nothing else', () => {
  const before: SettingsView = {
    port: 9_001,
    reach: 'network',
    username: 'household',
    tls: { kind: 'files', certificatePath: '/c.pem', keyPath: '/k.pem' },
    advertise: true,
    name: 'Study Mac',
    onlyKnown: false,
    startAtLogin: true,
    startHidden: true,
    notify: true,
    keepAwake: false,
    lookForUpdates: true,
  };
  expect(inverse(before, { port: 9_002 })).toEqual({ port: 9_001 });
  expect(inverse(before, { tls: { kind: 'off' } })).toEqual({ tls: before.tls });
  expect(inverse(before, { reach: 'computer', keepAwake: true })).toEqual({
    reach: 'network',
    keepAwake: false,
  });
});

test('a passphrase of fewer than eight characters is short, whatever they take in memory', () => {
  for (const text of ['', 'seven77', '🐚'.repeat(7)]) expect(isShortPassphrase(text), text).toBe(true);
  for (const text of ['eight888', '🐚'.repeat(8)]) expect(isShortPassphrase(text), text).toBe(false);
});

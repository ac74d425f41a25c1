import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { parseRelayId } from '../../../main/protocol/relayId';
import {
  defaultServiceName,
  hostNameOf,
  numberedName,
  serviceName,
} from '../../../main/protocol/serviceName';

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

test('every text becomes one label, and stays what it has become', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const name = serviceName(text);
      expect(Buffer.byteLength(name)).toBeGreaterThan(0);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
      expect(name).not.toMatch(/[.\p{C}]|^\s|\s$/u);
      expect(serviceName(name)).toBe(name);
    }),
  );
});

test('names that are fit stay as they are, others lose no more than they must', () => {
  expect(serviceName('Küche 🪣')).toBe('Küche 🪣');
  expect(serviceName(' Dr. Mueller\n')).toBe('Dr Mueller');
  expect(serviceName('\u001b[31mred\u202e')).toBe('[31mred');
  expect(serviceName('one\t\u0000\ttwo')).toBe('one two');
  expect(serviceName('...')).toBe('Buckets Relay');
  // A character is not cut in two.
  expect(serviceName(`${'x'.repeat(61)}ü…`)).toBe(`${'x'.repeat(61)}ü`);
  expect(serviceName(`${'x'.repeat(62)}ü`)).toBe('x'.repeat(62));
  expect(defaultServiceName('nas.example.org')).toBe('nas');
});

test('names with numbers are all different, fit, and tell whose they are', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const name = serviceName(text);
      const names = Array.from({ length: 12 }, (_, index) => numberedName(name, index + 1));
      expect(new Set(names).size).toBe(12);
      expect(names[0]).toBe(name);
      expect(Math.max(...names.map((other) => Buffer.byteLength(other)))).toBeLessThanOrEqual(63);
      expect(names.map(serviceName)).toEqual(names);
    }),
  );
  expect(numberedName('Relay', 2)).toBe('Relay (2)');
  expect(numberedName('x'.repeat(63), 10)).toBe(`${'x'.repeat(58)} (10)`);
});

test('the computer has a name of its own', () => {
  const id = parseRelayId('00112233445566778899aabbccddeeff');
  expect(id && hostNameOf(id)).toBe('buckets-relay-001122334455.local');
});

test('nothing that steers a terminal is in a name', () => {
  fc.assert(fc.property(anyText, (text) => !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(serviceName(text))));
  expect(serviceName('a\u0000\u001b]0;t\u0007\u009b1m\u200bb\ud800')).toBe('a]0;t1mb');
});

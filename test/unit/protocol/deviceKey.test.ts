import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { abbreviate, deviceKey, keyBytes, parseDeviceKey } from '../../../main/protocol/deviceKey';
import { bytesOf } from '../../helpers/arbitraries';

// The public key of RFC 8032's TEST 1, as hex and as base64.
const HEX = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const TEXT = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';

test.describe('deviceKey', () => {
  test('is the base64 text of the 32 bytes, and back', () => {
    expect(deviceKey(Buffer.from(HEX, 'hex'))).toBe(TEXT);
    expect(Buffer.from(keyBytes(deviceKey(Buffer.from(HEX, 'hex')))).toString('hex')).toBe(HEX);
  });

  test('any 32 bytes come back, and different ones have different keys', () => {
    fc.assert(
      fc.property(bytesOf(32), bytesOf(32), (a, b) => {
        assert.deepEqual(Uint8Array.from(keyBytes(deviceKey(a))), a);
        assert.equal(deviceKey(a) === deviceKey(b), Buffer.from(a).equals(b));
      }),
    );
  });

  test('bytes that lie within others are read where they are', () => {
    const amid = Buffer.concat([Buffer.alloc(7, 1), Buffer.from(HEX, 'hex'), Buffer.alloc(7, 2)]);
    expect(deviceKey(amid.subarray(7, 39))).toBe(TEXT);
    expect(deviceKey(new Uint8Array(amid.buffer, amid.byteOffset + 7, 32))).toBe(TEXT);
  });

  test('any other size is a mistake of ours', () => {
    for (const size of [0, 1, 31, 33, 64]) expect(() => deviceKey(Buffer.alloc(size))).toThrow(RangeError);
  });
});

test.describe('parseDeviceKey', () => {
  test('reads the text with and without padding, and with blanks around it', () => {
    for (const text of [TEXT, TEXT.slice(0, -1), `  ${TEXT}\n`, `\t${TEXT.slice(0, -1)} `])
      expect(parseDeviceKey(text), JSON.stringify(text)).toBe(TEXT);
  });

  test('what is not the base64 of 32 bytes is no key', () => {
    for (const text of [
      '',
      ' ',
      '=',
      'hello',
      HEX,
      Buffer.alloc(31).toString('base64'),
      Buffer.alloc(33).toString('base64'),
      Buffer.alloc(64).toString('base64'),
      // Characters that Buffer would skip, in front, within and behind.
      `*${TEXT}`,
      `${TEXT.slice(0, 10)} ${TEXT.slice(10)}`,
      `${TEXT.slice(0, 10)}\n${TEXT.slice(10)}`,
      `${TEXT.slice(0, -1)}.`,
      `${TEXT}x`,
      // Another alphabet: base64url.
      TEXT.replace('/', '_'),
      // The bits behind the last byte are not zero: a second text for the same key.
      `${TEXT.slice(0, -2)}p=`,
    ])
      expect(parseDeviceKey(text), JSON.stringify(text)).toBeUndefined();
  });

  test('any text is a key that reads the same, or none, and never an exception', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.base64String({ minLength: 40, maxLength: 48 }),
      fc.uint8Array({ minLength: 31, maxLength: 33 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const key = parseDeviceKey(text);
        if (key === undefined) return;
        assert.equal(keyBytes(key).length, 32);
        assert.equal(key.replaceAll('=', ''), text.trim().replaceAll('=', ''));
      }),
      { numRuns: 1000 },
    );
  });

  test('every key’s own text is read as that key', () => {
    fc.assert(
      fc.property(bytesOf(32).map(deviceKey), (key) => {
        assert.equal(parseDeviceKey(key), key);
      }),
    );
  });
});

test('abbreviate: the first four and the last four characters, without the padding', () => {
  expect(abbreviate(deviceKey(Buffer.from(HEX, 'hex')))).toBe('11qY…HURo');
});

import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify as nodeVerify } from 'node:crypto';
import { verify as nobleVerify, Point } from '@noble/ed25519';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type DeviceKey, deviceKey, keyBytes } from '../../../main/protocol/deviceKey';
import { identityOf, sign, verify } from '../../../main/protocol/identity';
import type { Bytes } from '../../../main/protocol/netstring';

/**
 * Deployed devices come with libsodium, whose crypto_sign_verify_detached refuses more than the equation asks
 * for. Wherever it can be done, a forgery here satisfies the equation (a lenient verifier says so first), so
 * that it is the strictness that is tested, and not the arithmetic.
 */

const L = Point.CURVE().n;
const hex = (text: string) => Buffer.from(text, 'hex');

/** The points of order 1, 2, 4, 4, 8, 8, 8 and 8, as they are properly written. */
const SMALL_ORDER = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
];

/** The same points written in ways that are not allowed: y not below p, or the sign of an x that is zero. */
const SMALL_ORDER_ODDLY_WRITTEN = [
  '0100000000000000000000000000000000000000000000000000000000000080',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
];

/** Every y from p to 2^255 - 1, with either sign: no such number is one of the field. */
const NOT_IN_THE_FIELD = Array.from({ length: 19 }, (_, i) => 0xed + i).flatMap((low) =>
  [0x7f, 0xff].map((high) => Buffer.from([low, ...new Uint8Array(30).fill(0xff), high])),
);

const TORSION = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');

const number = (bytes: Bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
const scalar = (value: bigint) => hex(value.toString(16).padStart(64, '0')).reverse();
const mod8 = (value: bigint) => Number(value % 8n);
const torsion = (times: number) => {
  let point = Point.ZERO;
  for (let i = 0; i < times; i++) point = point.add(TORSION);
  return point;
};

/** The k of the equation S·B = R + k·A. */
const factor = (r: Bytes, a: Bytes, message: Bytes) =>
  number(createHash('sha512').update(r).update(a).update(message).digest()) % L;

/** The first of many messages whose factor, modulo 8, is as wished: about one in eight is. */
function messageWith(r: Bytes, a: Bytes, wish: (rest: number) => boolean): Buffer {
  for (let i = 0; i < 10_000; i++) {
    const message = Buffer.from(`message ${i}`);
    if (wish(mod8(factor(r, a, message)))) return message;
  }
  throw new Error('no such message');
}

/** OpenSSL's answer: the equation without the cofactor, and S below L, but any point. */
function lenient(a: Bytes, message: Bytes, signature: Bytes): boolean {
  const spki = Buffer.concat([hex('302a300506032b6570032100'), a]);
  return nodeVerify(null, message, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature);
}

const secret = 0x1234_5678_9abc_def0n;
const identity = identityOf(Buffer.alloc(32, 9));
if (!identity.ok) throw new Error(identity.error);
const { publicKey } = identity.value;
const message = Buffer.alloc(32, 'challenge');
const signature = Buffer.from(sign(identity.value, message));

test.describe('points of small order', () => {
  for (const key of [...SMALL_ORDER, ...SMALL_ORDER_ODDLY_WRITTEN]) {
    test(`as a public key: ${key}`, () => {
      // With A of small order, S = r satisfies the equation whenever k·A is zero. Anybody can find that.
      const a = hex(key);
      const r = Point.BASE.multiply(secret).toBytes();
      const chosen = messageWith(r, a, (rest) => rest === 0);
      const forged = Buffer.concat([r, scalar(secret)]);
      expect(lenient(a, chosen, forged)).toBe(true);
      expect(verify(deviceKey(a), chosen, forged)).toBe(false);
    });
  }

  for (const point of SMALL_ORDER) {
    test(`as R: ${point}`, () => {
      // R = j·T and A = a·B + T: the two torsion parts cancel out when k = -j modulo 8.
      const r = hex(point);
      const a = Point.BASE.multiply(secret).add(TORSION).toBytes();
      const j = Array.from({ length: 8 }, (_, times) => times).find((times) =>
        Buffer.from(torsion(times).toBytes()).equals(r),
      );
      const chosen = messageWith(r, a, (rest) => rest === (8 - (j ?? Number.NaN)) % 8);
      const forged = Buffer.concat([r, scalar((factor(r, a, chosen) * secret) % L)]);
      expect(lenient(a, chosen, forged)).toBe(true);
      expect(verify(deviceKey(a), chosen, forged)).toBe(false);
    });
  }

  test('as R, oddly written', () => {
    for (const point of SMALL_ORDER_ODDLY_WRITTEN) {
      const r = hex(point);
      const s = (factor(r, keyBytes(publicKey), message) * secret) % L;
      expect(verify(publicKey, message, Buffer.concat([r, scalar(s)])), point).toBe(false);
    }
  });
});

test('numbers that are not of the field are no points, as a key or as R', () => {
  for (const point of NOT_IN_THE_FIELD) {
    expect(verify(deviceKey(point), message, signature)).toBe(false);
    expect(verify(publicKey, message, Buffer.concat([point, signature.subarray(32)]))).toBe(false);
  }
});

test('a y that no point has, as a key or as R', () => {
  const nowhere = hex('0200000000000000000000000000000000000000000000000000000000000000');
  expect(() => Point.fromBytes(nowhere, true)).toThrow();
  expect(verify(deviceKey(nowhere), message, signature)).toBe(false);
  expect(verify(publicKey, message, Buffer.concat([nowhere, signature.subarray(32)]))).toBe(false);
});

test('a key with a torsion part, whose signature only the cofactor makes right, is refused', () => {
  const a = Point.BASE.multiply(secret).add(TORSION).toBytes();
  const nonce = 77n;
  const r = Point.BASE.multiply(nonce).toBytes();
  for (let rest = 1; rest < 8; rest++) {
    const chosen = messageWith(r, a, (found) => found === rest);
    const forged = Buffer.concat([r, scalar((nonce + factor(r, a, chosen) * secret) % L)]);
    expect(nobleVerify(Uint8Array.from(forged), Uint8Array.from(chosen), a, { zip215: true })).toBe(true);
    expect(verify(deviceKey(a), chosen, forged), `k = ${rest} modulo 8`).toBe(false);
  }
});

test('an R with a torsion part is refused alike', () => {
  const a = Point.BASE.multiply(secret).toBytes();
  for (let times = 1; times < 8; times++) {
    const r = Point.BASE.multiply(77n).add(torsion(times)).toBytes();
    const forged = Buffer.concat([r, scalar((77n + factor(r, a, message) * secret) % L)]);
    expect(nobleVerify(Uint8Array.from(forged), Uint8Array.from(message), a, { zip215: true })).toBe(true);
    expect(verify(deviceKey(a), message, forged)).toBe(false);
  }
});

test('S + L, and S plus every other multiple of L that fits, is refused', () => {
  const s = number(signature.subarray(32));
  expect(verify(publicKey, message, Buffer.concat([signature.subarray(0, 32), scalar(s)]))).toBe(true);
  for (let larger = s + L; larger < 1n << 256n; larger += L) {
    const forged = Buffer.concat([signature.subarray(0, 32), scalar(larger)]);
    expect(verify(publicKey, message, forged)).toBe(false);
  }
});

test.describe('something else than what was signed', () => {
  const flipped = (bytes: Bytes, bit: number) => {
    const wrong = Buffer.from(bytes);
    wrong[bit >> 3] = (wrong[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return wrong;
  };

  test('one bit flipped, anywhere in the signature, the key or the message', () => {
    assert.ok(verify(publicKey, message, signature));
    for (let bit = 0; bit < 512; bit++)
      assert.equal(verify(publicKey, message, flipped(signature, bit)), false, `signature bit ${bit}`);
    for (let bit = 0; bit < 256; bit++) {
      assert.equal(verify(deviceKey(flipped(keyBytes(publicKey), bit)), message, signature), false);
      assert.equal(verify(publicKey, flipped(message, bit), signature), false, `message bit ${bit}`);
    }
  });

  test('a message cut short, made longer or empty', () => {
    for (const other of [message.subarray(1), message.subarray(0, 31), Buffer.alloc(0)])
      expect(verify(publicKey, other, signature)).toBe(false);
    expect(verify(publicKey, Buffer.concat([message, Buffer.alloc(1)]), signature)).toBe(false);
  });

  test('a signature of any other length', () => {
    for (let length = 0; length < 64; length++)
      expect(verify(publicKey, message, signature.subarray(0, length)), `${length} bytes`).toBe(false);
    for (const more of [1, 32, 64])
      expect(verify(publicKey, message, Buffer.concat([signature, Buffer.alloc(more)]))).toBe(false);
  });

  test('anything at all: an answer, never an exception', () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ minLength: 64, maxLength: 64 }),
      fc.uint8Array({ maxLength: 80 }),
    );
    const anyKey = fc.oneof(
      fc.uint8Array({ minLength: 32, maxLength: 32 }).map(deviceKey),
      fc.constantFrom(...SMALL_ORDER).map((point) => deviceKey(hex(point))),
      fc.string().map((text) => text as DeviceKey),
    );
    fc.assert(
      fc.property(anyKey, anyBytes, anyBytes, (key, text, wrong) => {
        assert.equal(verify(key, text, wrong), false);
      }),
      { numRuns: 300 },
    );
  });
});

test('bytes that lie within others are read where they are', () => {
  const amid = (bytes: Bytes) =>
    Buffer.concat([Buffer.alloc(3, 1), bytes, Buffer.alloc(8, 2)]).subarray(3, 3 + bytes.length);
  expect(verify(deviceKey(amid(keyBytes(publicKey))), amid(message), amid(signature))).toBe(true);
});

import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, sign as nodeSign, verify as nodeVerify } from 'node:crypto';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { deviceKey, keyBytes } from '../../../main/protocol/deviceKey';
import { generateIdentity, type Identity, identityOf, sign, verify } from '../../../main/protocol/identity';
import type { Bytes } from '../../../main/protocol/netstring';
import { bytesOf } from '../../helpers/arbitraries';

const hex = (text: string) => Buffer.from(text, 'hex');

/** RFC 8032 section 7.1. */
const RFC8032 = [
  {
    name: 'TEST 1',
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    name: 'TEST 2',
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    name: 'TEST 3',
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
  {
    name: 'TEST SHA(abc)',
    seed: '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
    publicKey: 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    message:
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    signature:
      'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  },
];

// The other implementation that is always at hand; its key forms are those of RFC 8410.
const nodePrivateKey = (seed: Bytes) =>
  createPrivateKey({
    key: Buffer.concat([hex('302e020100300506032b657004220420'), seed]),
    format: 'der',
    type: 'pkcs8',
  });
const nodePublicKey = (raw: Bytes) =>
  createPublicKey({
    key: Buffer.concat([hex('302a300506032b6570032100'), raw]),
    format: 'der',
    type: 'spki',
  });
const rawPublicKey = (seed: Bytes) =>
  createPublicKey(nodePrivateKey(seed)).export({ format: 'der', type: 'spki' }).subarray(-32);

const known = (secretKey: Bytes): Identity => {
  const identity = identityOf(secretKey);
  if (!identity.ok) throw new Error(identity.error);
  return identity.value;
};

test.describe('RFC 8032', () => {
  for (const vector of RFC8032) {
    test(`${vector.name}: the key, the signature and its verification`, () => {
      const identity = known(hex(vector.seed));
      expect(Buffer.from(keyBytes(identity.publicKey)).toString('hex')).toBe(vector.publicKey);
      const signature = sign(identity, hex(vector.message));
      expect(Buffer.from(signature).toString('hex')).toBe(vector.signature);
      expect(verify(deviceKey(hex(vector.publicKey)), hex(vector.message), hex(vector.signature))).toBe(true);
    });
  }

  test('a signature is of its own message and key only', () => {
    for (const one of RFC8032) {
      for (const other of RFC8032) {
        const right = one === other;
        expect(verify(deviceKey(hex(one.publicKey)), hex(other.message), hex(one.signature))).toBe(right);
        expect(verify(deviceKey(hex(other.publicKey)), hex(one.message), hex(one.signature))).toBe(right);
      }
    }
  });
});

test.describe('node:crypto agrees', () => {
  test('about the public key and the signature of any seed', () => {
    fc.assert(
      fc.property(bytesOf(32), fc.uint8Array({ maxLength: 64 }), (seed, message) => {
        const identity = known(seed);
        assert.equal(identity.publicKey, deviceKey(rawPublicKey(seed)));
        const theirs = nodeSign(null, message, nodePrivateKey(seed));
        assert.deepEqual(Buffer.from(sign(identity, message)), theirs);
        assert.ok(verify(identity.publicKey, message, theirs));
      }),
      { numRuns: 40 },
    );
  });

  test('about the keys that are generated here', () => {
    const identity = generateIdentity();
    const challenge = Buffer.alloc(32, 7);
    const signature = sign(identity, challenge);
    expect(signature).toHaveLength(64);
    expect(nodeVerify(null, challenge, nodePublicKey(keyBytes(identity.publicKey)), signature)).toBe(true);
    expect(deviceKey(rawPublicKey(identity.secretKey.subarray(0, 32)))).toBe(identity.publicKey);
  });
});

test.describe('generateIdentity', () => {
  test('gives libsodium’s 64 bytes: the seed, then the public key', () => {
    const { publicKey, secretKey } = generateIdentity();
    expect(secretKey).toHaveLength(64);
    expect(deviceKey(secretKey.subarray(32))).toBe(publicKey);
    expect(known(secretKey).publicKey).toBe(publicKey);
  });

  test('gives another one each time', () => {
    const keys = Array.from({ length: 20 }, () => generateIdentity().publicKey);
    expect(new Set(keys).size).toBe(20);
  });
});

test.describe('identityOf', () => {
  const seed = hex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
  const publicKey = hex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  const whole = Buffer.concat([seed, publicKey]);
  const asHex = (identity: Identity) => Buffer.from(identity.secretKey).toString('hex');

  test('64 bytes and the bare seed are the same identity', () => {
    for (const given of [whole, seed, Uint8Array.from(whole), Uint8Array.from(seed)]) {
      const identity = known(given);
      expect(identity.publicKey).toBe(deviceKey(publicKey));
      expect(asHex(identity)).toBe(whole.toString('hex'));
    }
  });

  test('a key is read where it lies within other bytes', () => {
    const amid = Buffer.concat([Buffer.alloc(5, 1), whole, Buffer.alloc(9, 2)]);
    expect(known(amid.subarray(5, 69)).publicKey).toBe(deviceKey(publicKey));
    expect(known(amid.subarray(5, 37)).publicKey).toBe(deviceKey(publicKey));
  });

  test('halves that do not belong together are refused, whichever bit it is', () => {
    for (let at = 0; at < 64; at++) {
      const wrong = Buffer.from(whole);
      wrong[at] = (wrong[at] ?? 0) ^ (1 << (at % 8));
      expect(identityOf(wrong), `byte ${at}`).toEqual({ ok: false, error: 'halves do not match' });
    }
  });

  test('any other size is refused', () => {
    for (const size of [0, 1, 31, 33, 63, 65, 96, 128])
      expect(identityOf(Buffer.alloc(size)), `${size} bytes`).toEqual({ ok: false, error: 'wrong size' });
  });

  test('the identity keeps no view of the bytes it was read from', () => {
    const given = Buffer.from(whole);
    const identity = known(given);
    given.fill(0);
    expect(asHex(identity)).toBe(whole.toString('hex'));
    expect(verify(identity.publicKey, Buffer.from('m'), sign(identity, Buffer.from('m')))).toBe(true);
  });
});

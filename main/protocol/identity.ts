import { createHash, createPublicKey, verify as verifyEquation } from 'node:crypto';
import { getPublicKey, hashes, sign as nobleSign, utils } from '@noble/ed25519';
import { err, ok, type Result } from '../lib/result';
import { type DeviceKey, deviceKey, keyBytes, PUBLIC_KEY_BYTES } from './deviceKey';
import type { Bytes } from './netstring';
import { SIGNATURE_BYTES } from './wire';

const SEED_BYTES = 32;

/** libsodium's form of a secret key, as deployed devices keep it: the seed, then the public key. */
export const SECRET_KEY_BYTES = SEED_BYTES + PUBLIC_KEY_BYTES;

/** A device's Ed25519 key pair. `secretKey` has 64 bytes. */
export interface Identity {
  readonly publicKey: DeviceKey;
  readonly secretKey: Bytes;
}

// noble leaves the hash to its user.
hashes.sha512 = (message) => new Uint8Array(createHash('sha512').update(message).digest());

export function generateIdentity(): Identity {
  const seed = utils.randomSecretKey();
  const publicKey = getPublicKey(seed);
  return { publicKey: deviceKey(publicKey), secretKey: Buffer.concat([seed, publicKey]) };
}

/** The identity of a 64-byte secret key, or of a bare 32-byte seed. */
export function identityOf(secretKey: Bytes): Result<Identity, 'wrong size' | 'halves do not match'> {
  if (secretKey.length !== SECRET_KEY_BYTES && secretKey.length !== SEED_BYTES) return err('wrong size');
  const seed = secretKey.slice(0, SEED_BYTES);
  const publicKey = getPublicKey(seed);
  const stored = secretKey.slice(SEED_BYTES);
  if (stored.length > 0 && !Buffer.from(stored).equals(publicKey)) return err('halves do not match');
  return ok({ publicKey: deviceKey(publicKey), secretKey: Buffer.concat([seed, publicKey]) });
}

/** The detached Ed25519 signature (64 bytes) over the raw bytes of `message`. */
export function sign(identity: Identity, message: Bytes): Bytes {
  return nobleSign(Uint8Array.from(message), Uint8Array.from(identity.secretKey.subarray(0, SEED_BYTES)));
}

/**
 * Whether `signature` is the key's over `message`, as strictly as the libsodium of deployed devices
 * (crypto_sign_verify_detached): the equation of RFC 8032 section 5.1.7 without the cofactor, S < L, and both points
 * canonical and not of small order. Never throws.
 *
 * node:crypto solves the equation, more than twenty times as fast as bigints do. It also compares R as bytes, so that
 * only the canonical form passes; what it does not refuse is looked for here, as libsodium does, in the bytes.
 */
export function verify(key: DeviceKey, message: Bytes, signature: Bytes): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false;
  const publicKey = Buffer.from(keyBytes(key));
  if (!isCanonical(publicKey) || isOfSmallOrder(publicKey)) return false;
  if (isOfSmallOrder(Buffer.from(signature.subarray(0, POINT_BYTES)))) return false;
  try {
    // Of a JWK node:crypto takes the bytes as they are; reading them out of DER would take it nearly as long as the
    // equation does.
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') };
    return verifyEquation(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature);
  } catch {
    return false;
  }
}

// A point is its y, 255 bits with the lowest byte first, and the sign of its x in the highest bit (RFC 8032 section
// 5.1.2).
const POINT_BYTES = 32;
const SIGN_BIT = 0x80;

/** The prime 2^255 - 19, as a point's bytes. */
const PRIME = Buffer.from(`ed${'ff'.repeat(30)}7f`, 'hex');

/** Whether y is less than the prime, so that the point has this one form only. */
function isCanonical(point: Buffer): boolean {
  const [lowest = 0] = point;
  const rest = point.subarray(1, POINT_BYTES - 1);
  const highest = (point[POINT_BYTES - 1] ?? 0) & ~SIGN_BIT;
  return lowest < 0xed || highest !== 0x7f || !rest.equals(PRIME.subarray(1, POINT_BYTES - 1));
}

/** The y of the eight points whose order divides the cofactor: 0, 1, -1, and the two of those of order 8. */
const SMALL_ORDERS = new Set([
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);

function isOfSmallOrder(point: Buffer): boolean {
  const y = Buffer.from(point);
  y[POINT_BYTES - 1] = (y[POINT_BYTES - 1] ?? 0) & ~SIGN_BIT;
  return SMALL_ORDERS.has(y.toString('hex'));
}

import { createHash, createPublicKey, verify as verifyEquation } from 'node:crypto';
import { getPublicKey, hashes, sign as nobleSign, Point, utils } from '@noble/ed25519';
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

// The fixed DER prefix of an Ed25519 public key (RFC 8410 section 4), the only form node:crypto reads quickly.
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Whether `signature` is the key's over `message`, as strictly as the libsodium of deployed devices
 * (crypto_sign_verify_detached): besides the equation of RFC 8032 section 5.1.7 without the cofactor and S < L,
 * both points have to be canonical and not of small order. Never throws.
 *
 * node:crypto solves the equation, about twenty times as fast as bigints do; it does not refuse small orders and
 * foreign encodings, which is why noble decodes both points first.
 */
export function verify(key: DeviceKey, message: Bytes, signature: Bytes): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false;
  const publicKey = keyBytes(key);
  if (!isStrictPoint(publicKey) || !isStrictPoint(signature.subarray(0, 32))) return false;
  try {
    const spki = createPublicKey({
      key: Buffer.concat([SPKI_PREFIX, publicKey]),
      format: 'der',
      type: 'spki',
    });
    return verifyEquation(null, message, spki, signature);
  } catch {
    return false;
  }
}

function isStrictPoint(bytes: Bytes): boolean {
  try {
    return !Point.fromBytes(Uint8Array.from(bytes)).isSmallOrder();
  } catch {
    return false;
  }
}

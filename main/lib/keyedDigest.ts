import { hash, randomBytes } from 'node:crypto';

/**
 * Makes digests (SHA-256 in Base64, all of one length) that can be compared and kept in place of passwords, under a secret
 * of its own that never leaves the process, and neither do they. (The secret is put before the text: what HMAC adds to
 * that is for digests that others see, and costs an object of OpenSSL for each.)
 */
export function createKeyedDigest(): (text: string) => string {
  const secret = randomBytes(32).toString('hex');
  return (text) => hash('sha256', secret + text, 'base64');
}

import { hash, randomBytes } from 'node:crypto';

/**
 * Makes digests (SHA-256, 32 bytes) that can be compared and kept in place of passwords, under a secret of its own that
 * never leaves the process, and neither do they. (The secret is put before the text: what HMAC adds to that is for
 * digests that others see, and costs an object of OpenSSL for each.)
 */
export function createKeyedDigest(): (text: string) => Buffer {
  const secret = randomBytes(32);
  return (text) => hash('sha256', Buffer.concat([secret, Buffer.from(text)]), 'buffer');
}

import { timingSafeEqual } from 'node:crypto';
import { type SecretDigest, secretDigest } from './code';

// Codes as people type or paste them.

/** Of a code that was mailed: in any case, with spaces around it. */
export const codeDigest = (typed: string): SecretDigest => secretDigest(typed.trim().toUpperCase());

/** Of an invite, which is passed on by word and on paper: in any case, in whatever groups. */
export const inviteDigest = (typed: string): SecretDigest =>
  secretDigest(typed.replace(/[\s\p{Dash}]/gu, '').toUpperCase());

/** Whether it is one of them. All are looked at, each in the same time. */
export function isAmong(digest: SecretDigest, candidates: readonly SecretDigest[]): boolean {
  const bytes = Buffer.from(digest, 'hex');
  return candidates.reduce(
    (found, candidate) => timingSafeEqual(Buffer.from(candidate, 'hex'), bytes) || found,
    false,
  );
}

import { createHash } from 'node:crypto';

/** The SHA-256 of a certificate's DER, as 64 upper-case hex digits without separators. */
export type Fingerprint = string & { readonly brand: 'Fingerprint' };

const GROUP_DIGITS = 4;
const LINE_GROUPS = 8;

export const fingerprintOf = (der: Uint8Array): Fingerprint =>
  createHash('sha256').update(der).digest('hex').toUpperCase() as Fingerprint;

/** Reads what people pass around, in any case, with or without colons and white space; undefined when it is none. */
export function parseFingerprint(text: string): Fingerprint | undefined {
  const digits = text.replace(/[:\s]/g, '').toUpperCase();
  return /^[0-9A-F]{64}$/.test(digits) ? (digits as Fingerprint) : undefined;
}

/** For people to compare: groups of four digits, as lines of eight groups. */
export function fingerprintLines(fingerprint: Fingerprint): string[] {
  const groups = fingerprint.match(new RegExp(`.{${GROUP_DIGITS}}`, 'g')) ?? [];
  return [groups.slice(0, LINE_GROUPS).join(' '), groups.slice(LINE_GROUPS).join(' ')];
}

import type { SecureContextOptions } from 'node:tls';
import type { Fingerprint } from '../../lib/fingerprint';

/** A certificate with its key, checked: a server that is given one can serve TLS with it. */
export interface TlsPair {
  /** PEM: the leaf, and the chain behind it if there is one. */
  readonly certificate: string;
  /** PEM (PKCS #8), not encrypted. */
  readonly key: string;
  /** Of the leaf. */
  readonly fingerprint: Fingerprint;
  /** Of the leaf. */
  readonly validUntil: Date;
  /** The host names and IP addresses that the leaf is for, in lower case and the shortest form. */
  readonly names: readonly string[];
}

/** What a TLS server needs of a pair. 1.2 has to stay: deployed clients speak nothing newer (PROTOCOL section 1). */
export const secureOptions = (pair: Pick<TlsPair, 'certificate' | 'key'>): SecureContextOptions => ({
  cert: pair.certificate,
  key: pair.key,
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
});

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

/** Why there is no pair. */
export type CertificateProblem =
  /** `code` as ENOENT or EACCES. */
  | { readonly kind: 'cannotRead'; readonly path: string; readonly code: string }
  | { readonly kind: 'cannotWrite'; readonly path: string; readonly code: string }
  /** The file holds no PEM text of what is expected in it, or a damaged one. */
  | { readonly kind: 'notPem'; readonly path: string; readonly expected: 'certificate' | 'key' }
  | { readonly kind: 'encryptedKey'; readonly path: string }
  /** Deployed clients cannot use it. `found` names its kind, as `ed25519`, `rsa 1024` or `ec secp384r1`. */
  | { readonly kind: 'unsupportedKey'; readonly path: string; readonly found: string }
  | { readonly kind: 'keyDoesNotMatch'; readonly certificatePath: string; readonly keyPath: string }
  | { readonly kind: 'expired'; readonly path: string; readonly validUntil: Date }
  | { readonly kind: 'notYetValid'; readonly path: string; readonly validFrom: Date }
  /** The TLS library refuses the pair for another reason, as ERR_SSL_CA_MD_TOO_WEAK for an MD5 signature. */
  | { readonly kind: 'refusedByTls'; readonly path: string; readonly code: string };

/** What a TLS server needs of a pair. 1.2 has to stay: deployed clients speak nothing newer (PROTOCOL section 1). */
export const secureOptions = (pair: Pick<TlsPair, 'certificate' | 'key'>): SecureContextOptions => ({
  cert: pair.certificate,
  key: pair.key,
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
});

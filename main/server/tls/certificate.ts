import { constants, X509Certificate } from 'node:crypto';
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

/**
 * The groups in which keys are exchanged. All clients know one of the two, and whoever connects chooses: with what else
 * OpenSSL offers, one handshake can take this computer a sixth of a second (ffdhe8192).
 */
const GROUPS = ['X25519', 'P-256'];

/**
 * The curves of the ECDSA keys that deployed clients take (BearSSL was built with all three), as Node calls them in a key
 * and OpenSSL in a list of groups.
 */
export const ECDSA_CURVES: ReadonlyMap<string, string> = new Map([
  ['prime256v1', 'P-256'],
  ['secp384r1', 'P-384'],
  ['secp521r1', 'P-521'],
]);

/** What a TLS server needs of a pair. 1.2 has to stay: deployed clients speak nothing newer (PROTOCOL section 1). */
export const secureOptions = (pair: Pick<TlsPair, 'certificate' | 'key'>): SecureContextOptions => ({
  cert: pair.certificate,
  key: pair.key,
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  ecdhCurve: groupsFor(pair.certificate).join(':'),
  // Every handshake is counted, and bounded, at its connection. (Electron's TLS knows none but the first anyway.)
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION ?? 0,
});

/** In TLS 1.2, OpenSSL serves a certificate only if its own curve is among the groups. */
function groupsFor(certificate: string): readonly string[] {
  const { namedCurve } = new X509Certificate(certificate).publicKey.asymmetricKeyDetails ?? {};
  const own = ECDSA_CURVES.get(namedCurve ?? '');
  return own === undefined || GROUPS.includes(own) ? GROUPS : [...GROUPS, own];
}

import type { CertificateView } from '../../../preload/views';
import type { Clock } from '../../lib/clock';
import type { TlsPair } from '../../server/tls/certificate';

/** How often the certificate is looked at, though nothing seems to have changed, in milliseconds. */
const LOOK_MS = 24 * 60 * 60_000;

/** The certificate that the relay serves, or would serve if it ran. */
export interface ServedCertificate {
  /** From now on it is this one, or none. Gives what the window shows of it. */
  serve(pair: TlsPair | undefined): CertificateView | undefined;
  /** In PEM; undefined without TLS. */
  pem(): string | undefined;
  /** Whether a day has passed since the last look; asking is looking. */
  isDue(): boolean;
}

export function createServedCertificate(clock: Clock): ServedCertificate {
  let served: TlsPair | undefined;
  let looked = clock.now();
  return {
    serve(pair) {
      served = pair;
      if (!pair) return undefined;
      const { fingerprint, validUntil, names } = pair;
      return { fingerprint, validUntil: validUntil.getTime(), names };
    },
    pem: () => served?.certificate,
    isDue() {
      const due = clock.now() - looked >= LOOK_MS;
      if (due) looked = clock.now();
      return due;
    },
  };
}

import type { TlsPair } from '../../server/tls/certificate';
import { CommandError } from '../commandError';
import { certificateMessage } from './certificateMessages';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Has a relay serve TLS with the newest certificate there is. */
export interface CertificateRenewal {
  current(): TlsPair;
  /** Looks now; resolves when it has, whatever was found. */
  look(): Promise<void>;
}

/**
 * Looks once a day whether the certificate that `read` gives is a newer one: renewed by its owner, or issued anew before
 * its end. `renew` is given such a one.
 */
export function createCertificateRenewal(
  first: TlsPair,
  read: () => Promise<TlsPair | undefined>,
  log: (text: string) => void,
  renew: (pair: TlsPair) => void,
): CertificateRenewal {
  let current = first;
  async function look(): Promise<void> {
    try {
      const found = await read();
      if (!found || found.fingerprint === current.fingerprint) return;
      current = found;
      renew(found);
      log(certificateMessage(found));
    } catch (error) {
      log(error instanceof CommandError ? error.message : String(error));
    }
  }
  setInterval(() => void look(), DAY_MS).unref();
  return { current: () => current, look };
}

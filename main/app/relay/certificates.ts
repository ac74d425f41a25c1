import type { CertificateProblem, TlsSetting } from '../../../preload/views';
import { ok, type Result } from '../../lib/result';
import type { TlsPair } from '../../server/tls/certificate';
import { ownHosts } from '../../server/tls/certificateNames';
import { readPemPair } from '../../server/tls/pemPair';
import { type Rollback, replaceSelfSignedPair, selfSignedPair } from '../../server/tls/selfSigned';

/** Where the relay's certificate comes from. */
export interface CertificateSource {
  /** The pair that the setting asks for, for a computer with these addresses; undefined without TLS. */
  pairFor(
    setting: TlsSetting,
    addresses: readonly string[],
  ): Promise<Result<TlsPair | undefined, CertificateProblem>>;
  /** Makes a new self-signed pair in place of the old one, which is kept aside. Gives what puts that back. */
  replaceOwn(addresses: readonly string[]): Promise<Result<Rollback, CertificateProblem>>;
}

/** Keeps the self-signed pair in `directory`; `hostname` is what other computers may call this one. */
export const createCertificateSource = (directory: string, hostname: string): CertificateSource => ({
  async pairFor(setting, addresses) {
    const now = new Date();
    switch (setting.kind) {
      case 'off':
        return ok(undefined);
      case 'files':
        return readPemPair(setting.certificatePath, setting.keyPath, now);
      case 'selfSigned':
        return selfSignedPair({ directory, ...ownHosts(hostname, addresses), now });
    }
  },
  replaceOwn: (addresses) =>
    replaceSelfSignedPair({ directory, ...ownHosts(hostname, addresses), now: new Date() }),
});

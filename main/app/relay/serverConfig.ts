import type { Problem } from '../../../preload/views';
import { err, ok, type Result } from '../../lib/result';
import { DEFAULT_USERNAME } from '../account/account';
import type { RelayPassword } from '../account/relayPassword';
import { FIRST_PORT, type Settings } from '../settings/settings';
import type { CertificateSource } from './certificates';
import type { ServerConfig } from './serverSupervisor';

const THIS_COMPUTER = '127.0.0.1';

/** Turns settings into how a relay has to be. */
export interface ServerConfigBuilder {
  /** Under which addresses devices reach a relay with these settings, best first. */
  hosts(settings: Settings): readonly string[];
  /** `secret` is the password to be; without it, the one that is in force. */
  configFor(settings: Settings, secret?: string): Promise<Result<ServerConfig, Problem>>;
}

export function createServerConfigBuilder(
  certificates: CertificateSource,
  relayPassword: RelayPassword,
  lanAddresses: () => readonly string[],
): ServerConfigBuilder {
  const hosts = ({ reach }: Settings) => (reach === 'computer' ? [THIS_COMPUTER] : lanAddresses());
  return {
    hosts,
    async configFor(settings, secret) {
      const password = secret === undefined ? relayPassword.password() : ok(secret);
      if (!password.ok) return password;
      const tls = await certificates.pairFor(settings.tls, hosts(settings));
      if (!tls.ok) return err({ kind: 'certificate', trouble: tls.error });
      return ok({
        port: settings.port ?? FIRST_PORT,
        address: settings.reach === 'computer' ? THIS_COMPUTER : undefined,
        credentials: { username: settings.username ?? DEFAULT_USERNAME, password: password.value },
        tls: tls.value,
      });
    },
  };
}

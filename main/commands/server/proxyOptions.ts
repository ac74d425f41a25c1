import type { Command } from 'commander';
import type { TrustedProxies } from '../../server/network/clientAddress';
import { parseTrustedProxies } from '../../server/network/trustedProxies';

/** The proxies of `--trust-proxy`; ends in a usage error where they cannot be understood. */
export function trustedProxiesOf(text: string, command: Command): TrustedProxies {
  const proxies = parseTrustedProxies(text);
  if (proxies.ok) return proxies.value;
  return command.error(
    `error: --trust-proxy (RELAY_TRUST_PROXY) cannot be '${proxies.error}': it has to be IP addresses and networks with commas between them, as 10.0.0.2,fd00::/8, or loopback.`,
  );
}

import { hostname, networkInterfaces } from 'node:os';
import type { TlsSetting } from '../../../preload/views';
import { lanAddresses } from '../../lib/networkAdapters';
import type { TlsPair } from '../../server/tls/certificate';
import { canonicalHost, type OwnHosts, ownHosts } from '../../server/tls/certificateNames';
import { readPemPair } from '../../server/tls/pemPair';
import { selfSignedPair } from '../../server/tls/selfSigned';
import { CommandError } from '../commandError';
import { certificateProblemMessage } from './certificateMessages';

/**
 * The pair that a relay at `address` is to serve TLS with; undefined without TLS. A self-signed one is kept in `directory`.
 * Throws a CommandError.
 */
export async function resolveTlsPair(
  choice: TlsSetting,
  address: string,
  directory: string,
): Promise<TlsPair | undefined> {
  if (choice.kind === 'off') return undefined;
  const now = new Date();
  const pair =
    choice.kind === 'files'
      ? await readPemPair(choice.certificatePath, choice.keyPath, now)
      : await selfSignedPair({
          directory,
          ...hostsAt(address),
          now,
        });
  if (!pair.ok) throw new CommandError(certificateProblemMessage(pair.error));
  return pair.value;
}

/** Under what devices can reach a relay that listens on `address`. */
function hostsAt(address: string): OwnHosts {
  const everywhere = ['0.0.0.0', '::'].includes(canonicalHost(address) ?? '');
  if (everywhere) return ownHosts(hostname(), lanAddresses(networkInterfaces()));
  // Chosen by hand, this address stays, IPv6 or not.
  const { hosts } = ownHosts(hostname(), []);
  return { hosts: [...hosts, address], passingHosts: [] };
}

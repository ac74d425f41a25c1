import { homedir, hostname, networkInterfaces } from 'node:os';
import { InvalidArgumentError } from 'commander';
import type { TlsSetting } from '../../preload/views';
import { homeHosts } from '../lib/adapters';
import { fingerprintLines } from '../lib/fingerprint';
import type { TlsPair } from '../server/tls/certificate';
import { canonicalHost, type OwnHosts, ownHosts } from '../server/tls/certificateNames';
import { readPemPair } from '../server/tls/pemPair';
import { selfSignedPair } from '../server/tls/selfSigned';
import { describeCertificateProblem } from './certificateSentences';
import { configDirectory } from './configDirectory';
import { Failure } from './failure';

/** Reads `off`, `self-signed` or `CERTIFICATE,KEY`. Throws commander's error, which ends in a usage error. */
export function parseTls(text: string): TlsSetting {
  if (text === 'off') return { kind: 'off' };
  if (text === 'self-signed') return { kind: 'selfSigned' };
  const [certificatePath, keyPath, ...more] = text.split(',');
  if (certificatePath && keyPath && more.length === 0) return { kind: 'files', certificatePath, keyPath };
  throw new InvalidArgumentError(
    'It has to be off, self-signed, or two PEM files with a comma between them: CERTIFICATE,KEY.',
  );
}

/** The pair that a relay at `address` is to serve TLS with; undefined without TLS. Throws a Failure. */
export async function tlsPairFor(
  choice: TlsSetting,
  address: string,
  directory: string | undefined,
): Promise<TlsPair | undefined> {
  if (choice.kind === 'off') return undefined;
  const now = new Date();
  const pair =
    choice.kind === 'files'
      ? await readPemPair(choice.certificatePath, choice.keyPath, now)
      : await selfSignedPair({
          directory: directory ?? configDirectory(process.platform, process.env, homedir()),
          ...hostsAt(address),
          now,
        });
  if (!pair.ok) throw new Failure(describeCertificateProblem(pair.error));
  return pair.value;
}

/** Under what devices can reach a relay that listens on `address`. */
function hostsAt(address: string): OwnHosts {
  const everywhere = ['0.0.0.0', '::'].includes(canonicalHost(address) ?? '');
  if (everywhere) return ownHosts(hostname(), homeHosts(networkInterfaces()));
  // Chosen by hand, this address stays, IPv6 or not.
  const { hosts } = ownHosts(hostname(), []);
  return { hosts: [...hosts, address], passingHosts: [] };
}

/** For the log: what people compare with what their devices show. */
export function describePair(pair: TlsPair): string {
  const [until] = pair.validUntil.toISOString().split('T');
  const lines = [
    `TLS for ${pair.names.join(', ')}, valid until ${until}; SHA-256 fingerprint:`,
    ...fingerprintLines(pair.fingerprint).map((line) => `  ${line}`),
  ];
  return lines.join('\n');
}

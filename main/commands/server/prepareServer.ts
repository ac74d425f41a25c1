import type { Command } from 'commander';
import type { Credentials } from '../../server/login/credentials';
import type { TrustedProxies } from '../../server/network/clientAddress';
import type { TlsPair } from '../../server/tls/certificate';
import { credentialsOf } from '../accountOptions';
import { newDatabaseOf } from '../accounts/databaseOption';
import { type RelayFiles, relayFiles } from '../dataDirectory';
import type { OpenedCluster } from './cluster/openCluster';
import type { MultiUser } from './multiUser/openMultiUser';
import type { ServerAdvertising } from './serverAdvertising';
import type { ServerOptions } from './serverOptions';

/** All that a relay needs before it can listen. */
export interface PreparedServer {
  /** The one account, or undefined for a relay with many. */
  readonly credentials: Credentials | undefined;
  readonly multiUser: MultiUser | undefined;
  readonly cluster: OpenedCluster | undefined;
  readonly files: RelayFiles;
  readonly trustProxy: TrustedProxies | undefined;
  /** The socket that systemd passed, to listen on in place of port and address. */
  readonly descriptor: number | undefined;
  readonly address: string;
  readonly advertising: ServerAdvertising | undefined;
  readonly tls: TlsPair | undefined;
  /** Reads the certificate again, from where the options say then. Throws a CommandError. */
  readonly readTls: () => Promise<TlsPair | undefined>;
}

/**
 * Reads what the options name, and makes what is to be made. What only some relays need is loaded for these alone. Throws a
 * CommandError, or ends in a usage error.
 */
export async function prepareServer(
  options: ServerOptions,
  command: Command,
  log: (text: string) => void,
): Promise<PreparedServer> {
  const trustProxy = options.trustProxy
    ? (await import('./proxyOptions')).trustedProxiesOf(options.trustProxy, command)
    : undefined;
  const descriptor = process.env.LISTEN_FDS
    ? (await import('./passedSocket')).takePassedSocket(process.env, process.pid)
    : undefined;
  // Where a socket that was passed is bound is not known yet: then a certificate is for all addresses.
  const address = descriptor === undefined ? options.address : '::';
  const credentials = options.multiUser ? undefined : await credentialsOf(options, command, log);
  const files = relayFiles(options);
  const advertising = options.advertise
    ? await (await import('./serverAdvertising')).createServerAdvertising(files.identity, log)
    : undefined;
  const readTls = async () =>
    options.tls.kind === 'off'
      ? undefined
      : (await import('./resolveTlsPair')).resolveTlsPair(options.tls, address, files.tls);
  const tls = await readTls();
  const multiUser = options.multiUser
    ? await (await import('./multiUser/openMultiUser')).openMultiUser(
        {
          ...options,
          database: newDatabaseOf(command),
          certificate: tls && (() => certificateOf(options, tls)),
        },
        log,
      )
    : undefined;
  const cluster =
    options.cluster === undefined
      ? undefined
      : await (await import('./cluster/openCluster')).openCluster(
          { ...options, cluster: options.cluster },
          log,
        );
  return {
    credentials,
    multiUser,
    cluster,
    files,
    trustProxy,
    descriptor,
    address,
    advertising,
    tls,
    readTls,
  };
}

/** What devices are to trust: an authority's certificate they do by themselves, and it is renewed with another key. */
const certificateOf = ({ tls }: ServerOptions, { fingerprint }: TlsPair) => ({
  fingerprint: tls.kind === 'selfSigned' ? fingerprint : undefined,
});

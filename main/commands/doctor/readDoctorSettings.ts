import type { Command } from 'commander';
import { databaseOf } from '../accounts/databaseOption';
import { CommandError } from '../commandError';
import type { ClusterOptions } from '../server/cluster/clusterOptions';
import { readServerOptions } from '../server/readServerOptions';
import type { ServerOptions } from '../server/serverOptions';
import type { AccountSettings } from './accountChecks';
import type { ClusterSettings } from './clusterChecks';

/** What is to be looked at where a relay runs; undefined for what is not meant. */
export interface DoctorSettings {
  readonly accounts: AccountSettings | undefined;
  readonly cluster: ClusterSettings | undefined;
}

/** What may be named of a relay, one is enough. */
const NAMED = ['database', 'cluster'] as const;

const OF_NODES = ['cluster', 'clusterName', 'clusterCredentials', 'clusterCa'] as const;

/**
 * What `server` would be told, by the environment and its config file; what is said to the doctor counts before both. An
 * address to look at, as `hasAddress` tells, is not beside what variables name. Throws a CommandError, or commander's error
 * for what is set wrong.
 */
export async function readDoctorSettings(command: Command, hasAddress: boolean): Promise<DoctorSettings> {
  const { config } = command.opts<{ readonly config?: string }>();
  const source = (name: string) => command.getOptionValueSourceWithGlobals(name);
  const isMeant = (name: (typeof NAMED)[number]) =>
    source(name) === 'cli' || (source(name) === 'env' && !hasAddress);
  if (config === undefined && !NAMED.some(isMeant)) return { accounts: undefined, cluster: undefined };
  const server = await readServerOptions(config);
  const told = server.opts<ServerOptions>();
  const ofDoctor = command.optsWithGlobals<Partial<ClusterOptions> & { readonly database?: string }>();
  const said: Partial<ClusterOptions> = Object.fromEntries(
    OF_NODES.filter((name) => source(name) === 'cli').map((name) => [name, ofDoctor[name]]),
  );
  const { cluster, ...rest } = { ...told, ...said };
  const hasAccounts = isMeant('database') || (config !== undefined && (told.multiUser || told.database));
  const hasNodes = cluster !== undefined && (isMeant('cluster') || config !== undefined);
  if (!hasAccounts && !hasNodes)
    throw new CommandError(
      `${config ?? told.config} is of a relay for one household, which has no database: give --database, or the relay’s address.`,
    );
  return {
    accounts: hasAccounts
      ? { ...rest, database: (source('database') === 'cli' && ofDoctor.database) || databaseOf(server) }
      : undefined,
    cluster: hasNodes ? { ...rest, cluster } : undefined,
  };
}

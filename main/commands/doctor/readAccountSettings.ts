import { Command } from 'commander';
import { databaseOf } from '../accounts/databaseOption';
import { CommandError } from '../commandError';
import { applyConfigFile, readConfigFile } from '../server/configFile';
import { type ServerOptions, withServerOptions } from '../server/serverOptions';
import type { AccountSettings } from './accountChecks';

/**
 * What `server` would be told of its accounts, by the environment and its config file; `database` counts before both.
 * Throws a CommandError, or commander's error for what is set wrong.
 */
export async function readAccountSettings(
  config: string | undefined,
  database: string | undefined,
): Promise<AccountSettings> {
  const server = withServerOptions(new Command('server')).exitOverride();
  server.parse([], { from: 'user' });
  const path = config ?? server.opts<ServerOptions>().config;
  if (path !== undefined) applyConfigFile(server, await readConfigFile(path, server, () => undefined));
  const { multiUser, licensePublicKey, ...told } = server.opts<ServerOptions>();
  if (database === undefined && told.database === undefined && !multiUser)
    throw new CommandError(
      `${path} is of a relay for one household, which has no database: give --database, or the relay’s address.`,
    );
  return {
    database: database ?? databaseOf(server),
    ...(licensePublicKey !== undefined && { licensePublicKey }),
  };
}

import { databaseOf } from '../accounts/databaseOption';
import { CommandError } from '../commandError';
import { readServerOptions } from '../server/readServerOptions';
import type { ServerOptions } from '../server/serverOptions';
import type { AccountSettings } from './accountChecks';

/**
 * What `server` would be told of its accounts, by the environment and its config file; `database` counts before both.
 * Throws a CommandError, or commander's error for what is set wrong.
 */
export async function readAccountSettings(
  config: string | undefined,
  database: string | undefined,
): Promise<AccountSettings> {
  const server = await readServerOptions(config);
  const { multiUser, ...told } = server.opts<ServerOptions>();
  if (database === undefined && told.database === undefined && !multiUser)
    throw new CommandError(
      `${config ?? told.config} is of a relay for one household, which has no database: give --database, or the relay’s address.`,
    );
  return { ...told, database: database ?? databaseOf(server) };
}

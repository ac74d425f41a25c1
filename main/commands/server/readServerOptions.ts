import { Command } from 'commander';
import { applyConfigFile, readConfigFile } from './configFile';
import { type ServerOptions, withServerOptions } from './serverOptions';

/**
 * `server` as the environment and its config file would have it, for commands that look at what it is told; `config`
 * counts before the environment's file. Throws a CommandError, or commander's error for what is set wrong.
 */
export async function readServerOptions(config: string | undefined): Promise<Command> {
  const server = withServerOptions(new Command('server')).exitOverride();
  server.parse([], { from: 'user' });
  const path = config ?? server.opts<ServerOptions>().config;
  if (path !== undefined) applyConfigFile(server, await readConfigFile(path, server, () => undefined));
  return server;
}

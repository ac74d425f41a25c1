import { type Command, CommanderError } from 'commander';
import type { Credentials } from '../../server/login/credentials';
import type { RelayServer } from '../../server/relayServer';
import { credentialsOf } from '../accountOptions';
import { CommandError } from '../commandError';
import { applyConfigFile, readConfigFile } from './configFile';
import { optionChanges } from './optionChanges';
import type { ServerDevices } from './serverDevices';
import type { ServerLog } from './serverLog';
import type { ServerOptions } from './serverOptions';

export interface ReloadDependencies {
  /** Those in force, which `command` keeps and changes. */
  readonly options: ServerOptions;
  /** Those that the relay was started with. */
  readonly started: ServerOptions;
  readonly command: Command;
  readonly log: ServerLog;
  /** Undefined for a relay with many users, as the next. */
  readonly devices: ServerDevices | undefined;
  /** By which devices log in now. */
  readonly credentials: Credentials | undefined;
  readonly server: RelayServer;
  /** The certificate may be another one, and so may the name. */
  readonly applied: () => Promise<void>;
}

/**
 * Reads a running relay's files again, and applies what can be without dropping anyone; the log says what was, what needs
 * a restart, and what was wrong with a file, which then changes nothing. Never rejects.
 */
export async function reload(deps: ReloadDependencies): Promise<void> {
  const { options, started, command, log, devices, server } = deps;
  const before = { ...options };
  // What is wrong with options is said in the log alone.
  command.configureOutput({ writeErr: () => {} });
  await attempt(log, async () => {
    if (options.config === undefined) return;
    applyConfigFile(command, await readConfigFile(options.config, command, log.message));
  });
  const { needRestart } = optionChanges(started, options, command);
  const applicable = optionChanges(before, options, command).applicable.filter(
    (name) => !needRestart.includes(name),
  );
  log.setLevel(options.logLevel);
  server.setConnectionLimit(options.connections);
  await attempt(log, async () => devices?.reload());
  await deps.applied();
  const restart = [...needRestart, ...((await isSameAccount(deps)) ? [] : ['the account'])];
  const told = [
    ...(applicable.length > 0 ? [`in force now: ${applicable.join(', ')}`] : []),
    ...(restart.length > 0 ? [`a restart is needed for ${restart.join(', ')}`] : []),
  ];
  log.message(`read the files again: ${told.join('; ') || 'no option is new'}`);
}

async function isSameAccount({ options, command, log, credentials }: ReloadDependencies): Promise<boolean> {
  if (!credentials) return true;
  let now = credentials;
  await attempt(log, async () => {
    now = await credentialsOf(options, command, undefined);
  });
  return now.username === credentials.username && now.password === credentials.password;
}

async function attempt(log: ServerLog, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isExpected = error instanceof CommandError || error instanceof CommanderError;
    log.message(isExpected ? error.message.replace(/^error: /, '') : String(error));
  }
}

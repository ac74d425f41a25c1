import type { Command } from 'commander';
import { makeNonBlocking } from '../../lib/nonBlockingStream';
import { isOn } from '../environment';
import type { ConfigFile } from './configFile';
import { setUpHeap } from './heapSettings';
import { serve } from './serve';
import { createServerLog } from './serverLog';
import type { ServerOptions } from './serverOptions';

/**
 * Runs the relay until a signal ends it. `options` are what `command` has understood, and stay so; `texts` tells how they
 * were written. Throws a CommandError where it cannot start.
 */
export async function runServer(
  options: ServerOptions,
  command: Command,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  setUpHeap();
  const warnings: string[] = [];
  const config = await readConfig(options, command, (text) => warnings.push(text));
  checkOptions(options, command);
  if (options.printConfig) return (await import('./printConfig')).printConfig(command, texts, config);
  const log = await createServerLog(options);
  makeNonBlocking(process.stdout);
  for (const warning of warnings) log.message(warning);
  await serve(options, command, log);
}

async function readConfig(
  options: ServerOptions,
  command: Command,
  log: (text: string) => void,
): Promise<ConfigFile | undefined> {
  if (options.config === undefined) return undefined;
  const { applyConfigFile, readConfigFile } = await import('./configFile');
  const config = await readConfigFile(options.config, command, log);
  applyConfigFile(command, config);
  return config;
}

/** Ends in a usage error where options contradict each other. The environment may hold more than what is used. */
function checkOptions(options: ServerOptions, command: Command): void {
  const isGiven = (name: string) => command.getOptionValueSource(name) === 'cli';
  if (isGiven('tlsDirectory') && options.tls.kind !== 'selfSigned')
    command.error('error: --tls-directory is for --tls self-signed.');
  for (const [option, variable] of [
    ['advertise', 'RELAY_ADVERTISE'],
    ['multiUser', 'RELAY_MULTI_USER'],
    ['privateAccounts', 'RELAY_PRIVATE_ACCOUNTS'],
  ] as const)
    if (
      command.getOptionValueSource(option) === 'env' &&
      process.env[variable] &&
      !isOn(process.env[variable])
    )
      command.error(`error: ${variable} is true or false.`);
  const own = ['username', 'password', 'passwordFile', 'account'].filter(isGiven);
  if (options.multiUser && own.length > 0)
    command.error('error: with --multi-user the accounts are in the database: “adduser” adds one.');
  const ofMany = ['registration', 'privateAccounts', 'allowDomains', 'denyDomains'].find(isGiven);
  if (!options.multiUser && ofMany !== undefined)
    command.error(`error: ${flagOf(command, ofMany)} is for --multi-user.`);
  if (isGiven('name') && !options.advertise) command.error('error: --name is for --advertise.');
}

const flagOf = (command: Command, attribute: string): string =>
  command.options.find((option) => option.attributeName() === attribute)?.long ?? attribute;

import { existsSync } from 'node:fs';
import { Command } from 'commander';
import type { RelayBackup } from '../../app/backup/relayBackup';
import { sealBackup } from '../../app/backup/sealedBackup';
import { nameSchema, portSchema } from '../../app/settings/settings';
import { createFile, replaceFile } from '../../lib/atomicFile';
import { readPemPair } from '../../server/tls/pemPair';
import { selfSignedFiles } from '../../server/tls/selfSigned';
import { type AccountOptions, credentialsOf } from '../accountOptions';
import { CommandError } from '../commandError';
import { type DataOptions, relayFiles } from '../dataDirectory';
import { readDevices } from '../devices/deviceFile';
import { readRelayIdentity } from '../relayIdFile';
import { certificateProblemMessage } from '../server/certificateMessages';
import { readConfigFile } from '../server/configFile';
import { withServerOptions } from '../server/serverOptions';
import { print, printStatus } from '../terminal';
import { describeBackup } from './backupMessages';
import { newPassphrase } from './passphrase';

interface ExportOptions extends AccountOptions, DataOptions {
  readonly config?: string;
  readonly passphraseFile?: string;
  readonly force?: boolean;
}

/** Writes the relay's backup into `path`. `options` are what `command` has understood, and stay so. Throws a CommandError. */
export async function runExport(path: string, options: ExportOptions, command: Command): Promise<void> {
  const exists = `${path} exists already and was left as it is. Name another file, or say --force.`;
  if (!options.force && existsSync(path)) throw new CommandError(exists);
  const settings = options.config === undefined ? {} : await applyServerConfig(options.config, command);
  const backup = await readRelay(options, settings, command);
  const text = await sealBackup(backup, await newPassphrase(options.passphraseFile));
  if (!text.ok)
    throw new CommandError(
      'This relay has no room in a backup: its user name may have 100 characters, its password 200, and its devices a few megabytes.',
    );
  const written = options.force ? replaceFile(path, text.value) : createFile(path, text.value);
  if (!written.ok) throw new CommandError(`${path} cannot be written (${written.error.code}).`);
  if (written.value === 'exists') throw new CommandError(exists);
  print([`Wrote ${path}:`, ...describeBackup(backup).map((line) => `  ${line}`)].join('\n'));
}

type ChosenSettings = Pick<RelayBackup, 'name' | 'port'>;

/** Has `command`'s options be what `server`'s config file says, where nothing else does. Gives what else it says of the relay. */
async function applyServerConfig(path: string, command: Command): Promise<ChosenSettings> {
  const { values } = await readConfigFile(path, withServerOptions(new Command('server')), printStatus);
  const known = new Set(command.options.map((option) => option.attributeName()));
  const settings: { name?: string; port?: number } = {};
  for (const [option, { value }] of values) {
    const name = option.attributeName();
    const source = command.getOptionValueSource(name);
    if (known.has(name) && source !== 'cli' && source !== 'env')
      command.setOptionValueWithSource(name, value, 'config');
    if (name === 'name') Object.assign(settings, { name: nameSchema.safeParse(value).data });
    if (name === 'port') Object.assign(settings, { port: portSchema.safeParse(value).data });
  }
  return settings;
}

async function readRelay(
  options: ExportOptions,
  settings: ChosenSettings,
  command: Command,
): Promise<RelayBackup> {
  const account = await credentialsOf(options, command, undefined);
  const files = relayFiles(options);
  const identity = await readRelayIdentity(files.identity);
  const certificate = await readCertificate(files.tls);
  return { madeAt: Date.now(), account, identity, certificate, ...readDevices(files.devices), ...settings };
}

/** The pair that the relay made for itself, if it has. One that cannot be used is left out, and that is said. */
async function readCertificate(directory: string): Promise<RelayBackup['certificate']> {
  const files = selfSignedFiles(directory);
  if (!existsSync(files.certificate)) return undefined;
  const pair = await readPemPair(files.certificate, files.key, new Date());
  if (pair.ok) return { certificate: pair.value.certificate, key: pair.value.key };
  printStatus(`The certificate is not in the backup. ${certificateProblemMessage(pair.error)}`);
  return undefined;
}

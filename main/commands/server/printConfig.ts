import { resolve } from 'node:path';
import type { Command, Option } from 'commander';
import { stringify } from 'smol-toml';
import { defaultDatabase, wholeDatabase } from '../accounts/databaseOption';
import { relayFiles } from '../dataDirectory';
import { print } from '../terminal';
import { type ConfigFile, configKeys, isTlsFiles, SECRETS } from './configFile';

/** What counts where nothing was said, of options whose default is found out only when it is needed. */
const unsaid = (): Readonly<Record<string, string | undefined>> => ({
  data: relayFiles({}).directory,
  database: defaultDatabase(),
});

/**
 * Prints what is in force and where each value came from, as a config file that says the same wherever it lies. `texts`
 * tells how the options of the command line and the environment were written.
 */
export function printConfig(
  command: Command,
  texts: ReadonlyMap<string, string>,
  file: ConfigFile | undefined,
): void {
  const defaults = unsaid();
  const lines = [...configKeys(command)].map(([key, option]): readonly [string, string] => {
    const source = sourceOf(command, option, file);
    const value = command.getOptionValue(option.attributeName());
    if (value !== undefined && (SECRETS.has(key) || hasPassword(value)))
      return [`# ${key} is not shown`, source];
    const text =
      texts.get(option.attributeName()) ?? file?.values.get(option)?.text ?? option.defaultValueDescription;
    if (value !== undefined) return [setting(key, shown(option, value, text)), source];
    const usual = defaults[key];
    return usual === undefined ? [`# ${key} is not set`, ''] : [`# ${setting(key, usual)}`, source];
  });
  const width = Math.max(...lines.map(([text]) => text.length));
  print(lines.map(([text, source]) => (source ? `${text.padEnd(width)}  # ${source}` : text)).join('\n'));
}

/** An address as postgres://USER:PASSWORD@HOST/NAME, or nats://TOKEN@HOST among others. */
const hasPassword = (value: unknown): boolean =>
  typeof value === 'string' && /:\/\/[^/]*:.*@|\b(nats|tls):\/\/[^/,]*@/i.test(value);

const setting = (key: string, value: unknown): string => stringify({ [key]: value }).trim();

/** Paths are whole, since a file begins them at its own folder; the rest is as it was written. */
function shown(option: Option, value: unknown, text: string | undefined): unknown {
  // What is a number or a switch is the same however it was written.
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (isTlsFiles(value)) return [value.certificatePath, value.keyPath].map((path) => resolve(path)).join(',');
  if (/<(file|directory)>/.test(option.flags)) return resolve(String(value));
  if (option.name() === 'database') return wholeDatabase(String(value), process.cwd());
  return text ?? String(value);
}

function sourceOf(command: Command, option: Option, file: ConfigFile | undefined): string {
  switch (command.getOptionValueSource(option.attributeName())) {
    case 'cli':
      return 'command line';
    case 'env':
      return option.envVar ?? '';
    case 'config':
      return file?.path ?? '';
    default:
      return 'default';
  }
}

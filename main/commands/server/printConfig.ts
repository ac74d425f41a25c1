import type { Command, Option } from 'commander';
import { stringify } from 'smol-toml';
import { print } from '../terminal';
import { type ConfigFile, configKeys } from './configFile';

const SECRETS = new Set(['password', 'license-hash-salt']);

/**
 * Prints what is in force and where each value came from, as a config file that says the same. `texts` tells how the
 * options of the command line and the environment were written.
 */
export function printConfig(
  command: Command,
  texts: ReadonlyMap<string, string>,
  file: ConfigFile | undefined,
): void {
  const lines = [...configKeys(command)].map(([key, option]) => {
    const source = sourceOf(command, option, file);
    const value = command.getOptionValue(option.attributeName());
    if (value === undefined) return [`# ${key} is not set`, ''];
    if (SECRETS.has(key)) return [`# ${key} is not shown`, source];
    const text =
      texts.get(option.attributeName()) ?? file?.values.get(option)?.text ?? option.defaultValueDescription;
    // What is a number or a switch is the same however it was written.
    return [stringify({ [key]: isPlain(value) ? value : (text ?? String(value)) }).trim(), source];
  });
  const width = Math.max(...lines.map(([setting = '']) => setting.length));
  print(
    lines
      .map(([setting = '', source]) => (source ? `${setting.padEnd(width)}  # ${source}` : setting))
      .join('\n'),
  );
}

const isPlain = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean';

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

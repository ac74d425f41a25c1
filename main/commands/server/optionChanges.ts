import { isDeepStrictEqual } from 'node:util';
import type { Command } from 'commander';
import { configKeys } from './configFile';
import type { ServerOptions } from './serverOptions';

/** What a running relay can be told anew. */
const APPLICABLE = new Set(['connections', 'logLevel', 'name', 'tls']);

/** The options that are others than before, by their names in a config file. */
export interface OptionChanges {
  readonly applicable: readonly string[];
  readonly needRestart: readonly string[];
}

export function optionChanges(before: ServerOptions, now: ServerOptions, command: Command): OptionChanges {
  const changed = [...configKeys(command)].filter(([, option]) => {
    const name = option.attributeName() as keyof ServerOptions;
    return !isDeepStrictEqual(before[name], now[name]);
  });
  const isApplicable = (name: string) =>
    APPLICABLE.has(name) && (name !== 'tls' || (before.tls.kind !== 'off' && now.tls.kind !== 'off'));
  const names = (those: boolean) =>
    changed.filter(([, option]) => isApplicable(option.attributeName()) === those).map(([key]) => key);
  return { applicable: names(true), needRestart: names(false) };
}

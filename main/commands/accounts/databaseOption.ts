import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { configDirectory } from '../configDirectory';

/** What every command about accounts takes, before or after its name. */
export const databaseOption = (): Option =>
  new Option(
    '-d, --database <url>',
    'the accounts’ database: a file, or sqlite:FILE (default: bucketsrelay.sqlite in the folder for settings)',
  ).env('RELAY_DATABASE');

/** The database that a command is about: as it was told, wherever that stood, or the one that is there by default. */
export const databaseOf = (command: Command): string =>
  command.optsWithGlobals<{ readonly database?: string }>().database ?? defaultDatabase();

export const defaultDatabase = (): string =>
  join(configDirectory(process.platform, process.env, homedir()), 'bucketsrelay.sqlite');

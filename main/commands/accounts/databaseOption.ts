import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { configDirectory } from '../configDirectory';

/** What every command about accounts takes, before or after its name. */
export const databaseOption = (): Option =>
  new Option(
    '-d, --database <url>',
    'the accounts’ database: a file, sqlite:FILE or postgres://USER@HOST/NAME (default: bucketsrelay.sqlite in the folder for settings)',
  ).env('RELAY_DATABASE');

/** The database that a command is about: as it was told, wherever that stood, or the one that is there by default. */
export const databaseOf = (command: Command): string => toldDatabase(command) ?? defaultDatabase();

/** The same for a command that makes one where there is none: the folder for settings may not be there yet either. */
export function newDatabaseOf(command: Command): string {
  const told = toldDatabase(command);
  if (told !== undefined) return told;
  const url = defaultDatabase();
  try {
    mkdirSync(dirname(url), { recursive: true, mode: 0o700 });
  } catch {
    // What is wrong there is told when the database is opened.
  }
  return url;
}

const toldDatabase = (command: Command): string | undefined =>
  command.optsWithGlobals<{ readonly database?: string }>().database;

export const defaultDatabase = (): string =>
  join(configDirectory(process.platform, process.env, homedir()), 'bucketsrelay.sqlite');

/** The same database, whatever folder a program runs in: the path of a file begins at `folder`. */
export function wholeDatabase(url: string, folder: string): string {
  const [, form = '', rest = ''] = /^(sqlite:)?(.*)$/is.exec(url) ?? [];
  // What has no path is told when it is opened.
  const isPath = rest !== '' && !/^(postgres(ql)?:|[a-z][a-z0-9+.-]+:\/\/)/i.test(rest);
  return isPath ? `${form}${resolve(folder, rest)}` : url;
}

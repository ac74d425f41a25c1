import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Command, InvalidArgumentError, type Option } from 'commander';
import { parse, TomlError } from 'smol-toml';
import type { TlsSetting } from '../../../preload/views';
import { errorCode } from '../../lib/errorCode';
import { wholeDatabase } from '../accounts/databaseOption';
import { CommandError } from '../commandError';
import { warnAboutPermissions } from '../warnAboutPermissions';

// `server`'s options in a file of TOML: each under its long name, without the dashes.

/** What nobody but the owner of the file is to read. */
export const SECRETS: ReadonlySet<string> = new Set([
  'password',
  'license-hash-salt',
  'smtp-url',
  'postmark-api-key',
]);

/** What the command line itself is told, and no file. */
const NOT_IN_FILES = new Set(['config', 'printConfig']);

const MAX_BYTES = 1024 * 1024;

/** The option that each key of a config file stands for: of the two halves of a switch, the first. */
export function configKeys(command: Command): ReadonlyMap<string, Option> {
  const keys = new Map<string, Option>();
  for (const option of command.options) {
    const key = option.name().replace(/^no-/, '');
    if (!NOT_IN_FILES.has(option.attributeName()) && !keys.has(key)) keys.set(key, option);
  }
  return keys;
}

/** What a config file says: the value of each option that it names, and how that was written. */
export interface ConfigFile {
  readonly path: string;
  readonly values: ReadonlyMap<Option, { readonly value: unknown; readonly text: string }>;
}

/**
 * Reads a config file of `command`'s options, by the rules that these have on the command line; paths start at the
 * file's folder. One with a password in it that others can read is told through `log`. Throws a CommandError that names
 * file and line.
 */
export async function readConfigFile(
  path: string,
  command: Command,
  log: (text: string) => void,
): Promise<ConfigFile> {
  const text = await readText(path);
  const keys = configKeys(command);
  const values = new Map<Option, { value: unknown; text: string }>();
  for (const [key, found] of Object.entries(parseToml(path, text))) {
    const option = keys.get(key);
    if (!option)
      throw problem(path, text, key, `There is no such setting. Known are ${[...keys.keys()].join(', ')}.`);
    try {
      values.set(option, { value: parsedValue(option, found, dirname(path)), text: String(found) });
    } catch (error) {
      if (error instanceof InvalidArgumentError) throw problem(path, text, key, error.message);
      throw error;
    }
  }
  const secrets = [...values.keys()].filter((option) => SECRETS.has(option.name()));
  if (secrets.length > 0) warnAboutPermissions(path, 'what is secret in it is better made anew', log);
  return { path, values };
}

async function readText(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    // One more than there may be tells that there is more, of what has no size to ask for, too.
    for await (const chunk of createReadStream(path, { end: MAX_BYTES })) chunks.push(chunk);
  } catch (error) {
    throw new CommandError(
      `The config file ${path} cannot be read (${errorCode(error)}). Check its path and who may read it.`,
    );
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.length > MAX_BYTES)
    throw new CommandError(`${path} is larger than 1 MiB, and no config file. Check its path.`);
  // Another encoding's letters would become others unnoticed, in a password, too.
  if (!isUtf8(bytes)) throw new CommandError(`${path} is not in UTF-8. Save it in that encoding.`);
  return bytes.toString();
}

function parseToml(path: string, text: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The first line tells what it is; those below show the place, and with it what may be a secret.
    const [what = ''] = error.message.split('\n');
    const sentence = what.replace('Invalid TOML document: ', '');
    const hint = sentence === 'invalid value' ? ' A text has to stand between quotes' : '';
    throw new CommandError(`${path}, line ${error.line}: ${sentence}.${hint && `${hint}.`}`);
  }
}

/** Throws commander's error for what the option does not take. */
function parsedValue(option: Option, found: unknown, folder: string): unknown {
  if (option.isBoolean() || option.negate) {
    if (typeof found !== 'boolean') throw new InvalidArgumentError('It has to be true or false.');
    return found;
  }
  const isNumber = typeof option.defaultValue === 'number';
  if (typeof found !== (isNumber ? 'number' : 'string') || found === '')
    throw new InvalidArgumentError(`It has to be a ${isNumber ? 'number' : 'text, between quotes'}.`);
  const text = String(found);
  if (/<(file|directory)>/.test(option.flags)) return resolve(folder, text);
  if (option.name() === 'database') return wholeDatabase(text, folder);
  if (!option.parseArg) return text;
  return fromFolder(option.parseArg(text, undefined), folder);
}

function fromFolder(value: unknown, folder: string): unknown {
  if (!isTlsFiles(value)) return value;
  const [certificatePath, keyPath] = [value.certificatePath, value.keyPath].map((path) =>
    resolve(folder, path),
  );
  return { ...value, certificatePath, keyPath };
}

export const isTlsFiles = (value: unknown): value is Extract<TlsSetting, { kind: 'files' }> =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'files';

/** A file's keys stand at the beginning of a line: it has no tables. */
function problem(path: string, text: string, key: string, sentence: string): CommandError {
  const isThere = (line: string) =>
    line
      .trimStart()
      .replace(/^(["'])(.*?)\1/, '$2')
      .startsWith(key);
  const line = text.split('\n').findIndex(isThere) + 1;
  return new CommandError(`${path}, ${line > 0 ? `line ${line}, ` : ''}${key}: ${sentence}`);
}

/** Where an option's value is from, which tells what counts before what. */
export type OptionSource = 'cli' | 'env' | 'config' | 'default';

/** Has `command`'s options be what the file says, where neither the command line nor the environment says something. */
export function applyConfigFile(command: Command, { values }: ConfigFile): void {
  for (const option of configKeys(command).values()) {
    const name = option.attributeName();
    const source = command.getOptionValueSource(name);
    if (source === 'cli' || source === 'env') continue;
    const found = values.get(option);
    if (found) command.setOptionValueWithSource(name, found.value, 'config');
    // It was in the file that was read before.
    else if (source === 'config')
      command.setOptionValueWithSource(name, option.negate || option.defaultValue, 'default');
  }
}

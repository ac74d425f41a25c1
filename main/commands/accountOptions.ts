import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { errorCode } from '../lib/errorCode';
import type { Credentials } from '../server/login/credentials';
import { CommandError } from './commandError';

/** How a command is told the relay's account. */
export interface AccountOptions {
  readonly username?: string;
  readonly password?: string;
  readonly passwordFile?: string;
  readonly account?: string;
}

/**
 * The relay's account: of a file, or a user name and a password. What was given as an option counts before what the
 * environment says, and that before the config file. With `log`, a file that is not there is made, and what has happened to one is told. Throws a
 * CommandError, or ends in a usage error.
 */
export async function credentialsOf(
  options: AccountOptions,
  command: Command,
  log: ((text: string) => void) | undefined,
): Promise<Credentials> {
  const rank = (name: keyof AccountOptions) => rankOf(name, options, command);
  const [file, own] = [rank('account'), Math.max(rank('username'), rank('password'), rank('passwordFile'))];
  if (file > 0 && file === own)
    command.error(
      'error: give either --account (RELAY_ACCOUNT), or a user name and a password (RELAY_USERNAME, RELAY_PASSWORD), and not both.',
    );
  if (options.account !== undefined && file > own) {
    const { readAccount, readOrCreateAccount } = await import('./accountFile');
    return log ? readOrCreateAccount(options.account, log) : readAccount(options.account);
  }
  const { username } = options;
  if (!username)
    throw new CommandError(
      'There is no account: give --account FILE, or a user name and a password (RELAY_USERNAME, RELAY_PASSWORD).',
    );
  // Not said by commander, which would quote it: somebody may have put the password behind the colon.
  if (username.includes(':')) command.error('error: the user name must not contain a colon.');
  const password = await passwordOf(options, command);
  if (!password)
    throw new CommandError(
      'A password is missing: set RELAY_PASSWORD or RELAY_PASSWORD_FILE, give --password-file, or in place of both --account FILE.',
    );
  return { username, password };
}

type PasswordOptions = Pick<AccountOptions, 'password' | 'passwordFile'>;

/** The password that was given, or is in the file that was given; undefined for neither. Throws a CommandError. */
export async function passwordOf(options: PasswordOptions, command: Command): Promise<string | undefined> {
  const { password, passwordFile } = options;
  const [given, inFile] = [rankOf('password', options, command), rankOf('passwordFile', options, command)];
  if (given > 0 && given === inFile)
    command.error(
      'error: give either --password (RELAY_PASSWORD) or --password-file (RELAY_PASSWORD_FILE), and not both.',
    );
  return passwordFile !== undefined && inFile > given ? readPassword(passwordFile) : password;
}

const RANKS: Readonly<Record<string, number>> = { cli: 3, env: 2, config: 1 };

/** What counts before what: an option, the environment, the config file; 0 for what was not given. */
function rankOf(name: keyof AccountOptions, options: AccountOptions, command: Command): number {
  if (options[name] === undefined) return 0;
  return RANKS[command.getOptionValueSource(name) ?? ''] ?? 0;
}

/** Reads the password that is alone in a file. Throws a CommandError. */
async function readPassword(path: string): Promise<string> {
  const { passwordSchema } = await import('../app/settings/settings');
  const text = await readFile(path, 'utf8').catch((error) => {
    throw new CommandError(
      `The password file ${path} cannot be read (${errorCode(error)}). Check its path and who may read it.`,
    );
  });
  // Editors begin a file with a mark, and end it with a line's end, which belong to no password.
  const password = text.replace(/^\ufeff/, '').replace(/[\r\n]+$/, '');
  if (passwordSchema.safeParse(password).success && !/[\p{Cc}\ufffd]/u.test(password)) return password;
  throw new CommandError(
    `The password file ${path} holds no password: one line of UTF-8, of at most 200 characters, is expected.`,
  );
}

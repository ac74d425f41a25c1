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
 * environment says. With `log`, a file that is not there is made, and what has happened to one is told. Throws a
 * CommandError, or ends in a usage error.
 */
export async function credentialsOf(
  options: AccountOptions,
  command: Command,
  log: ((text: string) => void) | undefined,
): Promise<Credentials> {
  /** 2 for an option, 1 for the environment, 0 for what was not given. */
  const rank = (name: keyof AccountOptions): number => {
    if (options[name] === undefined) return 0;
    return command.getOptionValueSource(name) === 'cli' ? 2 : 1;
  };
  const [file, own] = [rank('account'), Math.max(rank('username'), rank('password'), rank('passwordFile'))];
  if (file > 0 && file === own)
    command.error('error: give either --account, or a user name and a password, and not both.');
  if (options.account !== undefined && file > own) {
    const { readAccount, readOrCreateAccount } = await import('./accountFile');
    return log ? readOrCreateAccount(options.account, log) : readAccount(options.account);
  }
  if (rank('password') > 0 && rank('password') === rank('passwordFile'))
    command.error('error: give either --password or --password-file, and not both.');

  const { username, passwordFile } = options;
  if (!username) throw new CommandError('A user name is missing: give --username, or set RELAY_USERNAME.');
  const password =
    passwordFile !== undefined && rank('passwordFile') > rank('password')
      ? await readPassword(passwordFile)
      : options.password;
  if (!password)
    throw new CommandError(
      'A password is missing: set RELAY_PASSWORD or RELAY_PASSWORD_FILE, or give --password-file.',
    );
  return { username, password };
}

async function readPassword(path: string): Promise<string> {
  try {
    // Editors and `echo` end a file with a line's end, which belongs to no password.
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
  } catch (error) {
    throw new CommandError(
      `The password file ${path} cannot be read (${errorCode(error)}). Check its path and who may read it.`,
    );
  }
}

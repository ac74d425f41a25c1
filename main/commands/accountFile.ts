import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { makeAccount } from '../app/account/account';
import { passwordSchema, usernameSchema } from '../app/settings/settings';
import { errorCode } from '../lib/errorCode';
import { parseJson } from '../lib/parseJson';
import type { Credentials } from '../server/login/credentials';
import { CommandError } from './commandError';
import { readOrCreate } from './readOrCreate';
import { warnAboutPermissions } from './warnAboutPermissions';

const schema = z.object({ username: usernameSchema, password: passwordSchema });

/**
 * Reads the relay account kept in `path` (JSON, `username` and `password`); makes one, readable by the user alone,
 * where there is no such file, or an empty one. A file that holds something else is left as it is. One that others of
 * this computer can read is closed to them where it is ours; either is said through `log`. Throws a CommandError.
 */
export async function readOrCreateAccount(path: string, log: (text: string) => void): Promise<Credentials> {
  const make = () => {
    log(`made an account with a new password: ${path}`);
    return `${JSON.stringify(makeAccount(), null, 2)}\n`;
  };
  const text = await readOrCreate(path, `The account file ${path}`, make);
  const account = parseAccount(path, text);
  warnAboutPermissions(path, 'a new password is wise', log);
  return account;
}

/** Reads the account kept in `path`. Throws a CommandError. */
export async function readAccount(path: string): Promise<Credentials> {
  try {
    return parseAccount(path, await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`The account file ${path} cannot be read (${errorCode(error)}).`);
  }
}

function parseAccount(path: string, text: string): Credentials {
  const account = schema.safeParse(parseJson(text));
  if (account.success) return account.data;
  throw new CommandError(
    `The account file ${path} does not hold a user name and a password. Repair it, or move it away.`,
  );
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { makeAccount } from '../app/account';
import { passwordSchema, usernameSchema } from '../app/settings';
import type { Credentials } from '../server/credentials';
import { Failure } from './failure';

const schema = z.object({ username: usernameSchema, password: passwordSchema });

/**
 * Reads the relay account kept in `path` (JSON, `username` and `password`); makes one, readable by the user alone,
 * where there is no such file. A file that holds something else is left as it is. Throws a Failure.
 */
export async function readOrMakeAccount(path: string): Promise<Credentials> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Failure(`The account file ${path} cannot be read (${error.code}).`);
  });
  if (text === undefined) return makeAccountFile(path);
  const account = schema.safeParse(parseJson(text));
  if (account.success) return account.data;
  throw new Failure(
    `The account file ${path} does not hold a user name and a password. Repair it, or move it away.`,
  );
}

async function makeAccountFile(path: string): Promise<Credentials> {
  const account = makeAccount();
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new Failure(
      `The account file ${path} cannot be written: ${error instanceof Error ? error.message : error}`,
    );
  }
  return account;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

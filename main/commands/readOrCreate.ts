import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createFile, removeStaleTempFiles, STALE_TEMP_FILE_MS } from '../lib/atomicFile';
import { errorCode } from '../lib/errorCode';
import { CommandError } from './commandError';

/**
 * The text of a file that is made at the first start and kept from then on: what is there; what `make` gives, written
 * for the user alone, where there is none or an empty one, as a full disk once left it; and where another one that
 * starts at this moment was first, what that one wrote. `what` says in errors which file it is. Throws a CommandError.
 */
export async function readOrCreate(path: string, what: string, make: () => string): Promise<string> {
  removeStaleTempFiles(path, STALE_TEMP_FILE_MS);
  const found = await read(path, what);
  if (found !== '') return found;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CommandError(`${what} cannot be written (${errorCode(error)}).`);
  }
  const text = make();
  const made = createFile(path, text);
  if (!made.ok) throw new CommandError(`${what} cannot be written (${made.error.code}).`);
  return made.value === 'created' ? text : read(path, what);
}

async function read(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw new CommandError(`${what} cannot be read (${errorCode(error)}).`);
  }
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../lib/errorCode';
import { makeRelayId, parseRelayId, type RelayId } from '../protocol/relayId';
import { Failure } from './failure';

/**
 * Reads the relay's identity kept in `path` (32 hex digits); makes one where there is no such file. A file that holds
 * something else is left as it is. Throws a Failure.
 */
export async function readOrMakeRelayId(path: string): Promise<RelayId> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Failure(`The file with the relay's identity, ${path}, cannot be read (${error.code}).`);
  });
  if (text === undefined) return makeRelayIdFile(path);
  const id = parseRelayId(text);
  if (id !== undefined) return id;
  throw new Failure(
    `${path} does not hold a relay's identity (32 hex digits). Repair it, or move it away: devices then have to be told the new one.`,
  );
}

async function makeRelayIdFile(path: string): Promise<RelayId> {
  const id = makeRelayId();
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, `${id}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new Failure(
      `The file with the relay's identity, ${path}, cannot be written (${errorCode(error)}).`,
    );
  }
  return id;
}

import { makeRelayId, parseRelayId, type RelayId } from '../protocol/relayId';
import { Failure } from './failure';
import { readOrMakeOnce } from './madeOnce';

/**
 * Reads the relay's identity kept in `path` (32 hex digits); makes one where there is no such file, or an empty one. A
 * file that holds something else is left as it is. Throws a Failure.
 */
export async function readOrMakeRelayId(path: string): Promise<RelayId> {
  const what = `The file with the relay's identity, ${path},`;
  const id = parseRelayId(await readOrMakeOnce(path, what, () => `${makeRelayId()}\n`));
  if (id !== undefined) return id;
  throw new Failure(
    `${path} does not hold a relay's identity (32 hex digits). Repair it, or move it away: devices then have to be told the new one.`,
  );
}

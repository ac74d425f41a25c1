import { stat } from 'node:fs/promises';
import { errorCode } from '../lib/errorCode';
import { generateIdentity, type Identity, identityOf } from '../protocol/identity';
import { parseRelayId, type RelayId, relayIdOf } from '../protocol/relayId';
import { CommandError } from './commandError';
import { readOrCreate } from './readOrCreate';

/** Who a relay is, and with a key, how it proves that. */
export interface RelayIdentity {
  readonly id: RelayId;
  readonly identity: Identity | undefined;
}

/**
 * Reads the relay's identity kept in `path` (32 hex digits), and its key, in base64 in the file beside it that ends in
 * `key`. Where there is neither, or the files are empty, both are made; an identity of earlier times goes on without a
 * key. A file that holds something else is left as it is. Throws a CommandError.
 */
export async function readOrCreateRelayIdentity(path: string): Promise<RelayIdentity> {
  const isNew = await isMissing(path);
  const keyPath = relayKeyPath(path);
  const identity = isNew || !(await isMissing(keyPath)) ? await readOrMakeKey(keyPath) : undefined;
  const what = `The file with the relay's identity, ${path},`;
  const make = () => `${relayIdOf((identity ?? generateIdentity()).publicKey)}\n`;
  const id = parseRelayId(await readOrCreate(path, what, make));
  if (id === undefined)
    throw new CommandError(
      `${path} does not hold a relay's identity (32 hex digits). Repair it, or move it away: devices then have to be told the new one.`,
    );
  return { id, identity: identity && relayIdOf(identity.publicKey) === id ? identity : undefined };
}

/** Reads the identity kept in `path`, as above; undefined where there is none. Throws a CommandError. */
export async function readRelayIdentity(path: string): Promise<RelayIdentity | undefined> {
  return (await isMissing(path)) ? undefined : readOrCreateRelayIdentity(path);
}

/** Where the key of the identity in `path` is kept. */
export const relayKeyPath = (path: string): string => path.replace(/id$/, 'key');

async function readOrMakeKey(path: string): Promise<Identity> {
  const make = () => `${Buffer.from(generateIdentity().secretKey).toString('base64')}\n`;
  const text = await readOrCreate(path, `The file with the relay's key, ${path},`, make);
  const identity = identityOf(Buffer.from(text, 'base64'));
  if (identity.ok) return identity.value;
  throw new CommandError(`${path} does not hold a relay's key. Repair it, or move it away.`);
}

/** Whether there is no such file, or an empty one, as a full disk once left it. */
async function isMissing(path: string): Promise<boolean> {
  try {
    return (await stat(path)).size === 0;
  } catch (error) {
    return errorCode(error) === 'ENOENT';
  }
}

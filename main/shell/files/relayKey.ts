import { readFileSync } from 'node:fs';
import { createFile } from '../../lib/atomicFile';
import { errorCode } from '../../lib/errorCode';
import { restrictToOwner } from '../../lib/privateFile';
import { generateIdentity, type Identity, identityOf } from '../../protocol/identity';
import { type RelayId, relayIdOf } from '../../protocol/relayId';

/**
 * The key of the relay whose identity is `known`, kept in `path` in base64 and for the user alone; made where neither is
 * there yet. Undefined where it cannot be kept or read, and for an identity that is not of this key: then the relay is
 * found as before, and cannot prove who it is.
 */
export function relayKeyIn(path: string, known: RelayId | undefined): Identity | undefined {
  const kept = read(path) ?? (known === undefined ? make(path) : undefined);
  return kept && (known === undefined || relayIdOf(kept.publicKey) === known) ? kept : undefined;
}

/** A key as its file holds it. */
export const keyText = (identity: Identity): string =>
  `${Buffer.from(identity.secretKey).toString('base64')}\n`;

function read(path: string): Identity | undefined {
  try {
    const identity = identityOf(Buffer.from(readFileSync(path, 'utf8'), 'base64'));
    restrictToOwner(path);
    return identity.ok ? identity.value : undefined;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT')
      process.stderr.write(`${path} cannot be read (${errorCode(error)}).\n`);
    return undefined;
  }
}

function make(path: string): Identity | undefined {
  const identity = generateIdentity();
  const made = createFile(path, keyText(identity));
  if (made.ok && made.value === 'created') return identity;
  process.stderr.write(`${path} cannot be written (${made.ok ? 'EEXIST' : made.error.code}).\n`);
  return undefined;
}

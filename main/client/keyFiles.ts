import { readFile, rm } from 'node:fs/promises';
import { createFile } from '../lib/atomicFile';
import { errorCode } from '../lib/errorCode';
import { err, ok, type Result } from '../lib/result';
import { type DeviceKey, parseDeviceKey } from '../protocol/deviceKey';
import { type Identity, identityOf } from '../protocol/identity';

/** The files of a device's key pair, each one line of base64, as the reference's client keeps them. */
export interface KeyFiles {
  readonly publicPath: string;
  readonly secretPath: string;
}

export type KeyFileProblem =
  | { readonly kind: 'cannotRead'; readonly path: string; readonly code: string }
  | { readonly kind: 'cannotWrite'; readonly path: string; readonly code: string }
  | { readonly kind: 'notAKey'; readonly path: string }
  | { readonly kind: 'keysDoNotMatch'; readonly files: KeyFiles };

export async function readIdentity(files: KeyFiles): Promise<Result<Identity, KeyFileProblem>> {
  const publicText = await readText(files.publicPath);
  if (!publicText.ok) return publicText;
  const secretText = await readText(files.secretPath);
  if (!secretText.ok) return secretText;
  const publicKey = parseDeviceKey(publicText.value);
  if (publicKey === undefined) return err({ kind: 'notAKey', path: files.publicPath });
  const identity = identityOf(Buffer.from(secretText.value, 'base64'));
  if (!identity.ok && identity.error === 'wrong size')
    return err({ kind: 'notAKey', path: files.secretPath });
  if (!identity.ok || identity.value.publicKey !== publicKey) return err({ kind: 'keysDoNotMatch', files });
  return identity;
}

/**
 * Writes a new key pair, the secret readable by the user alone. Files that exist are left as they are: a device's
 * key is who it is, and cannot be made again.
 */
export async function writeIdentity(
  files: KeyFiles,
  identity: Identity,
): Promise<Result<DeviceKey, KeyFileProblem>> {
  const secret = Buffer.from(identity.secretKey).toString('base64');
  const publicProblem = writeNew(files.publicPath, identity.publicKey, 0o644);
  if (publicProblem) return err(publicProblem);
  const secretProblem = writeNew(files.secretPath, secret, 0o600);
  if (!secretProblem) return ok(identity.publicKey);
  // Half a pair would only stand in the way of the next try.
  await rm(files.publicPath);
  return err(secretProblem);
}

function writeNew(path: string, text: string, mode: number): KeyFileProblem | undefined {
  const made = createFile(path, `${text}\n`, mode);
  if (!made.ok) return { kind: 'cannotWrite', path, code: made.error.code };
  return made.value === 'exists' ? { kind: 'cannotWrite', path, code: 'EEXIST' } : undefined;
}

async function readText(path: string): Promise<Result<string, KeyFileProblem>> {
  try {
    return ok((await readFile(path, 'utf8')).trim());
  } catch (error) {
    return err({ kind: 'cannotRead', path, code: errorCode(error) });
  }
}

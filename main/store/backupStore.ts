import { resolve } from 'node:path';
import type { Result } from '../lib/result';
import { locate } from './openStore';

/**
 * Copies the database at `url` into the new file `file`, while a relay uses it: as it is at one moment, checked, and all
 * in one file. Rejects with a StoreError; the detail names whichever of the two cannot be used.
 */
export async function backupStore(url: string, file: string): Promise<Result<void, 'exists'>> {
  const { path } = locate(url);
  const { backupFile } = await import('./sqlite/backup');
  return backupFile(path, resolve(file));
}

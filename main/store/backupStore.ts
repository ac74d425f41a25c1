import { resolve } from 'node:path';
import { StoreError } from '../accounts/stores';
import type { Result } from '../lib/result';
import { locate } from './openStore';

/**
 * Copies the database at `url` into the new file `file`, while a relay uses it: as it is at one moment, checked, and all
 * in one file. Rejects with a StoreError; the detail names whichever of the two cannot be used.
 */
export async function backupStore(url: string, file: string): Promise<Result<void, 'exists'>> {
  const location = locate(url);
  if (location.kind === 'postgres') {
    const detail = 'PostgreSQL has its own program for that: pg_dump --format=custom --file=FILE.';
    throw new StoreError({ kind: 'unreachable', detail });
  }
  const { backupFile } = await import('./sqlite/backup');
  return backupFile(location.path, resolve(file));
}

import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Access, PATIENCE_MS } from './access';
import { parseDatabaseUrl } from './databaseUrl';
import { isEmpty, isOlder } from './migrate';
import { openEngine } from './openEngine';
import { check, locate } from './openStore';
import { createUserStore } from './users';

/** What a database of accounts is found to be. */
export type StoreInspection =
  | { readonly form: 'present'; readonly users: number }
  /** A relay makes its tables in it. */
  | { readonly form: 'empty' }
  /** Of an earlier version, and left as it is. */
  | { readonly form: 'older' };

/** Looks through the database at `url` without bringing it to this version's form. Rejects with a StoreError. */
export async function inspectStore(url: string): Promise<StoreInspection> {
  const engine = await openEngine(locate(url), false);
  const access = new Access(engine, PATIENCE_MS);
  try {
    const older = await isOlder(access, engine);
    await check(access, engine);
    // Nothing is written: it only shows that it could be.
    await access.write(async () => undefined);
    if (older) return { form: (await isEmpty(access)) ? 'empty' : 'older' };
    return { form: 'present', users: await createUserStore(access, Date.now).count() };
  } finally {
    await access.close();
  }
}

/** Bytes that are free where the database at `url` is, and those that it has; undefined where that cannot be told. */
export async function roomOf(
  url: string,
): Promise<{ readonly free: number; readonly used: number } | undefined> {
  try {
    const location = locate(url);
    if (location.kind !== 'sqlite') return undefined;
    const { path } = location;
    const { bavail, bsize } = await statfs(dirname(path));
    const used = await stat(path).then(
      ({ size }) => size,
      () => 0,
    );
    return { free: bavail * bsize, used };
  } catch {
    return undefined;
  }
}

/** The database at `url` as a person knows it: its file, or its address without a password; empty for what can be none. */
export function databaseName(url: string): string {
  const location = parseDatabaseUrl(url);
  if (!location.ok) return '';
  return location.value.kind === 'sqlite' ? location.value.path : location.value.name;
}

import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from '../../accounts/stores';
import { errorCode } from '../../lib/errorCode';
import { err, ok, type Result } from '../../lib/result';
import { loadSqlite, type SqliteConstructor } from './native';
import { openFile } from './openFile';
import { asOtherFileError, sqliteProblem } from './problem';

/** Pages that are copied at a time: some ten milliseconds, and then the rest of the process has its turn. */
const PAGES = 256;

/** Tries for a lock of another program, and milliseconds between them. */
const TRIES = 100;
const PAUSE_MS = 50;

/** Never replaces anything: it is written beside its place, and put there when it is whole. */
export async function backupFile(path: string, file: string): Promise<Result<void, 'exists'>> {
  if (existsSync(file)) return err('exists');
  const Native = await loadSqlite();
  const beside = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}`);
  try {
    reserve(beside, file);
    await copy(Native, path, beside, file);
    finish(Native, beside, file);
    return put(beside, file);
  } finally {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${beside}${end}`, { force: true });
  }
}

/** For its own user alone, before anything is in it. */
function reserve(beside: string, file: string): void {
  try {
    closeSync(openSync(beside, 'wx', 0o600));
  } catch (error) {
    throw asOtherFileError(error, file);
  }
}

async function copy(Native: SqliteConstructor, path: string, beside: string, file: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const db = openFile(Native, path, false);
      try {
        await db.backup(beside, { progress: () => PAGES });
        return;
      } finally {
        db.close();
      }
    } catch (error) {
      // Of the two files, it is the new one that needs room.
      if (errorCode(error).startsWith('SQLITE_FULL')) throw asOtherFileError(error, file);
      const problem = sqliteProblem(error, path);
      if (!problem) throw error;
      if (problem.kind !== 'busy' || attempt === TRIES) throw new StoreError(problem);
    }
    await sleep(PAUSE_MS);
  }
}

/** One file, that needs no others beside it; looked through, and flushed. */
function finish(Native: SqliteConstructor, beside: string, file: string): void {
  try {
    const db = new Native(beside, { fileMustExist: true });
    try {
      db.pragma('journal_mode = DELETE');
      const found = db.pragma('integrity_check(1)', { simple: true });
      if (found !== 'ok')
        throw new StoreError({
          kind: 'corrupt',
          detail: `The database is damaged (${found}): its copy was let go.`,
        });
    } finally {
      db.close();
    }
    const handle = openSync(beside, 'r+');
    fsyncSync(handle);
    closeSync(handle);
  } catch (error) {
    throw asOtherFileError(error, file);
  }
}

function put(beside: string, file: string): Result<void, 'exists'> {
  try {
    linkSync(beside, file);
    return ok(undefined);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return err('exists');
  }
  // A file system without hard links: an empty file holds the place.
  try {
    closeSync(openSync(file, 'wx', 0o600));
    renameSync(beside, file);
    return ok(undefined);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return err('exists');
    throw asOtherFileError(error, file);
  }
}

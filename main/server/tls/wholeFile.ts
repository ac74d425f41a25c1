import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errorCode } from '../../lib/errorCode';
import { err, ok, type Result } from '../../lib/result';

/** How often a rename is tried, and how long is waited in between, in milliseconds. */
const TRIES = 10;
const PAUSE_MS = 50;

/**
 * Writes a file as a whole, readable by the user alone: after a crash there is the old one or the new one. The
 * problem is the system's code, as EACCES. Never rejects.
 */
export async function writeWholeFile(path: string, text: string): Promise<Result<void, string>> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await replace(temporary, path);
    return ok(undefined);
  } catch (error) {
    // Where it could not be made, there is nothing to remove either.
    await rm(temporary, { force: true }).catch(() => undefined);
    return err(errorCode(error));
  }
}

/** On Windows a virus scanner may hold either file for a moment. */
async function replace(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const held = process.platform === 'win32' && /^(EPERM|EACCES|EBUSY)$/.test(errorCode(error));
      if (!held || attempt === TRIES) throw error;
      await wait(PAUSE_MS);
    }
  }
}

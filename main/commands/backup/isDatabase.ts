import { open } from 'node:fs/promises';

/** What every file of SQLite begins with. */
const SQLITE_HEAD = 'SQLite format 3\0';

/** Whether `import` was given a database, not a relay's backup. False for what cannot be read, which is told by others. */
export async function isDatabase(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SQLITE_HEAD.length), 0, SQLITE_HEAD.length, 0);
    await file.close();
    return buffer.toString('latin1', 0, bytesRead) === SQLITE_HEAD;
  } catch {
    return false;
  }
}

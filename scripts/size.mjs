// @ts-check
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * How many bytes the files in a folder have, links not followed; or a single file.
 * @param {string} path
 * @param {(path: string) => boolean} [counts]
 * @returns {Promise<number>}
 */
export async function sizeIn(path, counts = () => true) {
  const found = await lstat(path);
  if (!found.isDirectory()) return counts(path) ? found.size : 0;
  const sizes = (await readdir(path)).map((name) => sizeIn(join(path, name), counts));
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

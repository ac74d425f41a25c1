import { execFileSync } from 'node:child_process';
import { mkdirSync, rmdirSync } from 'node:fs';

/** A disk of its own in memory, that can be full and read-only. */
export interface SmallDisk {
  readonly path: string;
  setReadOnly(readOnly: boolean): void;
  remove(): void;
}

/** Mounts one at `path`; undefined for whoever may not. */
export function mountSmallDisk(path: string, size: string): SmallDisk | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    // Root of a container that may not.
    rmdirSync(path);
    return undefined;
  }
  return {
    path,
    setReadOnly: (readOnly) =>
      execFileSync('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, path], { stdio: 'pipe' }),
    remove() {
      // Lazily: a test that failed may still have something open there.
      execFileSync('umount', ['-l', path]);
      rmdirSync(path);
    },
  };
}

import { chmodSync, statSync } from 'node:fs';

/** How a file that holds a secret was found. */
export type Privacy =
  /** Nobody but its owner may read it. */
  | 'private'
  /** Others of this computer could read it until now. */
  | 'made private'
  /** They can still: it is not ours, or the system does not let it be changed. */
  | 'open to others';

const OTHERS = 0o077;
const PRIVATE = 0o600;

/**
 * Takes the right to read a secret from the other users of this computer, where the file is ours: one that was restored
 * from a copy is often open to all. On Windows the folder guards it, and modes mean nothing. Never throws.
 */
export function restrictToOwner(path: string): Privacy {
  if (process.platform === 'win32') return 'private';
  try {
    const { mode, uid } = statSync(path);
    if ((mode & OTHERS) === 0) return 'private';
    if (uid !== process.getuid?.()) return 'open to others';
    chmodSync(path, PRIVATE);
    // Some file systems have modes that cannot be changed, and say nothing.
    return (statSync(path).mode & OTHERS) === 0 ? 'made private' : 'open to others';
  } catch {
    return 'open to others';
  }
}

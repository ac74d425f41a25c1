import { closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode } from './errorCode';

/** Why nothing can be kept in a folder: `path` is what stands in the way, the folder itself or one above it. */
export interface FolderProblem {
  /** Something else than a folder has its name; it is not ours; its disk can only be read; or the system's code says. */
  readonly kind: 'notAFolder' | 'notOurs' | 'readOnly' | 'other';
  readonly path: string;
  readonly code: string;
}

/** Of a disk that is full, others tell where it matters. */
const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** Makes the folder if it is not there, and tries whether files can be made in it; undefined when they can. */
export function folderProblem(folder: string): FolderProblem | undefined {
  const first = trial(() => mkdirSync(folder, { recursive: true, mode: 0o700 })) ?? tryIn(folder);
  if (first === undefined || FULL.has(first)) return undefined;
  const path = nearest(folder);
  if (!isFolder(path)) return { kind: 'notAFolder', path, code: first };
  // What makes folders within folders does not always tell what stood in its way.
  const code = tryIn(path) ?? first;
  return { kind: kindOf(code), path, code };
}

/** The code of what keeps a file from being made in a folder; undefined when nothing does. */
const tryIn = (folder: string): string | undefined =>
  trial(() => {
    const path = join(folder, `.trial-${process.pid}`);
    closeSync(openSync(path, 'w', 0o600));
    rmSync(path);
  });

function trial(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return errorCode(error);
  }
}

function kindOf(code: string): FolderProblem['kind'] {
  if (code === 'EACCES' || code === 'EPERM') return 'notOurs';
  return code === 'EROFS' ? 'readOnly' : 'other';
}

/** The path itself, or as much of it as there is. */
function nearest(path: string): string {
  const above = dirname(path);
  try {
    return statSync(path, { throwIfNoEntry: false }) || above === path ? path : nearest(above);
  } catch {
    // What is behind a file, or a folder that may not be looked into.
    return nearest(above);
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreError, type StoreProblem } from '../../accounts/stores';
import { errorCode } from '../../lib/errorCode';

/** What an error of SQLite, or of the system about its file, means for the database at `path`. */
export function sqliteProblem(error: unknown, path: string): StoreProblem | undefined {
  if (error instanceof StoreError) return error.problem;
  const code = errorCode(error);
  const [, family = code] = /^(SQLITE_[A-Z]+)/.exec(code) ?? [];
  switch (family) {
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return { kind: 'busy', detail: `Another program holds ${path}: end it, or try again.` };
    case 'SQLITE_FULL':
    case 'ENOSPC':
    case 'EDQUOT':
      return { kind: 'full', detail: `The disk of ${path} is full: make room.` };
    case 'SQLITE_READONLY':
    case 'EROFS':
      return readOnly(path);
    case 'SQLITE_NOTADB':
    case 'EISDIR':
      return { kind: 'notADatabase', detail: `${path} is no database of SQLite: give another file.` };
    case 'SQLITE_CORRUPT':
      return { kind: 'corrupt', detail: `${path} is damaged: put a backup in its place.` };
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EACCES':
    case 'EPERM':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_IOERR':
    case 'SQLITE_NOMEM':
    case 'SQLITE_PERM':
    case 'SQLITE_AUTH':
    case 'SQLITE_PROTOCOL':
      return lookAt(path, code);
    default:
      return undefined;
  }
}

const readOnly = (path: string): StoreProblem => ({
  kind: 'readOnly',
  detail: `${path} cannot be written to: allow it to whoever runs this, for the file and its folder.`,
});

/** SQLite says only that it did not work: why, the system tells. */
function lookAt(path: string, code: string): StoreProblem {
  try {
    if (statSync(path).isDirectory())
      return { kind: 'notADatabase', detail: `${path} is a folder: give a file.` };
    if (statfsSync(path).bavail === 0)
      return { kind: 'full', detail: `The disk of ${path} is full: make room.` };
    accessSync(path, constants.R_OK | constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    const why = errorCode(error);
    // What was to be made is not there, and that is not what is wrong.
    if (/^(EACCES|EPERM)$/.test(code)) return readOnly(path);
    if (why === 'ENOENT' || why === 'ENOTDIR')
      return { kind: 'missing', detail: `There is no database ${path}: look for its name.` };
    if (/^(EACCES|EPERM|EROFS)$/.test(why)) return readOnly(path);
  }
  return { kind: 'unreachable', detail: `${path} cannot be read or written: ${code}.` };
}

/** What is thrown for `error`: a StoreError where it is the file beside the database that cannot be used. */
export function asOtherFileError(error: unknown, file: string): unknown {
  if (error instanceof StoreError) return error;
  const problem = sqliteProblem(error, file);
  return problem ? new StoreError(problem, file) : error;
}

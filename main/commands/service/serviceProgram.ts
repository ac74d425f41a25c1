import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandError } from '../commandError';

/** What a unit starts: Node, and this program's file. */
export interface ServiceProgram {
  readonly node: string;
  readonly cli: string;
}

/** Those that run now. Throws a CommandError where no file is run. */
export function thisProgram(): ServiceProgram {
  const [node, cli] = [process.execPath, process.argv[1]];
  if (cli === undefined) throw new CommandError('The service cannot be installed: this program has no file.');
  return { node, cli: realpathSync(cli) };
}

/** Folders that ProtectHome= hides, and those that PrivateTmp= has an empty one in place of. */
const HOMES = ['/home', '/root', '/run/user'];
const PASSING = ['/tmp', '/var/tmp'];

const isBelow = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => path.startsWith(`${folder}/`));

/** Whether the unit must let the service see people's homes, to start it from there. */
export const isInHome = ({ node, cli }: ServiceProgram): boolean =>
  [node, cli].some((path) => isBelow(path, HOMES));

/** The file that a service with a user of its own could not start; undefined where it can all of them. */
export const unreachableFile = ({ node, cli }: ServiceProgram): string | undefined =>
  [node, cli].find((path) => isBelow(path, PASSING) || !isReadableByAll(path));

const [READ, ENTER] = [0o004, 0o001];

function isReadableByAll(path: string): boolean {
  const mayEnter = (folder: string): boolean =>
    (statSync(folder).mode & ENTER) !== 0 && (folder === dirname(folder) || mayEnter(dirname(folder)));
  return (statSync(path).mode & READ) !== 0 && mayEnter(dirname(path));
}

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RelayBackup } from '../../app/backup/relayBackup';
import { MAX_BACKUP_SIZE, openBackup } from '../../app/backup/sealedBackup';
import { controlRequest } from '../../client/controlRequest';
import { errorCode } from '../../lib/errorCode';
import { replaceFiles, type WantedFile } from '../../lib/replaceFiles';
import { CommandError } from '../commandError';
import { type DataOptions, relayFiles } from '../dataDirectory';
import { type ControlRequest, controlPath } from '../devices/controlProtocol';
import { print } from '../terminal';
import { backupProblemMessage, describeBackup } from './backupMessages';
import { passphraseOf } from './passphrase';
import { filesOf, type RelayPlace } from './relayPlace';

interface ImportOptions extends DataOptions {
  readonly passphraseFile?: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** What is in the way is kept under its own name with this behind it. */
const KEPT = '.before-import';

/** Puts the relay that is in the backup `path` on this computer. Throws a CommandError. */
export async function runImport(path: string, options: ImportOptions): Promise<void> {
  const place = placeOf(options);
  const text = readBackupFile(path);
  if (!options.dryRun) await refuseWhileRunning(place.files.directory);
  const opened = await openBackup(text, await passphraseOf(options.passphraseFile));
  if (!opened.ok) throw new CommandError(backupProblemMessage(path, opened.error));
  const backup = opened.value;
  const files = filesOf(backup, place);
  const inTheWay = files.map((file) => file.path).filter(holdsSomething);
  if (options.dryRun) return describeImport(path, backup, files, inTheWay);
  if (inTheWay.length > 0 && !options.force)
    throw new CommandError(
      `There is a relay already, and nothing was written: ${inTheWay.join(', ')}. Choose another folder with --data, or say --force: what is there is kept beside, as …${KEPT}.`,
    );
  const done = replaceFiles(files, KEPT);
  if (!done.ok)
    throw new CommandError(
      `${done.error.path} cannot be written (${done.error.code}). All is as it was; choose another place with --data or --account.`,
    );
  print(
    [
      ...done.value.map((kept) => `Kept what was there as ${kept}`),
      ...files.filter((file) => file.text !== undefined).map((file) => `Wrote ${file.path}`),
      '',
      'Stop the relay that the backup is from, if it still runs: the two would pass for one. Then start this one:',
      `  ${startCommand(backup, place)}`,
      ...(backup.certificate
        ? [
            'On a computer with another name or address the certificate is issued anew, and devices that know its fingerprint have to be told the new one.',
          ]
        : []),
    ].join('\n'),
  );
}

function placeOf(options: ImportOptions): RelayPlace {
  const files = relayFiles(options);
  return { files, account: options.account ?? join(files.directory, 'account.json'), options };
}

function readBackupFile(path: string): string {
  try {
    if (statSync(path).size > MAX_BACKUP_SIZE)
      throw new CommandError(backupProblemMessage(path, 'not readable'));
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(
      `${path} cannot be read (${errorCode(error)}). Check its path and who may read it.`,
    );
  }
}

/** What a folder's socket says where no relay answers there. */
const NOBODY = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR', 'EINVAL', 'ENAMETOOLONG']);

/** Throws a CommandError where a relay runs that keeps its files in that folder: it would write over what is put there. */
async function refuseWhileRunning(directory: string): Promise<void> {
  const request: ControlRequest = { kind: 'list' };
  const answer = await controlRequest(controlPath(directory), JSON.stringify(request));
  if (!answer.ok && NOBODY.has(answer.error)) return;
  throw new CommandError(
    `A relay is running that keeps its files in ${directory}, and nothing was written. Stop it first, or choose another folder with --data.`,
  );
}

/** An empty file, as a full disk once left it, is nobody's. What cannot be looked at cannot be written either, and is told then. */
function holdsSomething(path: string): boolean {
  try {
    return statSync(path).size > 0;
  } catch {
    return false;
  }
}

function describeImport(
  path: string,
  backup: RelayBackup,
  files: readonly WantedFile[],
  inTheWay: readonly string[],
): void {
  const wanted = files.filter((file) => file.text !== undefined).map((file) => file.path);
  print(
    [
      `In ${path}:`,
      ...describeBackup(backup).map((line) => `  ${line}`),
      'Would be written:',
      ...wanted.map((file) => `  ${file}`),
      ...(inTheWay.length > 0 ? [`In the way, and kept as …${KEPT} with --force:`] : []),
      ...inTheWay.map((file) => `  ${file}`),
    ].join('\n'),
  );
}

/** How a relay is started that has all of the backup. */
function startCommand({ identity, certificate, name, port }: RelayBackup, place: RelayPlace): string {
  const { files, account, options } = place;
  const ownFolder = options.data !== undefined || options.account === undefined;
  const words = [
    'buckets-relay server --account',
    quoted(account),
    ...(ownFolder ? ['--data', quoted(files.directory)] : []),
    ...(certificate ? ['--tls self-signed'] : []),
    ...(certificate && options.tlsDirectory !== undefined ? ['--tls-directory', quoted(files.tls)] : []),
    ...(identity ? ['--advertise'] : []),
    ...(identity && name !== undefined ? ['--name', quoted(name)] : []),
    ...(port !== undefined ? ['--port', String(port)] : []),
  ];
  return words.join(' ');
}

/** As a shell takes it for one word. */
const quoted = (text: string): string =>
  /^[\w./:@=+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

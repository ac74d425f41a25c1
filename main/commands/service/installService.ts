import { chmodSync, mkdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createFile, replaceFile } from '../../lib/atomicFile';
import { errorCode } from '../../lib/errorCode';
import { CommandError } from '../commandError';
import { exampleConfig } from './exampleConfig';
import { type ServicePlace, UNIT } from './servicePlace';
import { type ServiceProgram, unreachableFile } from './serviceProgram';
import { demand, type Systemctl } from './systemctl';
import { isOurUnit, unitFile } from './unitFile';

/** Whether a unit is there. Throws a CommandError where somebody else wrote it. */
export async function hasOurUnit({ unit }: ServicePlace): Promise<boolean> {
  try {
    if (isOurUnit(await readFile(unit, 'utf8'))) return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw new CommandError(`The unit ${unit} cannot be read (${errorCode(error)}).`);
  }
  throw new CommandError(
    `The unit ${unit} was not written by this program, and is left as it is. Move it away first.`,
  );
}

/**
 * Writes the unit, and a config file where there is none, and has systemd start the service anew, now and with the computer.
 * Gives whether the config file was made. Throws a CommandError.
 */
export async function installService(
  place: ServicePlace,
  program: ServiceProgram,
  systemctl: Systemctl,
): Promise<{ readonly madeConfig: boolean }> {
  await hasOurUnit(place);
  const hidden = place.scope === 'system' ? unreachableFile(program) : undefined;
  if (hidden !== undefined)
    throw new CommandError(
      `A service with a user of its own cannot read ${hidden}. Install Node and this program for all users, or give --user.`,
    );
  const madeConfig = writeConfig(place);
  makeFolder(place, dirname(place.unit));
  const unit = replaceFile(place.unit, unitFile(place, program), READABLE);
  if (!unit.ok) throw new CommandError(`The unit ${place.unit} cannot be written (${unit.error.code}).`);
  openToAll(place, place.unit, READABLE);
  await demand(systemctl, 'daemon-reload');
  await demand(systemctl, 'enable', UNIT);
  await demand(systemctl, 'restart', UNIT);
  return { madeConfig };
}

/** Stops the service for good and removes its unit; gives whether there was one. Throws a CommandError. */
export async function uninstallService(place: ServicePlace, systemctl: Systemctl): Promise<boolean> {
  if (!(await hasOurUnit(place))) return false;
  await demand(systemctl, 'disable', '--now', UNIT);
  await rm(place.unit).catch((error) => {
    throw new CommandError(`The unit ${place.unit} cannot be removed (${errorCode(error)}).`);
  });
  await demand(systemctl, 'daemon-reload');
  return true;
}

const READABLE = 0o644;

function writeConfig(place: ServicePlace): boolean {
  makeFolder(place, dirname(place.config));
  const made = createFile(place.config, exampleConfig(place));
  if (!made.ok)
    throw new CommandError(`The config file ${place.config} cannot be written (${made.error.code}).`);
  if (made.value === 'exists') return false;
  openToAll(place, place.config, READABLE);
  return true;
}

function makeFolder(place: ServicePlace, folder: string): void {
  try {
    if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) openToAll(place, folder, 0o755);
  } catch (error) {
    throw new CommandError(`The folder ${folder} cannot be made (${errorCode(error)}).`);
  }
}

/** The system's service has a user of its own, whatever root's umask is. */
function openToAll({ scope }: ServicePlace, path: string, mode: number): void {
  if (scope === 'system') chmodSync(path, mode);
}

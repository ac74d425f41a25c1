import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import {
  type KnownDeviceMap,
  NO_KNOWN_DEVICES,
  parseKnownDevices,
  serializeKnownDevices,
} from '../../app/devices/knownDevice';
import { removeStaleTempFiles, replaceFile, STALE_TEMP_FILE_MS } from '../../lib/atomicFile';
import { errorCode } from '../../lib/errorCode';
import { parseJson } from '../../lib/parseJson';
import type { Result } from '../../lib/result';
import { CommandError } from '../commandError';

/** What a relay without a window remembers of its devices. */
export interface StoredDevices {
  readonly devices: KnownDeviceMap;
  /** Only those that are known may connect. */
  readonly onlyKnown: boolean;
}

const onlyKnownSchema = z.object({ onlyKnown: z.boolean().default(false) });

/**
 * Reads the devices that a relay knows; none, where there is no such file, or an empty one, as a full disk once left it.
 * Throws a CommandError for one that holds something else: with it, blocked devices would be let in.
 */
export function readDevices(path: string): StoredDevices {
  removeStaleTempFiles(path, STALE_TEMP_FILE_MS);
  const text = readText(path);
  if (text === '') return { devices: NO_KNOWN_DEVICES, onlyKnown: false };
  const stored = parseJson(text);
  const devices = parseKnownDevices(stored);
  const settings = onlyKnownSchema.safeParse(stored);
  if (devices.ok && settings.success) return { devices: devices.value, ...settings.data };
  throw new CommandError(
    devices.ok || devices.error === 'not readable'
      ? `${path} does not hold the relay's devices. Repair it, or move it away: then blocked devices are let in again.`
      : `${path} is from a newer version of this program. Use that, or move the file away: then blocked devices are let in again.`,
  );
}

/** What `readDevices` reads. */
export const devicesText = ({ devices, onlyKnown }: StoredDevices): string =>
  `${JSON.stringify({ ...serializeKnownDevices(devices), onlyKnown }, null, 2)}\n`;

export function writeDevices(path: string, stored: StoredDevices): Result<void, string> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch {
    // Said by what comes next.
  }
  const written = replaceFile(path, devicesText(stored));
  return written.ok ? written : { ok: false, error: written.error.text };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (/^(ENOENT|ENOTDIR)$/.test(errorCode(error))) return '';
    throw new CommandError(`${path} cannot be read (${errorCode(error)}). Check who may read it.`);
  }
}

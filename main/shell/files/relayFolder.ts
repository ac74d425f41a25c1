import { join, parse } from 'node:path';
import { movedSettings } from '../../app/backup/movedRelay';
import type { RelayBackup } from '../../app/backup/relayBackup';
import type { Settings } from '../../app/settings/settings';
import type { NameOfKept, WantedFile } from '../../lib/replaceFiles';
import { relayIdOf } from '../../protocol/relayId';
import { readPemPair } from '../../server/tls/pemPair';
import { selfSignedFiles } from '../../server/tls/selfSigned';
import { DEVICES_FORMAT, SETTINGS_FORMAT } from './fileFormats';
import { passwordEntry } from './passwordFile';
import { keyText, relayKeyIn } from './relayKey';

// The files in the app's folder that make its relay this one and no other.

/** Where the relay's certificate is kept, and its key. */
export const relayPaths = (userData: string): { readonly certificate: string; readonly key: string } => ({
  certificate: join(userData, 'certificate'),
  key: join(userData, 'relay-key'),
});

/** Who the relay is, and its own certificate, where it has them. */
export async function readRelay(
  userData: string,
  { relayId }: Settings,
): Promise<Pick<RelayBackup, 'identity' | 'certificate'>> {
  const paths = relayPaths(userData);
  const identity = relayKeyIn(paths.key, relayId);
  const id = relayId ?? (identity && relayIdOf(identity.publicKey));
  const files = selfSignedFiles(paths.certificate);
  const pair = await readPemPair(files.certificate, files.key, new Date());
  return {
    identity: id && { id, identity },
    certificate: pair.ok ? { certificate: pair.value.certificate, key: pair.value.key } : undefined,
  };
}

/** The files of the relay in `backup`, on a computer with these settings. */
export function filesOf(backup: RelayBackup, present: Settings, userData: string): WantedFile[] {
  const paths = relayPaths(userData);
  const pair = selfSignedFiles(paths.certificate);
  const secretKey = backup.identity?.identity;
  const file = (name: string, value: unknown): WantedFile => ({
    path: join(userData, `${name}.json`),
    text: `${JSON.stringify(value, null, '\t')}\n`,
  });
  return [
    // Who is blocked comes first, and the settings last: whatever ends the app in between, no relay lets in whom it should not.
    file('devices', DEVICES_FORMAT.stored(backup.devices)),
    { path: pair.key, text: backup.certificate?.key },
    { path: pair.certificate, text: backup.certificate?.certificate },
    { path: paths.key, text: secretKey && keyText(secretKey) },
    file('password', passwordEntry(backup.account.password)),
    file('settings', SETTINGS_FORMAT.stored(movedSettings(present, backup))),
  ];
}

/** Under which name a file of the relay that was here is kept: `settings before the move 2026-11-28T07-55-03.json`. */
export function keptBeforeMove(now: Date): NameOfKept {
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '-');
  return (path, number) => {
    const { name, ext } = parse(path);
    return `${name} before the move ${stamp}${number > 1 ? ` ${number}` : ''}${ext}`;
  };
}

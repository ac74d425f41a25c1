import type { RelayBackup } from '../../app/backup/relayBackup';
import type { WantedFile } from '../../lib/replaceFiles';
import { selfSignedFiles } from '../../server/tls/selfSigned';
import type { DataOptions, RelayFiles } from '../dataDirectory';
import { devicesText } from '../devices/deviceFile';
import { relayKeyPath } from '../relayIdFile';

/** Where a relay is put. */
export interface RelayPlace {
  readonly files: RelayFiles;
  readonly account: string;
  readonly options: DataOptions;
}

/**
 * The files of the relay in `backup`, as `server` reads them. Who is blocked comes first, and the account last: should the
 * computer go off in between, a relay with it knows the rest.
 */
export function filesOf(backup: RelayBackup, { files, account }: RelayPlace): WantedFile[] {
  const { identity, certificate } = backup;
  const pair = selfSignedFiles(files.tls);
  const key = identity?.identity?.secretKey;
  return [
    { path: files.devices, text: devicesText(backup) },
    { path: pair.key, text: certificate?.key },
    { path: pair.certificate, text: certificate?.certificate },
    { path: relayKeyPath(files.identity), text: key && `${Buffer.from(key).toString('base64')}\n` },
    { path: files.identity, text: identity && `${identity.id}\n` },
    { path: account, text: `${JSON.stringify(backup.account, null, 2)}\n` },
  ];
}

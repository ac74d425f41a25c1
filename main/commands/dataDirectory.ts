import { homedir } from 'node:os';
import { join } from 'node:path';
import { Option } from 'commander';
import { configDirectory } from './configDirectory';

/** What tells where a relay keeps what it makes. */
export interface DataOptions {
  readonly data?: string;
  readonly account?: string;
  readonly tlsDirectory?: string;
}

/** The option of every command that has to do with a relay's files. */
export const dataOption = (): Option =>
  new Option(
    '--data <directory>',
    'where the relay keeps what it makes: known devices, identity, certificate (default: the folder for settings)',
  ).env('RELAY_DATA');

/** The files of one relay. */
export interface RelayFiles {
  readonly directory: string;
  readonly devices: string;
  /** Its identity; the key that belongs to it lies beside it. */
  readonly identity: string;
  /** The folder of the certificate that it makes for itself. */
  readonly tls: string;
}

/** Where they are. The identity is beside the account, whose relay it is, unless a folder was chosen for all. */
export function relayFiles({ data, account, tlsDirectory }: DataOptions): RelayFiles {
  const directory = data ?? configDirectory(process.platform, process.env, homedir());
  return {
    directory,
    devices: join(directory, 'devices.json'),
    identity:
      data === undefined && account !== undefined ? `${account}.relay-id` : join(directory, 'relay-id'),
    tls: tlsDirectory ?? directory,
  };
}

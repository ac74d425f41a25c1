import { homedir, hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { advertisingMessage } from '../app/log/terminalMessages';
import type { Identity } from '../protocol/identity';
import { defaultServiceName, serviceName } from '../protocol/serviceName';
import { createAdvertiser } from '../server/discovery/advertiser';
import type { Listening } from '../server/network/listen';
import type { TlsPair } from '../server/tls/certificate';
import { configDirectory } from './configDirectory';
import { readOrCreateRelayIdentity } from './relayIdFile';

export interface AdvertiseOptions {
  readonly name?: string;
  readonly account?: string;
}

/** The advertisement of `server --advertise`. */
export interface ServerAdvertising {
  /** By which the relay proves that it is the one that is advertised; undefined for one of earlier times. */
  readonly identity: Identity | undefined;
  /** Advertises the relay as it is now. */
  set(listening: Listening, tls: TlsPair | undefined): void;
  stop(): Promise<void>;
}

/** Reads or makes the relay's identity, and logs what becomes of every advertisement. Throws a CommandError. */
export async function createServerAdvertising(
  options: AdvertiseOptions,
  log: (text: string) => void,
): Promise<ServerAdvertising> {
  const name = serviceName(options.name ?? defaultServiceName(hostname()));
  const { id, identity } = await readOrCreateRelayIdentity(idPath(options));
  const advertiser = createAdvertiser({ interfaces: networkInterfaces });
  let last: string | undefined;
  advertiser.state.subscribe((state) => {
    const text = advertisingMessage(state, name);
    if (text === undefined || text === last) return;
    last = text;
    log(text);
  });
  return {
    identity,
    set({ address, port }, tls) {
      void advertiser.set({ name, id, address, port, ...(tls && { fingerprint: tls.fingerprint }) });
    },
    stop: advertiser.stop,
  };
}

/** Beside the account, whose relay it is; without a file for that, in the folder for settings. */
const idPath = ({ account }: AdvertiseOptions): string =>
  account === undefined
    ? join(configDirectory(process.platform, process.env, homedir()), 'relay-id')
    : `${account}.relay-id`;

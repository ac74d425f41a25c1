import { hostname, networkInterfaces } from 'node:os';
import { advertisingMessage } from '../../app/log/terminalMessages';
import type { Identity } from '../../protocol/identity';
import { defaultServiceName, serviceName } from '../../protocol/serviceName';
import { createAdvertiser } from '../../server/discovery/advertiser';
import type { Listening } from '../../server/network/listen';
import type { TlsPair } from '../../server/tls/certificate';
import { readOrCreateRelayIdentity } from '../relayIdFile';

/** The advertisement of `server --advertise`. */
export interface ServerAdvertising {
  /** By which the relay proves that it is the one that is advertised; undefined for one of earlier times. */
  readonly identity: Identity | undefined;
  /** Advertises the relay as it is now, under the name that was chosen, or with this computer's. */
  set(listening: Listening, tls: TlsPair | undefined, name: string | undefined): void;
  stop(): Promise<void>;
}

/** Reads or makes the relay's identity, and logs what becomes of every advertisement. Throws a CommandError. */
export async function createServerAdvertising(
  identityPath: string,
  log: (text: string) => void,
): Promise<ServerAdvertising> {
  const { id, identity } = await readOrCreateRelayIdentity(identityPath);
  const advertiser = createAdvertiser({ interfaces: networkInterfaces });
  let name = '';
  let last: string | undefined;
  advertiser.state.subscribe((state) => {
    const text = advertisingMessage(state, name);
    if (text === undefined || text === last) return;
    last = text;
    log(text);
  });
  return {
    identity,
    set({ address, port }, tls, chosen) {
      name = serviceName(chosen ?? defaultServiceName(hostname()));
      void advertiser.set({ name, id, address, port, ...(tls && { fingerprint: tls.fingerprint }) });
    },
    stop: advertiser.stop,
  };
}

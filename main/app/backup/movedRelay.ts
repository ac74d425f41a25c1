import { DEFAULT_USERNAME } from '../account/account';
import type { KnownDeviceMap } from '../devices/knownDevice';
import { FIRST_PORT, type Settings } from '../settings/settings';
import type { RelayBackup } from './relayBackup';

// A relay of the desktop app as a backup has it, and the other way round.

/** What is known of the relay of this computer. */
export interface PresentRelay extends Pick<RelayBackup, 'identity' | 'certificate'> {
  readonly settings: Settings;
  readonly devices: KnownDeviceMap;
  readonly password: string;
}

/** The relay as it moves. A certificate that it does not use stays: where it is found, the relay would begin to. */
export function backupOf(relay: PresentRelay, now: number): RelayBackup {
  const { settings, devices, password, identity, certificate } = relay;
  const { username = DEFAULT_USERNAME, onlyKnown, name, port, tls } = settings;
  return {
    madeAt: now,
    account: { username, password },
    identity,
    certificate: tls.kind === 'selfSigned' ? certificate : undefined,
    ...{ devices, onlyKnown, name, port },
  };
}

/**
 * The settings of this computer once the relay in `backup` is on it: who that is and how it is reached are the backup's; how
 * the app behaves here, and who may reach it, stay.
 */
export function movedSettings(present: Settings, backup: RelayBackup): Settings {
  const { account, identity, certificate, onlyKnown, name, port } = backup;
  return {
    ...present,
    username: account.username,
    // One that was started without a port has the usual one, and its devices know it.
    port: port ?? FIRST_PORT,
    tls: { kind: certificate ? 'selfSigned' : 'off' },
    relayId: identity?.id,
    ...{ name, onlyKnown },
    relayOn: true,
    welcomed: true,
  };
}

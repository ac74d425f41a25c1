import { isDeepStrictEqual } from 'node:util';
import type { DoctorView, RejectedConnection } from '../../preload/doctor';
import type {
  Activity,
  Advertised,
  CertificateView,
  PasswordStorage,
  Problem,
  SetAsideFile,
  UpdateView,
} from '../../preload/views';
import type { Device } from './devices/devices';
import { type KnownDeviceMap, NO_KNOWN_DEVICES } from './devices/knownDevice';
import type { PendingDevice } from './devices/pendingDevices';
import type { Settings } from './settings/settings';

export type RelayStatus =
  | { readonly kind: 'starting' }
  /** `address` is what it listens on: `::` or `0.0.0.0` for every one. */
  | { readonly kind: 'running'; readonly port: number; readonly address: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Everything that the tray and the window show, in one value. It holds no secret. */
export interface AppState {
  readonly relay: RelayStatus;
  readonly settings: Settings;
  /** What others may call this computer; the relay's name where a person chose none. */
  readonly computerName: string;
  /** Addresses of this computer at which devices may reach it, best first; without the port. */
  readonly hosts: readonly string[];
  /** What the relay serves, or would serve if it ran; undefined without TLS. */
  readonly certificate: CertificateView | undefined;
  readonly advertised: Advertised;
  readonly passwordKept: PasswordStorage;
  readonly devices: readonly Device[];
  readonly known: KnownDeviceMap;
  readonly waiting: readonly PendingDevice[];
  /** How many more asked to be let in, and found no room among those. */
  readonly moreWaiting: number;
  readonly activity: Activity;
  /** Who was turned away lately, the latest first. */
  readonly turnedAway: readonly RejectedConnection[];
  readonly doctor: DoctorView;
  /** When a person turned the relay off in this run, and how many devices were connected then. */
  readonly turnedOff: { readonly at: number; readonly devices: number } | undefined;
  /** A file that could not be used and was put aside at this start. */
  readonly setAside: SetAsideFile | undefined;
  /** Why something could not be saved last time. */
  readonly saveProblem: string | undefined;
  /** This desktop shows no tray. */
  readonly trayMissing: boolean;
  readonly update: UpdateView;
}

/** Before anything has happened. */
export const initialState = (settings: Settings, computerName: string): AppState => ({
  relay: { kind: settings.relayOn ? 'starting' : 'stopped' },
  settings,
  computerName,
  hosts: [],
  certificate: undefined,
  advertised: { kind: 'off' },
  passwordKept: 'file',
  devices: [],
  known: NO_KNOWN_DEVICES,
  waiting: [],
  moreWaiting: 0,
  activity: { kind: 'unlinked' },
  turnedAway: [],
  doctor: { running: false, report: undefined },
  turnedOff: undefined,
  setAside: undefined,
  saveProblem: undefined,
  trayMissing: false,
  update: { kind: 'neverLooks' },
});

/** The state with `change`; the same one when that changes nothing, so that nobody is told. */
export function applyChange(state: AppState, change: Partial<AppState>): AppState {
  const names = Object.keys(change) as (keyof AppState)[];
  return names.every((name) => isDeepStrictEqual(change[name], state[name]))
    ? state
    : { ...state, ...change };
}

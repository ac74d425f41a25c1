import type { DoctorView } from '../../preload/doctor';
import type { LogEvent } from '../../preload/logEntry';
import type { Advertised, ChangeResult, SettingsChange, UpdateView } from '../../preload/views';
import type { Clock } from '../lib/clock';
import type { Dispose, Observable } from '../lib/observable';
import type { DeviceKey } from '../protocol/deviceKey';
import type { AppNotification } from './appNotification';
import type { DeviceService } from './devices/deviceService';
import type { CertificateSource } from './relay/certificates';
import type { LoadRelayKey } from './relay/relayIdentity';
import type { FindPortOwner } from './relay/startProblem';
import type { Autostart, DeviceStore, PasswordStore, SettingsStore } from './settings/persistence';
import type { AppState } from './state';

/** What the controller works with. */
export interface ControllerDependencies {
  readonly settings: SettingsStore;
  readonly passwords: PasswordStore;
  readonly devices: DeviceStore;
  readonly certificates: CertificateSource;
  readonly autostart: Autostart;
  readonly computerName: string;
  readonly relayKey?: LoadRelayKey;
  /** The addresses of the home network's side of this computer, best first. */
  readonly lanAddresses: () => readonly string[];
  readonly portOwner: FindPortOwner;
  readonly log: { add(event: LogEvent): void };
  readonly notify: (notification: AppNotification) => void;
  /** Whether somebody may be looking at the window; without it, always. */
  readonly isVisible?: () => boolean;
  readonly clock?: Clock;
}

/** Runs one relay by the person's settings. What it does is done one after the other, never twice at once. */
export interface Controller {
  readonly state: Observable<AppState>;
  /** Starts the relay unless the person had stopped it. */
  begin(): Promise<void>;
  startRelay(): Promise<void>;
  stopRelay(): Promise<void>;
  /** Puts a change of settings in force. One with which the relay cannot run is refused, and the old ones stay. */
  change(change: SettingsChange): Promise<ChangeResult>;
  /** Undefined while the keychain is locked. */
  revealPassword(): string | undefined;
  /** With another password every device has to log in anew; without an argument one is made. */
  changePassword(password?: string): Promise<ChangeResult>;
  /** Back to the password before the last change in this run. */
  restorePassword(): Promise<ChangeResult>;
  /** Makes a new self-signed certificate. */
  replaceCertificate(): Promise<ChangeResult>;
  readonly devices: Pick<
    DeviceService,
    'rename' | 'forget' | 'block' | 'unblock' | 'approve' | 'dismiss' | 'becameVisible'
  >;
  dismissSetAside(): void;
  finishWelcome(): void;
  /** Lets the doctor's own devices in, unnoticed; see TestDevices. */
  expectTestDevices(keys: readonly DeviceKey[]): Dispose;
  doctorIs(doctor: DoctorView): void;
  /** How devices nearby find the relay now. */
  advertisedIs(advertised: Advertised): void;
  /** Whether this desktop shows no tray. */
  trayIsMissing(missing: boolean): void;
  /** What is known of a newer version of the app. */
  updateIs(update: UpdateView): void;
  /** The log's file cannot be written, in the system's words; undefined when it can again. */
  logIsUnsaved(problem: string | undefined): void;
  /** What the relay serves, in PEM; undefined without TLS. */
  certificatePem(): string | undefined;
  /** Looks again at which addresses this computer has, and at what depends on them. */
  refreshHosts(): void;
  /** Ends the relay for good; the settings stay as they are. */
  close(): Promise<void>;
}

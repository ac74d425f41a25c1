// The data that crosses to the window: plain values, without Node, Electron or the DOM.
import type { DoctorView, RejectedConnection } from './doctor';
import type { AdvertiseProblem, Problem } from './problem';

export type { AdvertiseProblem, CertificateProblem, Problem } from './problem';

/** A language that the app speaks, as `de`. */
export type Language = string;
export type Platform = 'mac' | 'windows' | 'linux';
export type Reach = 'computer' | 'network';

/** What guards the password at rest: the system's keychain, or a file that only the user can read. */
export type PasswordStorage = 'keychain' | 'file';

/** A file that could not be used and was put aside. */
export interface SetAsideFile {
  readonly what: 'settings' | 'devices';
  readonly why: 'not readable' | 'from a newer version';
  readonly path: string;
}

export type TlsSetting =
  | { readonly kind: 'off' }
  | { readonly kind: 'selfSigned' }
  | { readonly kind: 'files'; readonly certificatePath: string; readonly keyPath: string };

/** The certificate that the relay serves. */
export interface CertificateView {
  /** SHA-256 of the certificate, 64 upper-case hex digits. */
  readonly fingerprint: string;
  /** Milliseconds since 1970. */
  readonly validUntil: number;
  readonly names: readonly string[];
}

/** What a person can set, as it is in force. */
export interface SettingsView {
  readonly port: number;
  readonly reach: Reach;
  readonly username: string;
  readonly tls: TlsSetting;
  /** Whether devices nearby can find the relay by themselves. */
  readonly advertise: boolean;
  /** Under which name they find it. */
  readonly name: string;
  /** Whether a device that was never here has to be let in by a person first. */
  readonly onlyKnown: boolean;
  readonly startAtLogin: boolean;
  readonly startHidden: boolean;
  readonly notify: boolean;
  readonly keepAwake: boolean;
  /** Whether the app looks for newer versions of itself. */
  readonly lookForUpdates: boolean;
}

/** One setting, or a few that belong together. */
export type SettingsChange = Partial<SettingsView>;

/** A change that was refused leaves everything as it was, and says why. */
export type ChangeResult =
  | { readonly kind: 'changed' }
  /** Nobody chose to go on. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** The system did not do what belongs to it, and everything is as it was. */
  | { readonly kind: 'failed'; readonly trouble: SystemProblem };

/** What the system did not do. */
export type SystemProblem =
  | AutostartProblem
  /** It did not open its firewall; `code` is its tool's. */
  | { readonly kind: 'firewall'; readonly code: string };

/** Why the system does not start the app at login as a person wants it. `code` is the system's. */
export type AutostartProblem =
  | { readonly kind: 'cannotWrite' | 'cannotRemove'; readonly path: string; readonly code: string }
  /** The system's own settings have the last word. */
  | { readonly kind: 'notAccepted' }
  /** macOS starts whole apps at login, and this one runs from its sources. */
  | { readonly kind: 'noApp' };

/** How the relay is found on the network. */
export type Advertised =
  | { readonly kind: 'off' }
  | { readonly kind: 'announcing' }
  /** `name` differs from the setting when another relay had it first. */
  | { readonly kind: 'advertised'; readonly name: string }
  | { readonly kind: 'failed'; readonly trouble: AdvertiseProblem };

/** Enough of a device's key, in base64, to tell it apart: `b2Wn…r9Ls`. */
export function abbreviate(key: string): string {
  const text = key.replace(/=+$/, '');
  return `${text.slice(0, 4)}…${text.slice(-4)}`;
}

interface DeviceHead {
  /** The public key, in base64. */
  readonly key: string;
  /** Enough of the key to tell devices apart. */
  readonly abbreviation: string;
  /** The name that a person gave it; undefined while it has none. */
  readonly name: string | undefined;
  /** The IP address it came from last. */
  readonly from: string;
}

/** How many bars the traffic line has, and what each covers, in milliseconds: an hour in all. */
export const BARS = 30;
export const BAR_MS = 2 * 60_000;

/** A device; times are milliseconds since 1970, bytes are of payload, since the app started. */
export type DeviceView =
  | (DeviceHead & {
      readonly kind: 'connected';
      readonly since: number;
      /** Keys of the devices it is linked with. */
      readonly linkedWith: readonly string[];
      /** Since when it is linked without having sent anything; undefined when there is nothing odd about it. */
      readonly silentSince: number | undefined;
      readonly sent: number;
      readonly received: number;
      /** Bytes both ways in each of the last BARS spans, the oldest first. */
      readonly bars: readonly number[];
    })
  | (DeviceHead & { readonly kind: 'away'; readonly lastSeen: number })
  | (DeviceHead & {
      readonly kind: 'blocked';
      readonly lastSeen: number;
      readonly turnedAway: { readonly at: number; readonly from: string } | undefined;
    });

export type ConnectedDevice = Extract<DeviceView, { kind: 'connected' }>;

/** A device that proved its key and is not known, while only known ones may connect. */
export interface PendingDeviceView {
  readonly key: string;
  readonly abbreviation: string;
  readonly from: string;
  readonly at: number;
}

/** How many more there are than are shown. */
export interface HiddenCounts {
  readonly connected: number;
  readonly others: number;
  readonly waiting: number;
}

/** What goes on between the linked devices. */
export type Activity =
  /** No two devices are linked. */
  | { readonly kind: 'unlinked' }
  /** Devices are linked, and nothing was passed on yet. */
  | { readonly kind: 'nothingYet' }
  | { readonly kind: 'passing' }
  /** Some bytes wait for a device that is slow to take them. */
  | { readonly kind: 'waiting' }
  /** All is delivered, and nothing came since then (milliseconds since 1970). */
  | { readonly kind: 'quiet'; readonly since: number };

/** A version of the app that is newer than this one. */
export interface NewerVersion {
  readonly version: string;
  /** Where a browser shows what is new, with the files to download. */
  readonly notesUrl: string;
  /** Whether the app may replace itself. Else a person, or the system's package manager, installs the version. */
  readonly canInstall: boolean;
  /** A person wants to hear of it later. */
  readonly later: boolean;
}

/** What is known of a newer version of the app. */
export type UpdateView =
  /** An app that does not know where it comes from, as in development, never looks. */
  | { readonly kind: 'neverLooks' }
  | { readonly kind: 'notLooked' }
  /** Only while somebody waits for the answer: the app's own looking is not shown. */
  | { readonly kind: 'checking' }
  | { readonly kind: 'newest' }
  /** Somebody asked, and it could not be found out. */
  | { readonly kind: 'noAnswer' }
  | { readonly kind: 'available'; readonly newer: NewerVersion }
  | { readonly kind: 'downloading'; readonly newer: NewerVersion; readonly percent: number }
  /** Downloaded, and found to be what was announced. */
  | { readonly kind: 'ready'; readonly newer: NewerVersion }
  /** The app is about to end, and to start as that version. */
  | { readonly kind: 'installing'; readonly newer: NewerVersion }
  /** What arrived was not what was announced, or nothing arrived. */
  | { readonly kind: 'damaged' | 'notDownloaded'; readonly newer: NewerVersion };

/** All that the window shows. The password is not in it: it is asked for when a person wants to see it. */
export interface Snapshot {
  readonly version: string;
  readonly platform: Platform;
  readonly language: Language;
  /** For dates and numbers, as `de-CH`. */
  readonly locale: string;
  readonly relay: 'starting' | 'running' | 'stopped' | 'problem';
  /** The state in a sentence, the same as in the tray. */
  readonly sentence: string;
  readonly problem: Problem | undefined;
  /** When a person turned it off, and how many devices were connected then; undefined when not in this run. */
  readonly turnedOff: { readonly at: number; readonly devices: number } | undefined;
  /** Whole addresses to type into a device, best first. */
  readonly addresses: readonly string[];
  /** Undefined without TLS, or while there is none. */
  readonly certificate: CertificateView | undefined;
  readonly settings: SettingsView;
  readonly advertised: Advertised;
  readonly passwordKept: PasswordStorage;
  /** The connected ones first, in order of arrival; then the others, the last seen first. As many as can be shown. */
  readonly devices: readonly DeviceView[];
  readonly waiting: readonly PendingDeviceView[];
  readonly unshown: HiddenCounts;
  readonly activity: Activity;
  /** Who was turned away lately, the latest first. */
  readonly turnedAway: readonly RejectedConnection[];
  readonly doctor: DoctorView;
  /** This desktop has no tray in which the app could be seen. */
  readonly trayMissing: boolean;
  readonly setAside: SetAsideFile | undefined;
  /** Why the settings could not be saved, in the system's words. */
  readonly saveProblem: string | undefined;
  readonly update: UpdateView;
  /** False until a person has been through the first steps, or skipped them. */
  readonly welcomed: boolean;
}

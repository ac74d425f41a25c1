// What the window and the main process say to each other: the one place that both sides are derived from. It
// touches neither Node nor Electron, so that the window can import it.
import type { DoctorReport } from './doctor';
import type { LogLevel, LogUpdate } from './logEntry';
import type { ChangeResult, SettingsChange, Snapshot } from './views';

/** What may be put on the clipboard. An address is named by its place in the snapshot. */
export type Copyable =
  | { readonly kind: 'address'; readonly index: number }
  | { readonly kind: 'username' | 'password' | 'pairing' | 'fingerprint' }
  /** What the doctor found last, as text. It holds no secret. */
  | { readonly kind: 'doctorReport' }
  | { readonly kind: 'deviceKey'; readonly key: string }
  /** What the window shows already. */
  | { readonly kind: 'shownText'; readonly text: string };

/** The longest text that the window may hand over, in characters. */
export const MAX_COPIED = 8_000_000;

/** How saving a file ended; the text of a failure is the system's. */
export type SaveResult =
  | { readonly kind: 'saved' | 'cancelled' }
  | { readonly kind: 'failed'; readonly text: string };

/** The longest passphrase of a backup, in characters. */
export const MAX_PASSPHRASE = 1_000;

/** How saving the relay's backup ended. */
export type BackupSaved =
  | SaveResult
  /** The keychain with the account's password does not open, or the relay is too large for a backup. */
  | { readonly kind: 'passwordLocked' | 'tooLarge' };

/** Why a file is no backup that can be used. */
export type BackupRefusal = 'not readable' | 'from a newer version' | 'wrong passphrase or damaged';

interface BackupRefused {
  readonly kind: 'refused';
  readonly why: BackupRefusal;
}

/** The file that was chosen, by its name; the text of a failure is the system's. */
export type BackupChosen =
  | { readonly kind: 'chosen'; readonly name: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly text: string }
  | BackupRefused;

/** What is in a backup, without its secrets. */
export interface BackupView {
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  readonly username: string;
  readonly devices: number;
}

export type BackupOpened =
  | { readonly kind: 'opened'; readonly backup: BackupView }
  /** The file was dropped meanwhile. */
  | { readonly kind: 'cancelled' }
  | BackupRefused;

/** How putting another relay in the place of this one went on. */
export type MoveResult =
  /** The app is about to end, and to start as that relay. */
  | { readonly kind: 'moving' | 'cancelled' }
  /** Nothing was changed; `code` is the system's. */
  | { readonly kind: 'failed'; readonly path: string; readonly code: string };

/** Where the window is asked to go, by the tray or a notification. */
export type Destination =
  | { readonly panel: 'overview' | 'settings' | 'log' | 'doctor' | 'licences' }
  /** With the row of that device open. */
  | { readonly panel: 'devices'; readonly key?: string }
  /** The overview, at the card that adds a device. */
  | { readonly panel: 'addDevice' };

/** What the page looks like, to be so again after it was let go. */
export interface PageState {
  readonly panel: 'overview' | 'devices' | 'settings' | 'log' | 'doctor' | 'licences';
  /** How far down the panel is scrolled, in pixels. */
  readonly scroll: number;
  /** Keys of the devices whose rows are open. */
  readonly open: readonly string[];
  readonly filter: { readonly least: LogLevel; readonly words: string };
}

/** What the window may ask of the main process; every answer comes as a promise. */
export interface IpcCalls {
  /** From now on every snapshot is pushed, the present one at once. */
  watch(): void;
  startRelay(): void;
  stopRelay(): void;
  /** Applies the change at once, by a new relay where it takes one. */
  change(change: SettingsChange): ChangeResult;

  /** The password in clear; undefined while the keychain is locked. */
  revealPassword(): string | undefined;
  /** Sets the person's own password; connected devices are asked again. */
  setPassword(password: string): ChangeResult;
  /** Asks whether to, then makes a new password: every device needs the new one then. */
  replacePassword(): ChangeResult;
  /** Puts the password before the last change back in force; refused when there is none in this run. */
  restorePassword(): ChangeResult;
  /** The text of the pairing code, which holds the password; undefined while the keychain is locked. */
  revealPairing(): string | undefined;
  /** False when there was nothing to copy. */
  copy(what: Copyable): boolean;

  /** Asks for the two files, checks them, and puts them in force. */
  chooseCertificate(): ChangeResult;
  /** Asks whether to, then makes a new key and certificate: devices that pinned the old one need the new. */
  replaceCertificate(): ChangeResult;
  /** Saves the certificate where the person says, to be installed on a phone. */
  saveCertificate(): SaveResult;

  /** An empty name takes the name away. */
  renameDevice(naming: { readonly key: string; readonly name: string }): void;
  /** Asks whether to; a connected device is disconnected too. False when nobody wanted to. */
  forgetDevice(key: string): boolean;
  /** Asks whether to; then the key can no longer log in, at once. */
  blockDevice(key: string): boolean;
  unblockDevice(key: string): void;
  /** Lets a waiting device in from now on. */
  approveDevice(key: string): void;
  /** Takes a waiting device off the list; it is asked about again when it comes again. */
  dismissWaiting(key: string): void;

  /** From now on the log is pushed, from its beginning; or no more. */
  watchLog(on: boolean): void;
  /** Asks whether to. The file stays. */
  clearLog(): boolean;
  exportLog(): SaveResult;
  /** Shows the log's file in the system's file manager. */
  showLogFile(): void;

  /** Looks for a newer version of the app; the answer comes with the snapshots. */
  checkForUpdates(): void;
  /** Downloads the newer version, where the app may install it. */
  downloadUpdate(): void;
  /** Ends the app, and starts the downloaded version in its place. */
  installUpdate(): void;
  /** Shows in the browser what the newer version brings; false when no browser could be opened. */
  showUpdateNotes(): boolean;
  /** Takes the notice about the newer version away for now. */
  postponeUpdate(): void;
  /** Examines everything; asked for meanwhile, it is the same examination. The snapshot then has the report too. */
  runDoctor(): DoctorReport;
  /** Lets the app through the firewall, on the system's own question whether to. On Windows alone. */
  allowInFirewall(): ChangeResult;

  /** Asks where to, and saves all that makes this relay itself, encrypted with the passphrase. */
  saveBackup(passphrase: string): BackupSaved;
  /** Asks for the file of another relay, and keeps it until it is dropped. */
  chooseBackup(): BackupChosen;
  /** Opens the file that was chosen. */
  openBackup(passphrase: string): BackupOpened;
  /** Asks whether to, then puts the relay of the opened file in place of this one, and starts the app anew. */
  moveHere(): MoveResult;
  dropBackup(): void;

  /** The answer to `suspendPage`; undefined where somebody is in the middle of something that would be lost. */
  savePageState(memory: PageState | undefined): void;

  showSetAside(): void;
  dismissSetAside(): void;
  finishWelcome(): void;
}

export type IpcCallName = keyof IpcCalls;

/** Every call, once: a name that is missing or misspelt here does not compile. */
const NAMES: Record<IpcCallName, true> = {
  watch: true,
  startRelay: true,
  stopRelay: true,
  change: true,
  revealPassword: true,
  setPassword: true,
  replacePassword: true,
  restorePassword: true,
  revealPairing: true,
  copy: true,
  chooseCertificate: true,
  replaceCertificate: true,
  saveCertificate: true,
  renameDevice: true,
  forgetDevice: true,
  blockDevice: true,
  unblockDevice: true,
  approveDevice: true,
  dismissWaiting: true,
  watchLog: true,
  clearLog: true,
  exportLog: true,
  showLogFile: true,
  checkForUpdates: true,
  downloadUpdate: true,
  installUpdate: true,
  showUpdateNotes: true,
  postponeUpdate: true,
  runDoctor: true,
  allowInFirewall: true,
  saveBackup: true,
  chooseBackup: true,
  openBackup: true,
  moveHere: true,
  dropBackup: true,
  savePageState: true,
  showSetAside: true,
  dismissSetAside: true,
  finishWelcome: true,
};

export const IPC_CALL_NAMES = Object.keys(NAMES) as readonly IpcCallName[];

/** What the main process pushes, by channel. */
export interface IpcEvents {
  snapshot: Snapshot;
  log: LogUpdate;
  navigate: Destination;
  /** How the page was before it was let go; comes before the first snapshot. */
  restorePageState: PageState;
  /** Nobody has looked for a while: the page is to say what it looks like, and is let go. */
  suspendPage: undefined;
}

export type IpcEventName = keyof IpcEvents;

/** What a call takes (undefined where it takes nothing) and gives. */
export type Argument<C extends IpcCallName> = Parameters<IpcCalls[C]>[0];
export type Answer<C extends IpcCallName> = ReturnType<IpcCalls[C]>;

/** What the window finds as `window.relay`. */
export type Bridge = {
  readonly [C in Exclude<IpcCallName, 'watch' | 'watchLog'>]: (
    ...argument: Parameters<IpcCalls[C]>
  ) => Promise<Answer<C>>;
} & {
  /** Calls `listener` with the present snapshot soon, then with every new one; returns the undo. */
  readonly onSnapshot: (listener: (snapshot: Snapshot) => void) => () => void;
  /** Calls `listener` with the whole log soon, in pieces, then with what is new; returns the undo. */
  readonly onLog: (listener: (push: LogUpdate) => void) => () => void;
  readonly onNavigate: (listener: (destination: Destination) => void) => () => void;
  readonly onRestorePageState: (listener: (memory: PageState) => void) => () => void;
  readonly onSuspendPage: (listener: () => void) => () => void;
};

// What the window and the main process say to each other: the one place that both sides are derived from. It
// touches neither Node nor Electron, so that the window can import it.

export type Reach = 'computer' | 'network';

/** What guards the password at rest: the system's keychain, or a file that only the user can read. */
export type Kept = 'keychain' | 'file';

export interface SetAside {
  readonly why: 'not readable' | 'from a newer version';
  readonly path: string;
}

/** Why the relay does not run although it should. */
export type Problem =
  /** `nextFree` is a port that was free when this was found out, if there was any. */
  | { readonly kind: 'portInUse'; readonly port: number; readonly nextFree: number | undefined }
  | { readonly kind: 'portForbidden'; readonly port: number; readonly nextFree: number | undefined }
  | { readonly kind: 'addressNotAvailable'; readonly address: string }
  /** The keychain that holds the password does not open. */
  | { readonly kind: 'passwordLocked' }
  /** `code` is the system's, as EMFILE. */
  | { readonly kind: 'cannotListen' | 'listenerFailed'; readonly code: string };

export interface DeviceView {
  /** The public key, in base64. */
  readonly key: string;
  readonly abbreviation: string;
  readonly from: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Abbreviations of the devices it is linked with. */
  readonly linkedWith: readonly string[];
}

/** All that the window shows. The password is not in it: it is asked for when a person wants to see it. */
export interface Snapshot {
  readonly version: string;
  readonly relay: 'starting' | 'running' | 'stopped' | 'problem';
  /** The state in a sentence, the same as in the tray. */
  readonly sentence: string;
  readonly problem: Problem | undefined;
  /** Whole addresses to type into a device, best first. */
  readonly addresses: readonly string[];
  readonly username: string;
  readonly passwordKept: Kept;
  readonly port: number;
  readonly reach: Reach;
  readonly devices: readonly DeviceView[];
  readonly setAside: SetAside | undefined;
  readonly saveProblem: string | undefined;
}

/** What may be put on the clipboard. An address is named by its place in the snapshot. */
export type Copyable =
  | { readonly kind: 'address'; readonly index: number }
  | { readonly kind: 'username' }
  | { readonly kind: 'password' }
  | { readonly kind: 'deviceKey'; readonly key: string };

/** A change that was refused leaves everything as it was, and says why. */
export type PortChange =
  | { readonly kind: 'changed' }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** What the window may ask of the main process; every answer comes as a promise. */
export interface Calls {
  /** From now on every snapshot is pushed, the present one at once. */
  watch(): void;
  startRelay(): void;
  stopRelay(): void;
  changePort(port: number): PortChange;
  /** The password in clear; undefined while the keychain is locked. */
  revealPassword(): string | undefined;
  /** Asks whether to, then makes a new password: every device needs the new one then. */
  replacePassword(): void;
  /** False when there was nothing to copy. */
  copy(what: Copyable): boolean;
  showSetAside(): void;
  dismissSetAside(): void;
}

export type CallName = keyof Calls;

/** Every call, once: a name that is missing or misspelt here does not compile. */
const NAMES: Record<CallName, true> = {
  watch: true,
  startRelay: true,
  stopRelay: true,
  changePort: true,
  revealPassword: true,
  replacePassword: true,
  copy: true,
  showSetAside: true,
  dismissSetAside: true,
};

export const CALL_NAMES = Object.keys(NAMES) as readonly CallName[];

/** The channel that snapshots are pushed on. */
export const SNAPSHOT_CHANNEL = 'snapshot';

/** What a call takes (undefined where it takes nothing) and gives. */
export type Argument<C extends CallName> = Parameters<Calls[C]>[0];
export type Answer<C extends CallName> = ReturnType<Calls[C]>;

/** What the window finds as `window.relay`. */
export type Bridge = {
  readonly [C in Exclude<CallName, 'watch'>]: (...argument: Parameters<Calls[C]>) => Promise<Answer<C>>;
} & {
  /** Calls `listener` with the present snapshot soon, then with every new one; returns the undo. */
  readonly onSnapshot: (listener: (snapshot: Snapshot) => void) => () => void;
};

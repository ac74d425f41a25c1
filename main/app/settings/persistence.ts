import type { AutostartProblem, PasswordStorage, SetAsideFile } from '../../../preload/views';
import type { Result } from '../../lib/result';
import type { KnownDeviceMap } from '../devices/knownDevice';
import type { Settings } from './settings';

// What the app needs of the computer it runs on. The desktop shell has them; tests have them in memory.

export interface LoadedValue<T> {
  readonly value: T;
  /** Set when there was something that could not be used: it was put aside, not overwritten. */
  readonly setAside: SetAsideFile | undefined;
  /** The system's sentence, when what is stored is there but cannot be had; it is not written over. */
  readonly problem: string | undefined;
}

export interface PersistedStore<T> {
  load(): LoadedValue<T>;
  /** Writes all or nothing; the problem is a sentence of the system. */
  save(value: T): Result<void, string>;
}

export type SettingsStore = PersistedStore<Settings>;
export type DeviceStore = PersistedStore<KnownDeviceMap>;

export interface PasswordStore {
  /** How the password is guarded now, or would be if it were written. */
  kept(): PasswordStorage;
  /** The password; undefined when there is none yet. */
  read(): Result<string | undefined, 'locked'>;
  save(password: string): Result<void, string>;
}

/** What the system does for the app at login. */
export interface Autostart {
  /** As the system has it: a person may change it there as well. */
  isOn(): boolean;
  /** Whether the app starts at login, and then without its window. */
  set(on: boolean, hidden: boolean): Result<void, AutostartProblem>;
}

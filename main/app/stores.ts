import type { Kept, SetAside } from '../../preload/contract';
import type { Result } from '../lib/result';
import type { Settings } from './settings';

// What the app needs of the computer it runs on. The desktop shell has them; tests have them in memory.

export interface LoadedSettings {
  readonly settings: Settings;
  /** Set when there were settings that could not be used: they were put aside, not overwritten. */
  readonly setAside: SetAside | undefined;
  /** The system's sentence, when stored settings are there but cannot be had; they are not written over. */
  readonly problem: string | undefined;
}

export interface SettingsStore {
  load(): LoadedSettings;
  /** Writes all or nothing; the problem is a sentence of the system. */
  save(settings: Settings): Result<void, string>;
}

export interface PasswordStore {
  /** How the password is guarded now, or would be if it were written. */
  kept(): Kept;
  /** The password; undefined when there is none yet. */
  read(): Result<string | undefined, 'locked'>;
  save(password: string): Result<void, string>;
}

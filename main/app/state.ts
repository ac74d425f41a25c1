import type { Kept, Problem, Reach, SetAside } from '../../preload/contract';
import type { Device } from './devices';

export type RelayStatus =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly port: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Everything that the tray and the window show, in one value. It holds no secret. */
export interface AppState {
  readonly relay: RelayStatus;
  readonly port: number;
  readonly reach: Reach;
  /** Addresses of this computer at which devices may reach it, best first; without the port. */
  readonly hosts: readonly string[];
  readonly username: string;
  readonly passwordKept: Kept;
  readonly devices: readonly Device[];
  /** A settings file that could not be used and was put aside at this start. */
  readonly setAside: SetAside | undefined;
  /** Why the settings could not be written last time. */
  readonly saveProblem: string | undefined;
}

import type { DeviceKey } from './deviceKey';
import type { Bytes } from './netstring';

/** What a device says to the relay (PROTOCOL section 3). */
export type Command =
  /** Proves the key: `signature` is 64 bytes over the challenge. */
  | { readonly kind: 'iam'; readonly signature: Bytes; readonly key: DeviceKey }
  | { readonly kind: 'connect'; readonly key: DeviceKey }
  | { readonly kind: 'disconnect'; readonly key: DeviceKey }
  | { readonly kind: 'sendData'; readonly key: DeviceKey; readonly data: Bytes };

/**
 * A command that names a key of another length than 32 bytes. It is a device that nobody has, and no reason to end the
 * connection: the reference goes on as well.
 */
export interface Misaddressed {
  readonly kind: 'misaddressed';
  readonly command: Command['kind'];
}

/** The relay never sends `DestNotPresent` today; devices have to understand it all the same. */
export type ErrorCode = 'Generic' | 'DestNotPresent';

/** What the relay says to a device (PROTOCOL section 4). */
export type RelayEvent =
  /** `challenge` is 32 random bytes. */
  | { readonly kind: 'who'; readonly challenge: Bytes }
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'connected'; readonly key: DeviceKey }
  | { readonly kind: 'disconnected'; readonly key: DeviceKey }
  /** `key` is the sender's. */
  | { readonly kind: 'data'; readonly key: DeviceKey; readonly data: Bytes }
  | { readonly kind: 'entered'; readonly key: DeviceKey }
  | { readonly kind: 'exited'; readonly key: DeviceKey }
  | { readonly kind: 'error'; readonly code: ErrorCode; readonly message: string };

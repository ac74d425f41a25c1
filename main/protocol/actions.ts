import type { DeviceKey } from './deviceKey';
import type { RelayEvent } from './messages';

/** One websocket connection, as long as it lives. Never used twice. */
export type ConnId = number & { readonly brand: 'ConnId' };

/** The relay account that a connection logged in to over HTTP; its devices see each other come and go. */
export type Account = string & { readonly brand: 'Account' };

/** What the outside has to do, in this order. */
export type RelayAction =
  | { readonly kind: 'send'; readonly to: ConnId; readonly event: RelayEvent }
  /** `device` hears Entered of all the others, and they of it. */
  | {
      readonly kind: 'enter';
      readonly account: Account;
      readonly device: PresentDevice;
      readonly others: OtherDevices;
    }
  /** The others hear Exited of `device`. */
  | {
      readonly kind: 'exit';
      readonly account: Account;
      readonly device: PresentDevice;
      readonly others: OtherDevices;
    }
  /** The connection is over for the relay; its socket is to be closed. */
  | { readonly kind: 'close'; readonly conn: ConnId; readonly why: 'replaced' | 'notAdmitted' }
  /** Something worth telling a person. */
  | { readonly kind: 'report'; readonly report: DeviceReport };

/** A device of an account that is there. */
export interface PresentDevice {
  readonly conn: ConnId;
  readonly key: DeviceKey;
}

/** Those of the same account that are there as well. */
export type OtherDevices = readonly PresentDevice[];

export type DeviceReport =
  | { readonly kind: 'authenticated'; readonly conn: ConnId; readonly key: DeviceKey }
  | { readonly kind: 'signatureRefused'; readonly conn: ConnId; readonly key: DeviceKey }
  /** It proved its key, and this key is not let in. */
  | {
      readonly kind: 'notAdmitted';
      readonly conn: ConnId;
      readonly key: DeviceKey;
      readonly why: NotAdmitted;
    }
  | { readonly kind: 'left'; readonly conn: ConnId; readonly key: DeviceKey; readonly replaced: boolean }
  | { readonly kind: 'linked'; readonly keys: readonly [DeviceKey, DeviceKey] }
  | { readonly kind: 'unlinked'; readonly keys: readonly [DeviceKey, DeviceKey] };

/** Why a device that proved its key is not let in: a person blocked it, or has not let it in yet. */
export type NotAdmitted = 'blocked' | 'unknown';

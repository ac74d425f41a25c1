import type { DeviceKey } from '../protocol/deviceKey';
import type { Account, ConnId, Relay, RelayAction } from '../protocol/relay';

// A relay may be one node of several that act as one. What the node's server and the others' devices have to do with each
// other is said here; how nodes find and tell each other is not the server's affair.

/** A device that is connected. */
export interface AccountDevice {
  readonly key: DeviceKey;
  /** For how long, in milliseconds. */
  readonly ms: number;
}

/** What whole frames carry: bytes of payload, messages, and bytes of these without the heads of frames. */
export interface FramedData {
  readonly dataBytes: number;
  readonly messages: number;
  readonly messageBytes: number;
}

/** A device at another node that is linked with one at this node. */
export interface DistantReceiver {
  /** Passes on whole frames; the memory of the pieces is theirs until it returns. */
  forward(pieces: readonly Buffer[], data: FramedData): void;
}

/** Something that data comes from, and that can be made to wait with more. */
export interface Sender {
  readonly input: { hold(): void; release(): void };
}

/** The relay of a node among others: the same events in and actions out, with links to devices elsewhere. */
export interface NodeRelay extends Relay {
  /** Whom data of the device on `conn` for `key` goes to, if they are linked and it is elsewhere. */
  distant(conn: ConnId, key: DeviceKey): DistantReceiver | undefined;
  /**
   * Calls `done`, later, when what the device on `conn` has sent to others elsewhere is passed on to them, or it has heard
   * that they are gone. False: there is nothing to wait for.
   */
  whenPassedOn(conn: ConnId, done: () => void): boolean;
  /** The devices of the account at the other nodes that answer soon. */
  devicesElsewhere(account: Account): Promise<AccountDevice[]>;
}

/** What the others ask of this node's server. */
export interface NodeHost {
  /** Carries out what other nodes' devices brought about for the one on `conn`. */
  run(actions: readonly RelayAction[], conn: ConnId): void;
  /** Passes on whole frames to the device on `conn`; `sender` is made to wait while that takes no more. */
  deliver(conn: ConnId, sender: Sender, pieces: readonly Buffer[], data: FramedData): void;
  /** A message with so many bytes of payload, from the device on `conn`, was passed on to one elsewhere: it is counted. */
  passedOn(conn: ConnId, dataBytes: number): void;
  /** The device on `conn` is not read from until it is released for the same reason. */
  hold(conn: ConnId, reason: object): void;
  release(conn: ConnId, reason: object): void;
}

/** Makes a relay one of many, before the first device comes: that of devices, and that of test devices. */
export type JoinCluster = (relay: Relay, host: NodeHost, label: 'devices' | 'tests') => NodeRelay;

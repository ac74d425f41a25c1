import type { DeviceKey } from '../protocol/deviceKey';
import type { Malformed } from '../protocol/netstring';
import type { ConnId, NotAdmitted } from '../protocol/relay';

/** Why a connection was not taken, or had to make room for a newer one before it had become a device's. */
export type CrowdedReason = 'too many connections' | 'too many from one address' | 'made room';

/** What is wrong with the credentials themselves. */
export type CredentialsProblem = 'missing' | 'malformed' | 'wrong';

/** What is against a login of one user among many, beside a wrong password. */
export type UserRefusal = 'unknown user' | 'not verified' | 'blocked user' | 'licence refused';

/** Why somebody was turned away before any websocket. `blocked`: for guessing. */
export type LoginRefusal = CredentialsProblem | UserRefusal | 'blocked' | 'foreign page';

/**
 * A device had not proved a key in time, did not take what was sent, gave no sign of life, or began a message and did
 * not end it.
 */
export type DropReason = 'not in time' | 'too slow' | 'silent' | 'unfinished';

/**
 * What happened on the relay server, as data. There is no room in it for a password, a challenge, a signature, a
 * header or payload, so none can be logged. `from` is the peer's IP address.
 */
export type ServerEvent =
  /** A TCP connection was not taken, or had to make room for another one. */
  | { readonly kind: 'crowded'; readonly from: string; readonly reason: CrowdedReason }
  | { readonly kind: 'loginRefused'; readonly from: string; readonly reason: LoginRefusal }
  /** Visited: by a test device, of which nothing else is told but how it ended. */
  | { readonly kind: 'opened' | 'testDeviceOpened'; readonly conn: ConnId; readonly from: string }
  | { readonly kind: 'authenticated'; readonly conn: ConnId; readonly key: DeviceKey; readonly from: string }
  | { readonly kind: 'signatureRefused'; readonly conn: ConnId; readonly key: DeviceKey }
  | {
      readonly kind: 'notAdmitted';
      readonly conn: ConnId;
      readonly key: DeviceKey;
      readonly from: string;
      readonly why: NotAdmitted;
    }
  /** With the bytes of payload that this connection sent and received, and the messages that it sent. */
  | {
      readonly kind: 'left';
      readonly conn: ConnId;
      readonly key: DeviceKey;
      readonly replaced: boolean;
      readonly sent: number;
      readonly received: number;
      readonly messages: number;
    }
  | { readonly kind: 'linked' | 'unlinked'; readonly keys: readonly [DeviceKey, DeviceKey] }
  | { readonly kind: 'malformed'; readonly conn: ConnId; readonly reason: Malformed | 'text message' }
  | { readonly kind: 'givenUp'; readonly conn: ConnId; readonly why: DropReason }
  /** `code` is the websocket close code; 1006 when the peer just vanished. */
  | { readonly kind: 'closed'; readonly conn: ConnId; readonly code: number }
  /** One peer's socket failed (`code` as ECONNRESET); the others go on. */
  | { readonly kind: 'socketFailed'; readonly from: string; readonly code: string }
  /** A peer and this relay found no common TLS (`code` of OpenSSL or the system). */
  | { readonly kind: 'tlsFailed'; readonly from: string; readonly code: string }
  /** The listening socket itself failed after it had started. */
  | { readonly kind: 'listenerFailed'; readonly code: string };

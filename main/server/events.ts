import type { DeviceKey } from '../protocol/deviceKey';
import type { Malformed } from '../protocol/netstring';
import type { ConnId, Fact } from '../protocol/relay';
import type { LoginRefusal } from './credentials';

/**
 * What happened on the relay server, as data. There is no room in it for a password, a challenge, a signature, a
 * header or payload, so none can be logged. `from` is the peer's IP address.
 */
export type ServerEvent =
  | { readonly kind: 'loginRefused'; readonly from: string; readonly reason: LoginRefusal }
  | { readonly kind: 'opened'; readonly conn: ConnId; readonly from: string }
  | { readonly kind: 'authenticated'; readonly conn: ConnId; readonly key: DeviceKey; readonly from: string }
  | Exclude<Fact, { kind: 'authenticated' }>
  | { readonly kind: 'malformed'; readonly conn: ConnId; readonly reason: Malformed | 'text message' }
  /** `code` is the websocket close code; 1006 when the peer just vanished. */
  | { readonly kind: 'closed'; readonly conn: ConnId; readonly code: number }
  /** One peer's socket failed (`code` as ECONNRESET); the others go on. */
  | { readonly kind: 'socketFailed'; readonly from: string; readonly code: string }
  /** The listening socket itself failed after it had started. */
  | { readonly kind: 'listenerFailed'; readonly code: string };

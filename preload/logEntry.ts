import type { AdvertiseProblem, Problem } from './views';

// The log as data: typed events without room for a password, challenge, signature, header or payload, so that none can
// be shown, written or exported. Text is made at the edge.

export type LogLevel = 'detail' | 'info' | 'warning' | 'error';

/** What happened. `key` is a device's public key in base64, `from` an IP address, `code` the system's. */
export type LogEvent =
  | { readonly kind: 'started'; readonly port: number; readonly tls: boolean }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'notStarted'; readonly problem: Problem }
  | { readonly kind: 'crowded'; readonly from: string; readonly reason: CrowdedReason }
  | { readonly kind: 'loginRefused'; readonly from: string; readonly reason: LoginRefusal }
  /** Visited: by a test device. */
  | { readonly kind: 'opened' | 'testDeviceOpened'; readonly conn: number; readonly from: string }
  | { readonly kind: 'authenticated'; readonly conn: number; readonly key: string; readonly from: string }
  | { readonly kind: 'signatureRefused'; readonly conn: number; readonly key: string }
  | {
      readonly kind: 'notAdmitted';
      readonly conn: number;
      readonly key: string;
      readonly from: string;
      readonly why: NotAdmitted;
    }
  | { readonly kind: 'left'; readonly conn: number; readonly key: string; readonly replaced: boolean }
  | { readonly kind: 'linked' | 'unlinked'; readonly keys: readonly [string, string] }
  /** `key` sent so many bytes, and they were passed on; then it paused. */
  | { readonly kind: 'delivered'; readonly key: string; readonly bytes: number }
  | { readonly kind: 'quiet' }
  | { readonly kind: 'silent'; readonly key: string; readonly minutes: number }
  | { readonly kind: 'malformed'; readonly conn: number; readonly reason: string }
  | { readonly kind: 'givenUp'; readonly conn: number; readonly why: DropReason }
  | { readonly kind: 'closed'; readonly conn: number; readonly code: number }
  | { readonly kind: 'socketFailed' | 'tlsFailed'; readonly from: string; readonly code: string }
  | { readonly kind: 'listenerFailed'; readonly code: string }
  | { readonly kind: 'advertised'; readonly name: string }
  | { readonly kind: 'advertisingFailed'; readonly trouble: AdvertiseProblem }
  /** So many more of what strangers can cause happened within the minute, beyond what is written of them. */
  | { readonly kind: 'more'; readonly count: number };

export type CrowdedReason = 'too many connections' | 'too many from one address' | 'made room';
export type LoginRefusal =
  | 'missing'
  | 'malformed'
  | 'wrong'
  | 'unknown user'
  | 'not verified'
  | 'blocked user'
  | 'licence refused'
  | 'blocked'
  | 'foreign page';
export type DropReason = 'not in time' | 'too slow' | 'silent' | 'unfinished';
export type NotAdmitted = 'blocked' | 'unknown';

export interface LogEntry {
  /** Rises by one with each entry. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly level: LogLevel;
  readonly event: LogEvent;
}

/** How many entries are kept in memory: the oldest goes when one more comes. */
export const MAX_ENTRIES = 100_000;

/** What is pushed to the window while it watches the log. */
export interface LogUpdate {
  /** Forget what came before: the log was cleared, or it is sent from its beginning. */
  readonly anew: boolean;
  /** In order. */
  readonly entries: readonly LogEntry[];
}

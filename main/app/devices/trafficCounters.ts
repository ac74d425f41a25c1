import { BAR_MS, BARS } from '../../../preload/views';
import type { DeviceKey } from '../../protocol/deviceKey';
import type { ConnId } from '../../protocol/relay';

/** What passed between one device and the others since the app started; bytes of payload. */
export interface DeviceTraffic {
  readonly sent: number;
  readonly received: number;
  /** Bytes both ways in each of the last spans, the oldest first. */
  readonly bars: readonly number[];
  /** When something last came from it, in milliseconds since 1970; undefined before the first time. */
  readonly lastSent: number | undefined;
}

export const NO_TRAFFIC: DeviceTraffic = {
  sent: 0,
  received: 0,
  bars: Array.from({ length: BARS }, () => 0),
  lastSent: undefined,
};

/** Far more than a household has devices; who passed something longest ago makes room. */
export const MAX_ACCOUNTS = 1_000;

/** Sums up what connections count, by device. */
export interface TrafficCounters {
  /** What a connection has counted in all so far. Gives the bytes sent and received since it was last told. */
  count(conn: ConnId, key: DeviceKey, counted: Counted, now: number): Counted;
  /** The connection is over, after its last count. */
  closed(conn: ConnId): void;
  of(key: DeviceKey, now: number): DeviceTraffic;
  forget(key: DeviceKey): void;
  /** A new server counts its connections from one again. */
  reset(): void;
}

export interface Counted {
  readonly sent: number;
  readonly received: number;
}

interface Account {
  sent: number;
  received: number;
  lastSent: number | undefined;
  /** Bytes by span, the number of BAR_MS since 1970. */
  readonly spans: Map<number, number>;
}

export function createTrafficCounters(): TrafficCounters {
  const accounts = new Map<DeviceKey, Account>();
  const counts = new Map<ConnId, Counted>();

  /** The account, put last: the map is in the order of use. */
  function accountOf(key: DeviceKey): Account {
    const account = accounts.get(key) ?? { sent: 0, received: 0, lastSent: undefined, spans: new Map() };
    accounts.delete(key);
    accounts.set(key, account);
    const [oldest] = accounts.keys();
    if (accounts.size > MAX_ACCOUNTS && oldest !== undefined) accounts.delete(oldest);
    return account;
  }

  return {
    count(conn, key, { sent, received }, now) {
      const before = counts.get(conn) ?? { sent: 0, received: 0 };
      const more = { sent: sent - before.sent, received: received - before.received };
      counts.set(conn, { sent, received });
      if (more.sent + more.received === 0) return more;
      const account = accountOf(key);
      account.sent += more.sent;
      account.received += more.received;
      if (more.sent > 0) account.lastSent = now;
      const span = Math.floor(now / BAR_MS);
      account.spans.set(span, (account.spans.get(span) ?? 0) + more.sent + more.received);
      for (const old of account.spans.keys()) if (old <= span - BARS) account.spans.delete(old);
      return more;
    },
    closed: (conn) => void counts.delete(conn),
    of(key, now) {
      const account = accounts.get(key);
      if (!account) return NO_TRAFFIC;
      const first = Math.floor(now / BAR_MS) - BARS + 1;
      const bars = Array.from({ length: BARS }, (_, index) => account.spans.get(first + index) ?? 0);
      return { sent: account.sent, received: account.received, bars, lastSent: account.lastSent };
    },
    forget: (key) => void accounts.delete(key),
    reset: () => counts.clear(),
  };
}

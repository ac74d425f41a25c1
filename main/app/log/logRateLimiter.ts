import type { LogEvent } from '../../../preload/logEntry';
import { unreachable } from '../../lib/unreachable';

/** So many events are told in a minute of what anybody without the password causes, and as many of other groups. */
const MAX_PER_MINUTE = 60;
/** And of each device. One that comes, is linked, delivers and goes makes seven. */
const MAX_PER_DEVICE = 30;
/** So many devices have a budget of their own; the others share one. Who has the password can make up keys without end. */
const MAX_DEVICES = 100;
const MINUTE_MS = 60_000;
const LATE_MS = 50;

/** Who pays for an event: those without the password, those that proved no key, a device, or the relay itself. */
type Payer = 'outside' | 'unproven' | { readonly key: string } | undefined;

/** What was seen of a payer's events in this minute, and what of it may be told. */
interface Budget {
  readonly most: number;
  seen: number;
}

/** A device's budget stays its own for as long as it is connected. */
interface DeviceBudget extends Budget {
  connections: number;
}

/**
 * Passes events on to `tell` so that nobody can fill a log, or push out of it what others did. Of what one group, or one
 * device, causes within a minute a bounded number is told, and when it is over the number of the rest, as an event
 * `more`. `now` gives milliseconds since 1970.
 */
export function createLogRateLimiter(
  notify: (event: LogEvent) => void,
  now: () => number,
): (event: LogEvent) => void {
  const groups = { outside: budget(), unproven: budget(), otherDevices: budget() };
  const devices = new Map<string, DeviceBudget>();
  /** Whose the open connections are that proved a key. */
  const keys = new Map<number, string>();
  let since = 0;
  let untold = 0;

  function beginMinute(): void {
    if (now() - since < MINUTE_MS) return;
    since = now();
    for (const group of Object.values(groups)) group.seen = 0;
    for (const [key, device] of devices) {
      device.seen = 0;
      if (device.connections === 0) devices.delete(key);
    }
    const count = untold;
    untold = 0;
    if (count > 0) notify({ kind: 'more', count });
  }

  function deviceBudget(key: string): Budget {
    const known = devices.get(key);
    if (known) return known;
    if (devices.size >= MAX_DEVICES) return groups.otherDevices;
    const own = { most: MAX_PER_DEVICE, seen: 0, connections: 0 };
    devices.set(key, own);
    return own;
  }

  function budgetOf(event: LogEvent): Budget | undefined {
    const payer = payerOf(event, keys);
    if (payer === undefined) return undefined;
    return typeof payer === 'string' ? groups[payer] : deviceBudget(payer.key);
  }

  function spend(from: Budget): boolean {
    from.seen += 1;
    if (from.seen <= from.most) return true;
    // The number is told even if nothing follows; a little late, since timers go by another clock.
    if (untold === 0) setTimeout(beginMinute, since + MINUTE_MS - now() + LATE_MS).unref();
    untold += 1;
    return false;
  }

  function count(conn: number, change: 1 | -1): void {
    const device = devices.get(keys.get(conn) ?? '');
    if (device) device.connections += change;
  }

  return (event) => {
    beginMinute();
    const from = budgetOf(event);
    if (from === undefined || spend(from)) notify(event);
    if (event.kind === 'authenticated') {
      keys.set(event.conn, event.key);
      count(event.conn, 1);
    } else if (event.kind === 'closed') {
      count(event.conn, -1);
      keys.delete(event.conn);
    } else if (event.kind === 'started') {
      // Another relay numbers its connections anew.
      keys.clear();
      for (const device of devices.values()) device.connections = 0;
    }
  };
}

const budget = (): Budget => ({ most: MAX_PER_MINUTE, seen: 0 });

function payerOf(event: LogEvent, keys: ReadonlyMap<number, string>): Payer {
  switch (event.kind) {
    case 'crowded':
    case 'loginRefused':
    case 'tlsFailed':
    case 'socketFailed':
      return 'outside';
    case 'opened':
    case 'testDeviceOpened':
    case 'signatureRefused':
    case 'notAdmitted':
      return 'unproven';
    case 'malformed':
    case 'givenUp':
    case 'closed': {
      const key = keys.get(event.conn);
      return key === undefined ? 'unproven' : { key };
    }
    case 'authenticated':
    case 'left':
    case 'delivered':
    case 'silent':
      return { key: event.key };
    case 'linked':
    case 'unlinked':
      return { key: event.keys[0] };
    case 'quiet':
    case 'started':
    case 'stopped':
    case 'notStarted':
    case 'listenerFailed':
    case 'advertised':
    case 'advertisingFailed':
    case 'more':
      return undefined;
    default:
      return unreachable(event);
  }
}

import type { NodeId } from './nodeId';

/**
 * When a device logged in, as all nodes order it: of two connections of one device the one with the greater stamp is the
 * newer. A whole number: microseconds since 1970, or more where another node is ahead.
 */
export type Stamp = number & { readonly brand: 'Stamp' };

/** A device's login at a node. */
export interface Login {
  readonly node: NodeId;
  readonly stamp: Stamp;
}

/** All nodes order two logins of one device alike, also those of the same moment. */
export const isNewer = (one: Login, other: Login): boolean =>
  one.stamp > other.stamp || (one.stamp === other.stamp && one.node > other.node);

/** Gives stamps that rise, and are behind all that were seen: clocks that differ come together (a hybrid logical clock). */
export interface StampClock {
  next(): Stamp;
  /** Another node has come this far. */
  saw(stamp: Stamp): void;
  /** The latest that was given or seen. */
  readonly last: Stamp;
  /** What this computer's clock says, whatever was given or seen. */
  readonly time: Stamp;
}

const PER_MS = 1_000;

/** Whole milliseconds from one to the other; none where the clock of who gave it is ahead. */
export const msSince = (stamp: Stamp, now: Stamp): number => Math.max(0, Math.floor((now - stamp) / PER_MS));

/** A clock that is further ahead is wrong, and is not followed: an hour. */
const MAX_AHEAD = 60 * 60_000 * PER_MS;

/** `now` gives milliseconds since 1970, and parts of them. */
export function createStampClock(now: () => number): StampClock {
  let last = 0;
  return {
    next() {
      last = Math.max(last + 1, Math.floor(now() * PER_MS));
      return last as Stamp;
    },
    saw(stamp) {
      if (stamp > last && stamp - now() * PER_MS < MAX_AHEAD) last = stamp;
    },
    get last() {
      return last as Stamp;
    },
    get time() {
      return Math.floor(now() * PER_MS) as Stamp;
    },
  };
}

/** The system's clock tells whole milliseconds, and may be put right; the other one tells parts of them, and drifts. */
const MOST_DRIFT_MS = 20;

let origin = performance.timeOrigin;

/** Milliseconds since 1970, and parts of them. */
export function preciseNow(): number {
  const drift = Date.now() - origin - performance.now();
  if (Math.abs(drift) > MOST_DRIFT_MS) origin += drift;
  return origin + performance.now();
}

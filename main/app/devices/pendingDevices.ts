import type { DeviceKey } from '../../protocol/deviceKey';
import { addressGroup } from '../../server/network/address';

/** A device that proved its key while only known ones may connect. It is not written anywhere. */
export interface PendingDevice {
  readonly key: DeviceKey;
  readonly from: string;
  /** When it asked last, in milliseconds since 1970. */
  readonly at: number;
}

/**
 * So many wait at most: from one address (one /64 of IPv6), and in all. Who is on the list stays, so that keys that are
 * made up push nobody off it; and a list that is full from one address has room for those of others.
 */
const MAX_FROM_ONE = 20;
const MAX_WAITING = 60;

/** So many that found no room are told apart. */
export const MAX_COUNTED = 1_000;

export interface PendingDevices {
  /** In the order in which they came; the same list until something changes. */
  all(): readonly PendingDevice[];
  /** How many more asked and found no room, counted up to MAX_COUNTED. */
  more(): number;
  get(key: DeviceKey): PendingDevice | undefined;
  /** True when it stands on the list as of now, and did not before. */
  add(one: PendingDevice): boolean;
  delete(key: DeviceKey): void;
}

export function createPendingDevices(): PendingDevices {
  const listed = new Map<DeviceKey, PendingDevice>();
  const unlisted = new Set<DeviceKey>();
  let all: readonly PendingDevice[] | undefined;

  const hasRoom = ({ from }: PendingDevice): boolean => {
    const near = addressGroup(from);
    const fromThere = [...listed.values()].filter((other) => addressGroup(other.from) === near);
    return listed.size < MAX_WAITING && fromThere.length < MAX_FROM_ONE;
  };

  return {
    all() {
      all ??= [...listed.values()];
      return all;
    },
    more: () => unlisted.size,
    get: (key) => listed.get(key),
    add(one) {
      const isNew = !listed.has(one.key);
      if (isNew && !hasRoom(one)) {
        if (unlisted.size < MAX_COUNTED) unlisted.add(one.key);
        return false;
      }
      unlisted.delete(one.key);
      listed.set(one.key, one);
      all = undefined;
      return isNew;
    },
    delete(key) {
      unlisted.delete(key);
      if (listed.delete(key)) all = undefined;
    },
  };
}

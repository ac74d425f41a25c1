import type { DeviceKey } from '../../protocol/deviceKey';
import { isPinned, type KnownDevice, type KnownDeviceMap } from './knownDevice';

/**
 * So many are known that are neither connected nor decided on. Far more than a household has; who has the password could
 * make up keys without end.
 */
export const MAX_UNDECIDED = 1_000;

/** Who was not seen for so long makes room before all others, in milliseconds: a year. */
const LONG_AGO_MS = 365 * 24 * 60 * 60_000;

/** The known devices, to be changed. Who is connected, and what a person decided, is never dropped. */
export interface KnownDeviceTable {
  get(key: DeviceKey): KnownDevice | undefined;
  /** As it is now; the same map until something changes. */
  present(): KnownDeviceMap;
  /** The device is connected from now on. Times are milliseconds since 1970. */
  came(key: DeviceKey, from: string, at: number): void;
  left(key: DeviceKey, at: number): void;
  /** Nobody is connected any more. */
  allLeft(): void;
  /** One that is not known yet, for a person decides on it. */
  enter(device: KnownDevice): void;
  /** Nothing for a device that is not known. */
  change(key: DeviceKey, change: Partial<KnownDevice>): void;
  forget(key: DeviceKey): void;
}

/** `now` is milliseconds since 1970. */
export function createKnownDeviceTable(stored: KnownDeviceMap, now: number): KnownDeviceTable {
  const devices = new Map(stored);
  const here = new Set<DeviceKey>();
  /** Those that make room when there are too many. */
  const undecided = new Map([...stored].filter(([, device]) => !isPinned(device)));
  let present: KnownDeviceMap | undefined = stored;
  makeRoom(now);

  function put(device: KnownDevice, at: number): void {
    const { key } = device;
    devices.set(key, device);
    present = undefined;
    if (here.has(key) || isPinned(device)) {
      undecided.delete(key);
    } else {
      undecided.set(key, device);
      makeRoom(at);
    }
  }

  function drop(key: DeviceKey): void {
    undecided.delete(key);
    if (devices.delete(key)) present = undefined;
  }

  function makeRoom(at: number): void {
    while (undecided.size > MAX_UNDECIDED) {
      const next = nextToGo(undecided.values(), at - LONG_AGO_MS);
      if (!next) return;
      drop(next.key);
    }
  }

  return {
    get: (key) => devices.get(key),
    present() {
      present ??= new Map(devices);
      return present;
    },
    came(key, from, at) {
      here.add(key);
      const known = devices.get(key) ?? { key, firstSeen: at, blocked: false, letIn: false };
      put({ ...known, lastSeen: at, lastFrom: from }, at);
    },
    left(key, at) {
      here.delete(key);
      const known = devices.get(key);
      if (known) put({ ...known, lastSeen: at }, at);
    },
    allLeft() {
      const [...keys] = here;
      here.clear();
      for (const key of keys) {
        const known = devices.get(key);
        if (known) put(known, known.lastSeen);
      }
    },
    enter: (device) => put(device, device.lastSeen),
    change(key, change) {
      const known = devices.get(key);
      if (known) put({ ...known, ...change }, known.lastSeen);
    },
    forget: drop,
  };
}

/**
 * The one that came first most recently, so that keys made up now displace no device that was known before; but first the
 * one that was seen longest ago, if that is before `longAgo`.
 */
function nextToGo(devices: Iterable<KnownDevice>, longAgo: number): KnownDevice | undefined {
  let newest: KnownDevice | undefined;
  let oldest: KnownDevice | undefined;
  for (const device of devices) {
    if (newest === undefined || device.firstSeen >= newest.firstSeen) newest = device;
    if (oldest === undefined || device.lastSeen < oldest.lastSeen) oldest = device;
  }
  return oldest && oldest.lastSeen < longAgo ? oldest : newest;
}

import {
  abbreviate,
  type DeviceView,
  type HiddenCounts,
  type PendingDeviceView,
} from '../../../preload/views';
import type { AppState } from '../state';
import type { Device } from './devices';
import { isPinned, type KnownDevice } from './knownDevice';

/**
 * So many of the connected devices are shown at most, and so many of the others. Far more than a household has: who has
 * the password could make up keys without end, and each row costs the window time.
 */
export const MAX_ROWS = 100;

/** Rows of devices that there can be in the window at all, waiting ones aside. */
export const MAX_KNOWN_ROWS = 2 * MAX_ROWS;

/** What the window shows of the devices; whatever others make up, it is no more than it can bear. */
export interface DeviceViews {
  /** The connected ones first, in order of arrival; then the others, the last seen first. */
  readonly devices: readonly DeviceView[];
  readonly waiting: readonly PendingDeviceView[];
  readonly unshown: HiddenCounts;
}

export function deviceViews({ settings, devices, known, waiting, moreWaiting }: AppState): DeviceViews {
  const here = new Set(devices.map(({ key }) => key));
  const decided = ({ key }: Device): boolean => {
    const entry = known.get(key);
    return entry !== undefined && isPinned(entry);
  };
  const others = [...known.values()]
    .filter(({ key }) => !here.has(key))
    .sort((a, b) => b.lastSeen - a.lastSeen);
  const connected = limitRows(MAX_ROWS, devices, decided);
  const absent = limitRows(MAX_ROWS, others, isPinned);
  // Once everybody may come in, nobody waits.
  const waits = settings.onlyKnown ? waiting : [];
  return {
    devices: [
      ...connected.map((device) => connectedView(device, known.get(device.key)?.name)),
      ...absent.map(absentView),
    ],
    waiting: waits.map((device) => ({ ...device, abbreviation: abbreviate(device.key) })),
    unshown: {
      connected: devices.length - connected.length,
      others: others.length - absent.length,
      waiting: settings.onlyKnown ? moreWaiting : 0,
    },
  };
}

/** `most` of them at most, those that `matter` before all others; in the order that they had. */
export function limitRows<T>(most: number, all: readonly T[], matter: (one: T) => boolean): readonly T[] {
  if (all.length <= most) return all;
  const chosen = new Set(all.filter(matter).slice(0, most));
  for (const one of all) {
    if (chosen.size === most) break;
    chosen.add(one);
  }
  return all.filter((one) => chosen.has(one));
}

function connectedView(device: Device, name: string | undefined): DeviceView {
  const { key, from, since, linkedWith, silentSince, traffic } = device;
  const { sent, received, bars } = traffic;
  return {
    kind: 'connected',
    ...{ key, abbreviation: abbreviate(key), name, from },
    ...{ since, linkedWith, silentSince, sent, received, bars },
  };
}

function absentView({ key, name, lastSeen, lastFrom, blocked, turnedAway }: KnownDevice): DeviceView {
  const head = { key, abbreviation: abbreviate(key), name, from: lastFrom, lastSeen };
  return blocked ? { kind: 'blocked', ...head, turnedAway } : { kind: 'away', ...head };
}

import type { DeviceKey } from '../../protocol/deviceKey';
import type { ConnId } from '../../protocol/relay';
import type { ServerEvent } from '../../server/events';
import { type DeviceTraffic, NO_TRAFFIC } from './trafficCounters';

/** A device that is connected now. Times are milliseconds since 1970. */
export interface Device {
  readonly key: DeviceKey;
  readonly conn: ConnId;
  readonly from: string;
  readonly since: number;
  readonly linkedWith: readonly DeviceKey[];
  /** Since when it has been linked with one device or another; undefined while it is with none. */
  readonly linkedSince: number | undefined;
  /** Set to `linkedSince` when it has been linked for long without having sent anything. */
  readonly silentSince: number | undefined;
  readonly traffic: DeviceTraffic;
}

/** The connected devices after an event, in order of arrival. */
export function devicesAfter(devices: readonly Device[], event: ServerEvent, now: number): readonly Device[] {
  switch (event.kind) {
    case 'authenticated': {
      const { key, conn, from } = event;
      const here = { since: now, linkedWith: [], linkedSince: undefined, silentSince: undefined };
      return [...devices, { key, conn, from, ...here, traffic: NO_TRAFFIC }];
    }
    case 'left':
      return devices.filter((device) => device.conn !== event.conn);
    case 'linked':
      return changeLinks(devices, event.keys, now, (links, other) => [...links, other]);
    case 'unlinked':
      return changeLinks(devices, event.keys, now, (links, other) => links.filter((key) => key !== other));
    default:
      return devices;
  }
}

/** Changes the links of both devices of a pair, each with regard to the other. */
const changeLinks = (
  devices: readonly Device[],
  [a, b]: readonly [DeviceKey, DeviceKey],
  now: number,
  change: (links: readonly DeviceKey[], other: DeviceKey) => readonly DeviceKey[],
): readonly Device[] =>
  devices.map((device) => {
    if (device.key !== a && device.key !== b) return device;
    const linkedWith = change(device.linkedWith, device.key === a ? b : a);
    if (linkedWith.length === 0) {
      return { ...device, linkedWith, linkedSince: undefined, silentSince: undefined };
    }
    return { ...device, linkedWith, linkedSince: device.linkedSince ?? now };
  });

import type { DeviceKey } from '../protocol/deviceKey';
import type { ServerEvent } from '../server/events';

/** A device that is connected now. */
export interface Device {
  readonly key: DeviceKey;
  readonly from: string;
  /** When it came, in milliseconds since 1970. */
  readonly since: number;
  readonly linkedWith: readonly DeviceKey[];
}

/** The connected devices after an event, in order of arrival. */
export function devicesAfter(devices: readonly Device[], event: ServerEvent, now: number): readonly Device[] {
  switch (event.kind) {
    case 'authenticated':
      return [...devices, { key: event.key, from: event.from, since: now, linkedWith: [] }];
    case 'left':
      return devices.filter((device) => device.key !== event.key);
    case 'linked': {
      const [a, b] = event.keys;
      return changeLinks(devices, (device) => {
        if (device.key === a) return [...device.linkedWith, b];
        return device.key === b ? [...device.linkedWith, a] : device.linkedWith;
      });
    }
    case 'unlinked': {
      const [a, b] = event.keys;
      return changeLinks(devices, (device) =>
        device.key === a || device.key === b
          ? device.linkedWith.filter((key) => key !== a && key !== b)
          : device.linkedWith,
      );
    }
    default:
      return devices;
  }
}

const changeLinks = (devices: readonly Device[], links: (device: Device) => readonly DeviceKey[]) =>
  devices.map((device) => ({ ...device, linkedWith: links(device) }));

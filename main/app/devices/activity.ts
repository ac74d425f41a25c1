import type { LogEvent } from '../../../preload/logEntry';
import type { Activity } from '../../../preload/views';
import type { DeviceKey } from '../../protocol/deviceKey';
import type { ConnId } from '../../protocol/relay';
import type { Traffic } from '../../server/dataPath/sending/peer';
import type { Device } from './devices';
import { type Counted, createTrafficCounters, type DeviceTraffic } from './trafficCounters';

/** So long after the last byte it still counts as passing, in milliseconds. */
const PASSING_MS = 3_000;

/** A device that has been linked for so long without sending anything is silent, in milliseconds. */
export const SILENT_MS = 15 * 60_000;

/** What was seen at a look: the devices with their traffic, what goes on, and what is worth a line of the log. */
export interface ActivityReport {
  /** The same array when nothing about the devices changed. */
  readonly devices: readonly Device[];
  readonly activity: Activity;
  readonly events: readonly LogEvent[];
}

/** Watches what passes between devices, by looking at the connections' counters now and then. */
export interface ActivityWatch {
  look(devices: readonly Device[], traffic: readonly Traffic[], now: number): ActivityReport;
  /** A connection ended, with all that it had counted. */
  left(conn: ConnId, key: DeviceKey, counted: Counted, now: number): void;
  forget(key: DeviceKey): void;
  /** Another server counts from now on. */
  reset(): void;
}

export function createActivityWatch(): ActivityWatch {
  const counters = createTrafficCounters();
  /** What devices have sent since they last paused. */
  const bursts = new Map<DeviceKey, { bytes: number; last: number }>();
  /** Connections whose silence was told, by the link that it began with. */
  const toldSilent = new Map<ConnId, number>();
  let lastData: number | undefined;
  let wasPassing = false;

  function count(conn: ConnId, key: DeviceKey, counted: Counted, now: number): void {
    const { sent, received } = counters.count(conn, key, counted, now);
    if (sent + received > 0) lastData = now;
    if (sent > 0) bursts.set(key, { bytes: (bursts.get(key)?.bytes ?? 0) + sent, last: now });
  }

  function endedBursts(now: number): LogEvent[] {
    const ended = [...bursts].filter(([, { last }]) => now - last >= PASSING_MS);
    for (const [key] of ended) bursts.delete(key);
    return ended.map(([key, { bytes }]) => ({ kind: 'delivered', key, bytes }));
  }

  function silence(device: Device, now: number): { since: number | undefined; event: LogEvent | undefined } {
    const { conn, key, linkedSince } = device;
    const lastSent = counters.of(key, now).lastSent ?? -1;
    if (linkedSince === undefined || now - linkedSince < SILENT_MS || lastSent >= linkedSince) {
      return { since: undefined, event: undefined };
    }
    if (toldSilent.get(conn) === linkedSince) return { since: linkedSince, event: undefined };
    toldSilent.set(conn, linkedSince);
    const minutes = Math.round((now - linkedSince) / 60_000);
    return { since: linkedSince, event: { kind: 'silent', key, minutes } };
  }

  function activityOf(devices: readonly Device[], traffic: readonly Traffic[], now: number): Activity {
    if (devices.every(({ linkedWith }) => linkedWith.length === 0)) return { kind: 'unlinked' };
    if (lastData !== undefined && now - lastData < PASSING_MS) return { kind: 'passing' };
    if (traffic.some(({ waiting }) => waiting > 0)) return { kind: 'waiting' };
    return lastData === undefined ? { kind: 'nothingYet' } : { kind: 'quiet', since: lastData };
  }

  return {
    look(devices, traffic, now) {
      for (const { conn, key, sent, received } of traffic) count(conn, key, { sent, received }, now);
      const events = endedBursts(now);
      let changed = false;
      const looked = devices.map((device) => {
        const seen = counters.of(device.key, now);
        const { since, event } = silence(device, now);
        if (event) events.push(event);
        if (isSame(device.traffic, seen) && device.silentSince === since) return device;
        changed = true;
        return { ...device, traffic: seen, silentSince: since };
      });
      const activity = activityOf(devices, traffic, now);
      if (wasPassing && activity.kind === 'quiet') events.push({ kind: 'quiet' });
      wasPassing = activity.kind === 'passing' || (wasPassing && activity.kind === 'waiting');
      return { devices: changed ? looked : devices, activity, events };
    },
    left(conn, key, counted, now) {
      count(conn, key, counted, now);
      // It pauses for good: the next look tells what it sent, however long after.
      const burst = bursts.get(key);
      if (burst) burst.last = now - PASSING_MS;
      counters.closed(conn);
      toldSilent.delete(conn);
    },
    forget(key) {
      counters.forget(key);
      bursts.delete(key);
    },
    reset() {
      counters.reset();
      toldSilent.clear();
    },
  };
}

const isSame = (a: DeviceTraffic, b: DeviceTraffic): boolean =>
  a.sent === b.sent && a.received === b.received && a.bars.every((bytes, index) => bytes === b.bars[index]);

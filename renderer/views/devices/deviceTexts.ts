import type { Formats, Texts } from '../../../main/texts';
import type { Activity, DeviceView, Snapshot } from '../../../preload/views';
import { countConnected } from '../../components/countConnected';
import { shortenName } from './splitName';

/** So many linked devices are named; the others are counted. */
const NAMED = 3;

export const nameOf = (t: Texts, device: { readonly name: string | undefined }): string =>
  device.name ?? t.common.unnamedDevice;

/** The names of the devices that one is linked with, "A, B, C and 4 others"; empty for none. */
export function linkedNames(
  t: Texts,
  f: Formats,
  keys: readonly string[],
  byKey: ReadonlyMap<string, DeviceView>,
): string {
  const names = keys.map((key) => {
    const other = byKey.get(key);
    return shortenName(other?.name ?? other?.abbreviation ?? t.common.unnamedDevice);
  });
  // Two more take no more room than "2 others".
  if (names.length <= NAMED + 1) return f.list(names);
  return f.list([...names.slice(0, NAMED), t.devices.others(names.length - NAMED)]);
}

const isToday = (at: number, now: number) => new Date(at).toDateString() === new Date(now).toDateString();

/** "today at 07:55", "3 November". */
export const when = (t: Texts, f: Formats, at: number, now: number): string =>
  isToday(at, now) ? t.devices.todayAt(f.time(at)) : t.devices.onDay(f.day(at, now));

/** "192.168.1.40, here since 07:55". */
export const hereSince = (t: Texts, f: Formats, from: string, since: number, now: number): string =>
  isToday(since, now)
    ? t.devices.here.time(from, f.time(since))
    : t.devices.here.day(from, f.day(since, now));

/** What is true of the devices now, in a sentence. */
export function stateOfDevices(t: Texts, f: Formats, snapshot: Snapshot, now: number): string {
  const connected = countConnected(snapshot);
  if (connected > 0) {
    return t.devices.connected(connected, describe(t, f, snapshot.activity, connected, now));
  }
  const { running, starting, off } = t.devices.nobody;
  return snapshot.relay === 'running' ? running : snapshot.relay === 'starting' ? starting : off;
}

function describe(t: Texts, f: Formats, activity: Activity, connected: number, now: number): string {
  const { alone, unlinked, nothingYet, passing, waiting, quiet } = t.devices.activity;
  switch (activity.kind) {
    case 'unlinked':
      return connected === 1 ? alone : unlinked;
    case 'nothingYet':
      return nothingYet;
    case 'passing':
      return passing;
    case 'waiting':
      return waiting;
    case 'quiet':
      return quiet(f.duration(now - activity.since));
  }
}

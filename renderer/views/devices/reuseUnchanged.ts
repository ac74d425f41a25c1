import type { DeviceView } from '../../../preload/views';

/**
 * The devices as they are now, where those that did not change are the same objects as before: every snapshot comes as
 * a copy, and a row is drawn again only for another object.
 */
export function reuseUnchanged(
  before: readonly DeviceView[],
  now: readonly DeviceView[],
): readonly DeviceView[] {
  const known = new Map(before.map((device) => [device.key, device]));
  return now.map((device) => {
    const old = known.get(device.key);
    return old && JSON.stringify(old) === JSON.stringify(device) ? old : device;
  });
}

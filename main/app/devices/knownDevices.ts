import type { Clock } from '../../lib/clock';
import type { Dispose } from '../../lib/observable';
import type { DeviceKey } from '../../protocol/deviceKey';
import type { AdmitDevice } from '../../protocol/relay';
import type { ServerEvent } from '../../server/events';
import type { DeviceStore } from '../settings/persistence';
import type { KnownDevice, KnownDeviceMap } from './knownDevice';
import { createKnownDeviceTable } from './knownDeviceTable';
import { createPendingDevices, type PendingDevice } from './pendingDevices';
import { createUpdateThrottle } from './updateThrottle';

/** Changes that come by themselves are gathered for so long before they are written, in milliseconds. */
const SAVE_MS = 2_000;

export interface KnownDevicesDependencies {
  readonly store: DeviceStore;
  /** As they were loaded. */
  readonly devices: KnownDeviceMap;
  readonly clock: Clock;
  readonly onlyKnown: () => boolean;
  /** The known devices, those who wait, or why they could not be saved (undefined: they were) changed. */
  readonly onChange: (saveError: string | undefined) => void;
}

/** The devices that were here before, and who is let in. */
export interface KnownDevices {
  devices(): KnownDeviceMap;
  waiting(): readonly PendingDevice[];
  /** How many more found no room among those. */
  moreWaiting(): number;
  readonly admit: AdmitDevice;
  knows(key: DeviceKey): boolean;
  /** Takes note of who came, or tried to. */
  handleEvent(event: ServerEvent): void;
  /** The device was here until now. */
  left(key: DeviceKey): void;
  rename(key: DeviceKey, name: string): void;
  forget(key: DeviceKey): void;
  block(key: DeviceKey): void;
  unblock(key: DeviceKey): void;
  /** Knows a waiting device from now on. */
  approve(key: DeviceKey): void;
  dismiss(key: DeviceKey): void;
  /** Writes all of it now. */
  save(): void;
  /** Writes what was not written yet. */
  close(): void;
  /** Ends without that. */
  discard(): void;
}

export function createKnownDevices(deps: KnownDevicesDependencies): KnownDevices {
  const { clock } = deps;
  const devices = createKnownDeviceTable(deps.devices, clock.now());
  const waiting = createPendingDevices();
  let saveError: string | undefined;
  let later: Dispose | undefined;
  const updates = createUpdateThrottle(clock, () => deps.onChange(saveError));

  function save(): void {
    later?.();
    later = undefined;
    const saved = deps.store.save(devices.present());
    saveError = saved.ok ? undefined : saved.error;
    updates.now();
  }

  function saveSoon(): void {
    later ??= clock.after(SAVE_MS, save);
    updates.soon();
  }

  /** What a person decides is kept, whatever was known of the device, and written at once. */
  function decide(key: DeviceKey, decision: Partial<KnownDevice>): void {
    if (!devices.get(key)) devices.enter(strangerOf(key));
    waiting.delete(key);
    devices.change(key, decision);
    save();
  }

  function strangerOf(key: DeviceKey): KnownDevice {
    const { at, from } = waiting.get(key) ?? { at: clock.now(), from: '' };
    return { key, firstSeen: at, lastSeen: at, lastFrom: from, blocked: false, letIn: false };
  }

  return {
    devices: devices.present,
    waiting: waiting.all,
    moreWaiting: waiting.more,
    admit(key) {
      const known = devices.get(key);
      if (known?.blocked) return 'blocked';
      return known || !deps.onlyKnown() ? 'admitted' : 'unknown';
    },
    knows: (key) => devices.get(key) !== undefined,
    handleEvent(event) {
      const now = clock.now();
      if (event.kind === 'authenticated') {
        waiting.delete(event.key);
        devices.came(event.key, event.from, now);
        saveSoon();
      } else if (event.kind === 'notAdmitted' && event.why === 'blocked') {
        devices.change(event.key, { turnedAway: { at: now, from: event.from } });
        saveSoon();
      } else if (event.kind === 'notAdmitted') {
        waiting.add({ key: event.key, from: event.from, at: now });
        updates.soon();
      }
    },
    left(key) {
      devices.left(key, clock.now());
      saveSoon();
    },
    rename: (key, name) => decide(key, { name: name === '' ? undefined : name }),
    forget(key) {
      devices.forget(key);
      save();
    },
    block: (key) => decide(key, { blocked: true, letIn: false }),
    unblock(key) {
      if (devices.get(key)) decide(key, { blocked: false, turnedAway: undefined });
    },
    approve: (key) => decide(key, { letIn: true }),
    dismiss(key) {
      waiting.delete(key);
      updates.now();
    },
    save,
    close() {
      if (later) save();
      updates.close();
    },
    discard() {
      later?.();
      updates.close();
    },
  };
}

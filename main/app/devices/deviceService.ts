import type { LogEvent } from '../../../preload/logEntry';
import { type Clock, every } from '../../lib/clock';
import type { Dispose } from '../../lib/observable';
import type { DeviceKey } from '../../protocol/deviceKey';
import type { AdmitDevice } from '../../protocol/relay';
import type { Traffic } from '../../server/dataPath/sending/peer';
import type { ServerEvent } from '../../server/events';
import type { RelayServer } from '../../server/relayServer';
import type { AppNotification } from '../appNotification';
import type { DeviceStore } from '../settings/persistence';
import type { AppState } from '../state';
import { createActivityWatch } from './activity';
import { type Device, devicesAfter } from './devices';
import type { KnownDeviceMap } from './knownDevice';
import { createKnownDevices } from './knownDevices';
import { createRejectedConnections } from './rejectedConnections';
import { createTestDevices, type TestDevices } from './testDevices';
import { createUpdateThrottle } from './updateThrottle';

/**
 * How often the counters of the connected devices are looked at, in milliseconds: while somebody sees what is found, and
 * else, for the log and the tray.
 */
const LOOK_MS = 1_000;
const LOOK_UNSEEN_MS = 10_000;

export interface DeviceServiceDependencies {
  readonly store: DeviceStore;
  readonly devices: KnownDeviceMap;
  readonly clock: Clock;
  readonly log: { add(event: LogEvent): void };
  readonly notify: (notification: AppNotification) => void;
  readonly onlyKnown: () => boolean;
  readonly server: () => RelayServer | undefined;
  /** Whether somebody sees what the devices do. */
  readonly isVisible: () => boolean;
  /** `saveError` tells why the known devices could not be saved. */
  readonly updateState: (change: Partial<AppState>, saveError: string | undefined) => void;
}

/** Everything about devices: who is here, who is known, who is let in, and what they pass to each other. */
export interface DeviceService {
  readonly admit: AdmitDevice;
  readonly testDevices: TestDevices;
  handleEvent(event: ServerEvent): void;
  /** Another server runs now, or none; these were still on the one before. */
  reset(left: readonly Traffic[]): void;
  rename(key: DeviceKey, name: string): void;
  /** A connected device is disconnected, and comes again as a new one. */
  forget(key: DeviceKey): void;
  block(key: DeviceKey): void;
  unblock(key: DeviceKey): void;
  approve(key: DeviceKey): void;
  dismiss(key: DeviceKey): void;
  /** Somebody sees what the devices do, from now on. */
  becameVisible(): void;
  close(): void;
}

export function createDeviceService(deps: DeviceServiceDependencies): DeviceService {
  const { clock, log, notify } = deps;
  const activity = createActivityWatch();
  const testDevices = createTestDevices();
  const rejected = createRejectedConnections(clock, (turnedAway) =>
    deps.updateState({ turnedAway }, saveError),
  );
  let saveError: string | undefined;
  let stopPolling: Dispose | undefined;
  /** Who is connected; shown now and then while it changes by the dozen. */
  let devices: readonly Device[] = [];
  const deviceUpdates = createUpdateThrottle(clock, () => deps.updateState({ devices }, saveError));
  const activityUpdates = createUpdateThrottle(clock, updateActivity);

  const known = createKnownDevices({
    store: deps.store,
    devices: deps.devices,
    clock,
    onlyKnown: deps.onlyKnown,
    onChange(problem) {
      saveError = problem;
      const moreWaiting = known.moreWaiting();
      deps.updateState({ known: known.devices(), waiting: known.waiting(), moreWaiting }, saveError);
    },
  });

  function updateActivity(): void {
    const traffic = deps.server()?.traffic() ?? [];
    const found = activity.look(devices, traffic, clock.now());
    for (const event of found.events) log.add(event);
    devices = found.devices;
    deps.updateState({ devices, activity: found.activity }, saveError);
  }

  const startPolling = () =>
    every(clock, () => (deps.isVisible() ? LOOK_MS : LOOK_UNSEEN_MS), updateActivity);

  /** Only while somebody is here is there anything to look at. */
  function setDevices(next: readonly Device[]): void {
    devices = next;
    if (devices.length > 0) {
      deviceUpdates.soon();
      stopPolling ??= startPolling();
    } else {
      stopPolling?.();
      stopPolling = undefined;
      updateActivity();
    }
  }

  /** What its connection still counts is told as it ends, and forgotten after that. */
  function expel(key: DeviceKey): void {
    deps.server()?.expel(key);
    activity.forget(key);
  }

  function left(event: Traffic | Extract<ServerEvent, { kind: 'left' }>): void {
    activity.left(event.conn, event.key, event, clock.now());
    // One that only changes its connection comes right after: who hears both knows that it was never away.
    notify({ kind: 'left', key: event.key });
    known.left(event.key);
  }

  return {
    admit: (key) => (testDevices.isTestDeviceKey(key) ? 'admitted' : known.admit(key)),
    testDevices,
    handleEvent(event) {
      if (testDevices.isFromTestDevice(event)) return;
      const now = clock.now();
      log.add(event);
      rejected.handleEvent(event);
      if (event.kind === 'left') left(event);
      if (event.kind === 'authenticated') {
        notify({ kind: 'came', key: event.key, from: event.from, isNew: !known.knows(event.key) });
      }
      const waited = known.waiting().length;
      known.handleEvent(event);
      if (event.kind === 'notAdmitted' && known.waiting().length > waited)
        notify({ kind: 'waiting', key: event.key, from: event.from });
      const next = devicesAfter(devices, event, now);
      if (next !== devices) setDevices(next);
      // Whether anybody is linked is part of what goes on.
      if (event.kind === 'linked' || event.kind === 'unlinked') activityUpdates.soon();
    },
    reset(traffic) {
      for (const connection of traffic) left(connection);
      activity.reset();
      setDevices([]);
    },
    rename: known.rename,
    forget(key) {
      known.forget(key);
      expel(key);
    },
    block(key) {
      known.block(key);
      expel(key);
    },
    unblock: known.unblock,
    approve: known.approve,
    dismiss: known.dismiss,
    becameVisible() {
      if (!stopPolling) return;
      stopPolling();
      stopPolling = startPolling();
      updateActivity();
    },
    close() {
      stopPolling?.();
      deviceUpdates.close();
      activityUpdates.close();
      rejected.close();
      known.close();
    },
  };
}

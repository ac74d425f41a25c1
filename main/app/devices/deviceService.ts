import type { LogEvent } from '../../../preload/logEntry';
import type { Undo } from '../../lib/observable';
import type { DeviceKey } from '../../protocol/deviceKey';
import type { Admit } from '../../protocol/relay';
import type { Traffic } from '../../server/dataPath/sending/peer';
import type { ServerEvent } from '../../server/events';
import type { RelayServer } from '../../server/relayServer';
import type { AppNotification } from '../appNotification';
import { type Clock, every } from '../clock';
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

export interface DeviceServiceParts {
  readonly store: DeviceStore;
  readonly book: KnownDeviceMap;
  readonly clock: Clock;
  readonly log: { add(event: LogEvent): void };
  readonly tell: (news: AppNotification) => void;
  readonly onlyKnown: () => boolean;
  readonly server: () => RelayServer | undefined;
  /** Whether somebody sees what the devices do. */
  readonly isSeen: () => boolean;
  /** `unsaved` tells why the known devices could not be saved. */
  readonly show: (change: Partial<AppState>, unsaved: string | undefined) => void;
}

/** Everything about devices: who is here, who is known, who is let in, and what they pass to each other. */
export interface DeviceService {
  readonly admit: Admit;
  readonly visitors: TestDevices;
  heard(event: ServerEvent): void;
  /** Another server runs now, or none; these were still on the one before. */
  anew(left: readonly Traffic[]): void;
  rename(key: DeviceKey, name: string): void;
  /** A connected device is disconnected, and comes again as a new one. */
  forget(key: DeviceKey): void;
  block(key: DeviceKey): void;
  unblock(key: DeviceKey): void;
  letIn(key: DeviceKey): void;
  dismiss(key: DeviceKey): void;
  /** Somebody sees what the devices do, from now on. */
  seen(): void;
  close(): void;
}

export function createDeviceService(parts: DeviceServiceParts): DeviceService {
  const { clock, log, tell } = parts;
  const activity = createActivityWatch();
  const visitors = createTestDevices();
  const attempts = createRejectedConnections(clock, (turnedAway) => parts.show({ turnedAway }, unsaved));
  let unsaved: string | undefined;
  let stopLooking: Undo | undefined;
  /** Who is connected; shown now and then while it changes by the dozen. */
  let devices: readonly Device[] = [];
  const shown = createUpdateThrottle(clock, () => parts.show({ devices }, unsaved));
  const looked = createUpdateThrottle(clock, look);

  const known = createKnownDevices({
    store: parts.store,
    book: parts.book,
    clock,
    onlyKnown: parts.onlyKnown,
    onChange(problem) {
      unsaved = problem;
      const moreWaiting = known.moreWaiting();
      parts.show({ known: known.book(), waiting: known.waiting(), moreWaiting }, unsaved);
    },
  });

  function look(): void {
    const traffic = parts.server()?.traffic() ?? [];
    const found = activity.look(devices, traffic, clock.now());
    for (const event of found.events) log.add(event);
    devices = found.devices;
    parts.show({ devices, activity: found.activity }, unsaved);
  }

  const keepLooking = () => every(clock, () => (parts.isSeen() ? LOOK_MS : LOOK_UNSEEN_MS), look);

  /** Only while somebody is here is there anything to look at. */
  function showDevices(next: readonly Device[]): void {
    devices = next;
    if (devices.length > 0) {
      shown.soon();
      stopLooking ??= keepLooking();
    } else {
      stopLooking?.();
      stopLooking = undefined;
      look();
    }
  }

  /** What its connection still counts is told as it ends, and forgotten after that. */
  function expel(key: DeviceKey): void {
    parts.server()?.expel(key);
    activity.forget(key);
  }

  function left(event: Traffic | Extract<ServerEvent, { kind: 'left' }>): void {
    activity.left(event.conn, event.key, event, clock.now());
    // One that only changes its connection comes right after: who hears both knows that it was never away.
    tell({ kind: 'left', key: event.key });
    known.left(event.key);
  }

  return {
    admit: (key) => (visitors.isTestDeviceKey(key) ? 'admitted' : known.admit(key)),
    visitors,
    heard(event) {
      if (visitors.isFromTestDevice(event)) return;
      const now = clock.now();
      log.add(event);
      attempts.heard(event);
      if (event.kind === 'left') left(event);
      if (event.kind === 'authenticated') {
        tell({ kind: 'came', key: event.key, from: event.from, isNew: !known.knows(event.key) });
      }
      const waited = known.waiting().length;
      known.heard(event);
      if (event.kind === 'notAdmitted' && known.waiting().length > waited)
        tell({ kind: 'waiting', key: event.key, from: event.from });
      const next = devicesAfter(devices, event, now);
      if (next !== devices) showDevices(next);
      // Whether anybody is linked is part of what goes on.
      if (event.kind === 'linked' || event.kind === 'unlinked') looked.soon();
    },
    anew(traffic) {
      for (const connection of traffic) left(connection);
      activity.anew();
      showDevices([]);
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
    letIn: known.letIn,
    dismiss: known.dismiss,
    seen() {
      if (!stopLooking) return;
      stopLooking();
      stopLooking = keepLooking();
      look();
    },
    close() {
      stopLooking?.();
      shown.close();
      looked.close();
      attempts.close();
      known.close();
    },
  };
}

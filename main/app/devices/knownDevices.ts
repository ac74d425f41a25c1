import type { Undo } from '../../lib/observable';
import type { DeviceKey } from '../../protocol/deviceKey';
import type { Admit } from '../../protocol/relay';
import type { ServerEvent } from '../../server/events';
import type { Clock } from '../clock';
import type { DeviceStore } from '../settings/persistence';
import type { KnownDevice, KnownDeviceMap } from './knownDevice';
import { createKnownDeviceTable } from './knownDeviceTable';
import { createPendingDevices, type PendingDevice } from './pendingDevices';
import { createUpdateThrottle } from './updateThrottle';

/** Changes that come by themselves are gathered for so long before they are written, in milliseconds. */
const SAVE_MS = 2_000;

export interface KnownDevicesParts {
  readonly store: DeviceStore;
  /** The book as it was loaded. */
  readonly book: KnownDeviceMap;
  readonly clock: Clock;
  readonly onlyKnown: () => boolean;
  /** The book, those who wait, or why the book could not be saved (undefined: it was) changed. */
  readonly onChange: (unsaved: string | undefined) => void;
}

/** The devices that were here before, and who is let in. */
export interface KnownDevices {
  book(): KnownDeviceMap;
  waiting(): readonly PendingDevice[];
  /** How many more found no room among those. */
  moreWaiting(): number;
  readonly admit: Admit;
  knows(key: DeviceKey): boolean;
  /** Takes note of who came, or tried to. */
  heard(event: ServerEvent): void;
  /** The device was here until now. */
  left(key: DeviceKey): void;
  rename(key: DeviceKey, name: string): void;
  forget(key: DeviceKey): void;
  block(key: DeviceKey): void;
  unblock(key: DeviceKey): void;
  /** Knows a waiting device from now on. */
  letIn(key: DeviceKey): void;
  dismiss(key: DeviceKey): void;
  /** Writes what was not written yet. */
  close(): void;
}

export function createKnownDevices(parts: KnownDevicesParts): KnownDevices {
  const { clock } = parts;
  const book = createKnownDeviceTable(parts.book, clock.now());
  const waiting = createPendingDevices();
  let unsaved: string | undefined;
  let later: Undo | undefined;
  const shown = createUpdateThrottle(clock, () => parts.onChange(unsaved));

  function save(): void {
    later?.();
    later = undefined;
    const saved = parts.store.save(book.present());
    unsaved = saved.ok ? undefined : saved.error;
    shown.now();
  }

  function saveSoon(): void {
    later ??= clock.after(SAVE_MS, save);
    shown.soon();
  }

  /** What a person decides is kept, whatever was known of the device, and written at once. */
  function decide(key: DeviceKey, decision: Partial<KnownDevice>): void {
    if (!book.get(key)) book.enter(strangerOf(key));
    waiting.delete(key);
    book.change(key, decision);
    save();
  }

  function strangerOf(key: DeviceKey): KnownDevice {
    const { at, from } = waiting.get(key) ?? { at: clock.now(), from: '' };
    return { key, firstSeen: at, lastSeen: at, lastFrom: from, blocked: false, letIn: false };
  }

  return {
    book: book.present,
    waiting: waiting.all,
    moreWaiting: waiting.more,
    admit(key) {
      const known = book.get(key);
      if (known?.blocked) return 'blocked';
      return known || !parts.onlyKnown() ? 'admitted' : 'unknown';
    },
    knows: (key) => book.get(key) !== undefined,
    heard(event) {
      const now = clock.now();
      if (event.kind === 'authenticated') {
        waiting.delete(event.key);
        book.came(event.key, event.from, now);
        saveSoon();
      } else if (event.kind === 'notAdmitted' && event.why === 'blocked') {
        book.change(event.key, { turnedAway: { at: now, from: event.from } });
        saveSoon();
      } else if (event.kind === 'notAdmitted') {
        waiting.add({ key: event.key, from: event.from, at: now });
        shown.soon();
      }
    },
    left(key) {
      book.left(key, clock.now());
      saveSoon();
    },
    rename: (key, name) => decide(key, { name: name === '' ? undefined : name }),
    forget(key) {
      book.forget(key);
      save();
    },
    block: (key) => decide(key, { blocked: true, letIn: false }),
    unblock(key) {
      if (book.get(key)) decide(key, { blocked: false, turnedAway: undefined });
    },
    letIn: (key) => decide(key, { letIn: true }),
    dismiss(key) {
      waiting.delete(key);
      shown.now();
    },
    close() {
      if (later) save();
      shown.close();
    },
  };
}

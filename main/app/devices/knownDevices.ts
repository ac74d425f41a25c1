import type { Undo } from '../../lib/observable';
import type { DeviceKey } from '../../protocol/deviceKey';
import type { Admit } from '../../protocol/relay';
import type { ServerEvent } from '../../server/events';
import type { Clock } from '../clock';
import type { DeviceStore } from '../stores';
import type { DeviceBook } from './deviceBook';
import * as books from './deviceBook';

/** A device that proved its key while only known ones may connect. It is not written anywhere. */
export interface Waiting {
  readonly key: DeviceKey;
  readonly from: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** So many wait at most; the one that came first makes room. */
const MOST_WAITING = 20;

/** Changes that come by themselves are gathered for so long before they are written, in milliseconds. */
const SAVE_MS = 2_000;

export interface KnownDevicesParts {
  readonly store: DeviceStore;
  /** The book as it was loaded. */
  readonly book: DeviceBook;
  readonly clock: Clock;
  readonly onlyKnown: () => boolean;
  /** The book, those who wait, or why the book could not be saved (undefined: it was) changed. */
  readonly onChange: (unsaved: string | undefined) => void;
}

/** The devices that were here before, and who is let in. */
export interface KnownDevices {
  book(): DeviceBook;
  waiting(): readonly Waiting[];
  readonly admit: Admit;
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
  let book = parts.book;
  let waiting: readonly Waiting[] = [];
  let unsaved: string | undefined;
  let later: Undo | undefined;

  function save(): void {
    later?.();
    later = undefined;
    const saved = parts.store.save(book);
    unsaved = saved.ok ? undefined : saved.error;
    parts.onChange(unsaved);
  }

  /** What a person does is written at once. */
  function keep(next: DeviceBook): void {
    if (next === book) return;
    book = next;
    save();
  }

  function keepSoon(next: DeviceBook): void {
    book = next;
    later ??= clock.after(SAVE_MS, save);
    parts.onChange(unsaved);
  }

  const withoutWaiting = (key: DeviceKey) => {
    waiting = waiting.filter((other) => other.key !== key);
  };

  /** A device that waits is not in the book yet. */
  function enter(key: DeviceKey): DeviceBook {
    const found = waiting.find((other) => other.key === key);
    return found && !book.has(key) ? books.seen(book, key, found.from, found.at) : book;
  }

  return {
    book: () => book,
    waiting: () => waiting,
    admit(key) {
      const known = book.get(key);
      if (known?.blocked) return 'blocked';
      return known || !parts.onlyKnown() ? 'admitted' : 'unknown';
    },
    heard(event) {
      const now = clock.now();
      if (event.kind === 'authenticated') {
        withoutWaiting(event.key);
        keepSoon(books.seen(book, event.key, event.from, now));
      } else if (event.kind === 'notAdmitted' && event.why === 'blocked') {
        keepSoon(books.turnedAway(book, event.key, event.from, now));
      } else if (event.kind === 'notAdmitted') {
        withoutWaiting(event.key);
        waiting = [...waiting, { key: event.key, from: event.from, at: now }].slice(-MOST_WAITING);
        parts.onChange(unsaved);
      }
    },
    left(key) {
      const known = book.get(key);
      if (known) keepSoon(books.seen(book, key, known.lastFrom, clock.now()));
    },
    rename: (key, name) => keep(books.named(book, key, name)),
    forget: (key) => keep(books.forgotten(book, key)),
    block(key) {
      const entered = enter(key);
      withoutWaiting(key);
      keep(books.blocked(entered, key, true));
    },
    unblock: (key) => keep(books.blocked(book, key, false)),
    letIn(key) {
      const entered = enter(key);
      withoutWaiting(key);
      keep(entered);
    },
    dismiss(key) {
      withoutWaiting(key);
      parts.onChange(unsaved);
    },
    close() {
      if (later) save();
    },
  };
}

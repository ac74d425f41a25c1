import { type LogEntry, type LogEvent, MAX_ENTRIES } from '../../../preload/logEntry';
import type { Dispose } from '../../lib/observable';
import { levelOf } from './logLevel';
import { createLogRateLimiter } from './logRateLimiter';

/** What happened lately, as data. The oldest entry goes when there are too many. */
export interface EventLog {
  /** Of what strangers can cause too often, only the number is kept. */
  add(event: LogEvent): void;
  /** All entries, in order. */
  entries(): readonly LogEntry[];
  /** At most `most` entries from number `seq` on, or from the oldest that is still there. */
  from(seq: number, most: number): readonly LogEntry[];
  /** The number of the oldest entry, and the number that the next one will have; equal when there is none. */
  span(): { readonly first: number; readonly next: number };
  /** Numbers go on rising. */
  clear(): void;
  /** Hears of every new entry. */
  subscribe(listener: (entry: LogEntry) => void): Dispose;
  onClear(listener: () => void): Dispose;
}

/** `now` gives milliseconds since 1970; `most` bounds the entries. */
export function createEventLog({
  now = Date.now,
  most = MAX_ENTRIES,
}: {
  readonly now?: () => number;
  readonly most?: number;
} = {}): EventLog {
  // Entry `seq` lies at `placeOf(seq)`: nothing is moved when the oldest is overwritten.
  let ring: LogEntry[] = [];
  let begun = 0;
  let first = 0;
  let next = 0;
  const listeners = new Set<(entry: LogEntry) => void>();
  const clearListeners = new Set<() => void>();

  const keep = createLogRateLimiter((event) => {
    const entry: LogEntry = { seq: next, at: now(), level: levelOf(event), event };
    ring[placeOf(next)] = entry;
    next += 1;
    first = Math.max(first, next - most);
    for (const listener of [...listeners]) listener(entry);
  }, now);

  const placeOf = (seq: number) => (seq - begun) % most;

  function from(seq: number, count: number): LogEntry[] {
    const begin = Math.max(seq, first);
    const end = Math.min(begin + count, next);
    const at = placeOf(begin);
    const length = Math.max(0, end - begin);
    // In one piece, or in two where it goes over the ring's end.
    const head = ring.slice(at, Math.min(at + length, most));
    return head.length === length ? head : head.concat(ring.slice(0, length - head.length));
  }

  return {
    add: keep,
    entries: () => from(first, most),
    from,
    span: () => ({ first, next }),
    clear() {
      ring = [];
      first = next;
      begun = next;
      for (const listener of [...clearListeners]) listener();
    },
    subscribe: (listener) => listen(listeners, listener),
    onClear: (listener) => listen(clearListeners, listener),
  };
}

function listen<L>(listeners: Set<L>, listener: L): Dispose {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

import type { Clock } from '../../lib/clock';
import type { Dispose } from '../../lib/observable';

/** So many changes are told at once in each span, in milliseconds; of what more there are, only how it is after it. */
const AT_ONCE = 10;
const SPAN_MS = 250;

/** Tells of changes, of many that follow each other only now and then. */
export interface UpdateThrottle {
  /** Tells at once, or a little later when there were many just now. */
  soon(): void;
  /** Tells at once. */
  now(): void;
  close(): void;
}

export function createUpdateThrottle(clock: Clock, notify: () => void): UpdateThrottle {
  let span: Dispose | undefined;
  let told = 0;
  let isDue = false;

  function spanIsOver(): void {
    span = undefined;
    told = 0;
    if (isDue) now();
  }

  function now(): void {
    isDue = false;
    told += 1;
    span ??= clock.after(SPAN_MS, spanIsOver);
    notify();
  }

  return {
    now,
    soon() {
      if (told < AT_ONCE) now();
      else isDue = true;
    },
    close: () => span?.(),
  };
}

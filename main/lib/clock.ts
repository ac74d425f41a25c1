import type { Dispose } from './observable';

/** Time, as a program needs it; tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `work` once, in `ms` milliseconds, unless undone before. It does not keep the program running. */
  after(ms: number, work: () => void): Dispose;
}

export const systemClock: Clock = {
  now: Date.now,
  after(ms, work) {
    const timer = setTimeout(work, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Calls `work` again and again until undone; `ms` is asked each time after how many milliseconds. */
export function every(clock: Clock, ms: () => number, work: () => void): Dispose {
  let undo = clock.after(ms(), again);
  function again(): void {
    undo = clock.after(ms(), again);
    work();
  }
  return () => undo();
}

interface Alarm {
  at: number;
  readonly every: number | undefined;
  readonly ring: () => void;
  unref(): Alarm;
  refresh(): Alarm;
}

/**
 * Runs `story` with timers that ring only when `pass` is called. They are the whole process's, the test runner's
 * included: so `story` has to be over at once, without waiting for anything.
 */
export function withFakeTimers(story: (pass: (ms: number) => void, now: () => number) => void): void {
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
  const alarms = new Set<Alarm>();
  let now = 0;

  const set = (ring: () => void, ms: number, every?: number): Alarm => {
    const refresh = () => {
      alarm.at = now + ms;
      alarms.add(alarm);
      return alarm;
    };
    const alarm: Alarm = { at: now + ms, every, ring, unref: () => alarm, refresh };
    return refresh();
  };
  const clear = (alarm: Alarm | undefined) => void (alarm && alarms.delete(alarm));

  const pass = (ms: number) => {
    const end = now + ms;
    for (;;) {
      const [next] = [...alarms].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (!next) break;
      now = next.at;
      if (next.every === undefined) alarms.delete(next);
      else next.at += next.every;
      next.ring();
    }
    now = end;
  };

  Object.assign(globalThis, {
    setTimeout: (ring: () => void, ms = 0) => set(ring, ms),
    setInterval: (ring: () => void, ms = 0) => set(ring, ms, ms),
    clearTimeout: clear,
    clearInterval: clear,
  });
  try {
    story(pass, () => now);
  } finally {
    Object.assign(globalThis, { setTimeout, setInterval, clearTimeout, clearInterval });
  }
}

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * When so many more or fewer are there than before, the heap has grown by what they cost on their way: of 500 that have
 * gone, a collection gives six megabytes back. Of 100 it is two, which it is not worth.
 */
const CROWD = 500;

/** And when for so long nobody has come or gone, in milliseconds. */
const QUIET_MS = 200;

/**
 * Gives back the memory that a crowd has cost in passing. V8 collects garbage when it needs room, and who is alone again
 * needs none: without this, a relay that a thousand devices have come to would keep for days what it used for seconds.
 * (Fewer are no crowd, since a collection also throws away the code that V8 has made fast: in the first half second of a
 * flood after it, what is passed on costs more than twice as much CPU.)
 */
export interface IdleGc {
  /** To be called whenever a device has come or gone, with the number of those who are there. */
  changed(present: number): void;
}

export function createIdleGc(): IdleGc {
  let collect: (() => void) | undefined;
  let collectedAt = 0;
  let now = 0;
  let timer: NodeJS.Timeout | undefined;

  function quiet(): void {
    timer = undefined;
    if (Math.abs(now - collectedAt) < CROWD) return;
    collectedAt = now;
    collect ??= collector();
    // So that it also gives the pages back that it has emptied.
    setFlagsFromString('--optimize-for-size');
    collect();
    setFlagsFromString('--no-optimize-for-size');
  }

  return {
    changed(present) {
      now = present;
      if (timer) timer.refresh();
      else if (Math.abs(present - collectedAt) >= CROWD) timer = setTimeout(quiet, QUIET_MS).unref();
    },
  };
}

/** V8 gives its collector to contexts that are made while the flag is set. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return typeof collect === 'function' ? () => collect() : () => {};
}

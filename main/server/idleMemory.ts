import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** So many have come or gone: the heap has grown by what they cost on their way. */
const CROWD = 32;

/** And for so long nobody more, in milliseconds. */
const QUIET_MS = 200;

/**
 * Gives back the memory that a crowd has cost in passing. V8 collects garbage when it needs room, and who is alone again
 * needs none: without this, a relay that a thousand devices have come to would keep for days what it used for seconds.
 * `changed` is to be called whenever a device has come or gone.
 */
export function createIdleMemory(): { changed(): void } {
  let collect: (() => void) | undefined;
  let changes = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    changed() {
      changes += 1;
      if (changes < CROWD) return;
      if (timer) {
        timer.refresh();
        return;
      }
      timer = setTimeout(() => {
        timer = undefined;
        changes = 0;
        collect ??= collector();
        // So that it also gives the pages back that it has emptied.
        setFlagsFromString('--optimize-for-size');
        collect();
        setFlagsFromString('--no-optimize-for-size');
      }, QUIET_MS).unref();
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

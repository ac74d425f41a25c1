/** Resolves when the next step may be taken. */
export type Steps = () => Promise<void>;

const PAUSE_MS = 1;

/** When more wait, all go on at once: a crowd would have to wait too long, and take up room meanwhile. */
const MOST_WAITING = 4;

/**
 * Steps are taken one at a time, with a pause before each. To take a connection, read its request, look at its login and
 * answer it takes some tenths of a millisecond each. Where they follow each other at once, a message on its way waits for
 * one of them, and what it is answered with for the next; how long a login takes, nobody notices.
 */
export function createSteps(): Steps {
  const waiting: (() => void)[] = [];
  let isPausing = false;

  function pause(): void {
    isPausing = true;
    // However long a step takes: what came meanwhile is seen to before the time of the pause begins.
    setImmediate(() => setTimeout(goOn, PAUSE_MS));
  }

  function goOn(): void {
    isPausing = false;
    waiting.shift()?.();
    if (waiting.length > 0) pause();
  }

  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length > MOST_WAITING) for (const go of waiting.splice(0)) go();
      else if (!isPausing) pause();
    });
}

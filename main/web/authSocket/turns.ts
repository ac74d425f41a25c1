/** Does `work` when it is its turn, and gives what it gave. */
export type Turns = <T>(work: () => T) => Promise<T>;

/**
 * For so long one does after the other before the rest of the program has its turn, in milliseconds. In each turn Node takes
 * a single new connection, so that devices that come wait for as many turns as there are connections before theirs.
 */
const TURN_MS = 0.2;

/**
 * What many ask for at one moment is done one after the other, in turns: however many they are, devices do not wait for
 * all of them. `work` takes a moment, and never throws.
 */
export function createTurns(): Turns {
  const waiting: (() => void)[] = [];

  function take(): void {
    const begun = performance.now();
    do waiting.shift()?.();
    while (waiting.length > 0 && performance.now() - begun < TURN_MS);
    if (waiting.length > 0) setImmediate(take);
  }

  return (work) =>
    new Promise((resolve) => {
      if (waiting.push(() => resolve(work())) === 1) setImmediate(take);
    });
}

/** So many at a time: each may have to be told to everybody who is connected. */
const PORTION = 4;

/** Does something to all of them, a few at a time, so that whoever else there is does not wait for the last. */
export function inPortions<T>(all: readonly T[], work: (one: T) => void): void {
  for (const one of all.slice(0, PORTION)) work(one);
  const rest = all.slice(PORTION);
  if (rest.length > 0) setImmediate(() => inPortions(rest, work));
}

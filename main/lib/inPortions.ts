/** So many at a time: each may have to be told to everybody who is connected. */
const PORTION = 4;

/** Gives what does `work` to one thing after the other, a few at a time, so that others do not wait for the last. */
export function inPortions<T>(work: (one: T) => void): (one: T) => void {
  const waiting: T[] = [];

  function doSome(): void {
    for (const one of waiting.splice(0, PORTION)) work(one);
    if (waiting.length > 0) setImmediate(doSome);
  }

  return (one) => {
    if (waiting.push(one) === 1) setImmediate(doSome);
  };
}

/** Does one thing after the other: each begins when all that was asked before is done, well or not. */
export function createSerialQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let turn: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = turn.then(work, work);
    turn = done;
    return done;
  };
}

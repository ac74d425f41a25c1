/**
 * Gives what has `work` done, one at a time: however often that is called while it goes on, it is done once more after
 * that. `work` never rejects.
 */
export function coalesced(work: () => Promise<void>): () => Promise<void> {
  let isRunning = false;
  let isWanted = false;
  return async () => {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await work();
    }
    isRunning = false;
  };
}

/** What has to be undone before the program ends. */
export interface Disposables {
  add(name: string, undo: () => void | Promise<void>): void;
  /**
   * Undoes everything, last first, waiting for each. One that fails or hangs does not keep the others from
   * being undone. Always resolves, within about `boundMs` milliseconds; later calls give the first promise.
   */
  dispose(boundMs: number): Promise<void>;
}

/** `onFailure` hears of every undo that failed or took too long, by the name it was added under. */
export function createDisposables(onFailure: (name: string, error: unknown) => void): Disposables {
  const entries: { name: string; undo: () => void | Promise<void> }[] = [];
  let disposed: Promise<void> | undefined;

  const undoAll = async (boundMs: number) => {
    let timer: NodeJS.Timeout | undefined;
    let expired = false;
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        expired = true;
        resolve();
      }, boundMs);
    });
    for (const { name, undo } of entries.splice(0).reverse()) {
      const undone = (async () => undo())().catch((error: unknown) => onFailure(name, error));
      const late = deadline.then(() => 'late' as const);
      // Once the time is up the rest is still asked to stop, only no longer waited for.
      if (expired) onFailure(name, new Error('not waited for'));
      else if ((await Promise.race([undone, late])) === 'late') onFailure(name, new Error('took too long'));
    }
    clearTimeout(timer);
  };

  return {
    add: (name, undo) => void entries.push({ name, undo }),
    dispose: (boundMs) => {
      disposed ??= undoAll(boundMs);
      return disposed;
    },
  };
}

/** What has to be undone before the program ends. */
export interface Disposables {
  add(name: string, undo: () => void | Promise<void>): void;
  /**
   * Undoes everything, last first, waiting for each. One that fails or hangs does not keep the others from
   * being undone. Always resolves, within about `boundMs` milliseconds; later calls give the first promise.
   */
  dispose(boundMs: number): Promise<void>;
}

interface Entry {
  readonly name: string;
  readonly undo: () => void | Promise<void>;
}

/** `onFailure` hears of every undo that failed or took too long, by the name it was added under. */
export function createDisposables(onFailure: (name: string, error: unknown) => void): Disposables {
  const entries: Entry[] = [];
  let disposed: Promise<void> | undefined;

  const undoOne = async ({ name, undo }: Entry): Promise<void> => {
    try {
      await undo();
    } catch (error) {
      onFailure(name, error);
    }
  };

  const undoAll = async (boundMs: number): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), boundMs);
    });
    let timeIsUp = false;
    for (const entry of entries.splice(0).reverse()) {
      const undone = undoOne(entry);
      // Once the time is up, the rest is still asked to stop, and has this turn for it.
      const patience = timeIsUp ? new Promise<'late'>((resolve) => setImmediate(resolve, 'late')) : late;
      if ((await Promise.race([undone, patience])) !== 'late') continue;
      timeIsUp = true;
      onFailure(entry.name, new Error('took too long'));
    }
    clearTimeout(timer);
  };

  return {
    add(name, undo) {
      const entry = { name, undo };
      // What is started while everything ends is ended at once.
      if (disposed) void undoOne(entry);
      else entries.push(entry);
    },
    dispose: (boundMs) => {
      disposed ??= undoAll(boundMs);
      return disposed;
    },
  };
}

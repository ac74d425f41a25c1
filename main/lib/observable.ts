/** Undoes a subscription; calling it again does nothing. */
export type Dispose = () => void;

/** One value that others may watch. The value is replaced, never mutated. */
export interface Observable<T> {
  get(): T;
  /** Calls `listener` with the present value at once, then with every new one. */
  subscribe(listener: (value: T) => void): Dispose;
}

export interface Store<T> extends Observable<T> {
  update(change: (value: T) => T): void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    subscribe(listener) {
      // A wrapper of its own, so that the same function subscribed twice is undone one by one.
      const entry = (next: T) => listener(next);
      listeners.add(entry);
      listener(value);
      return () => void listeners.delete(entry);
    },
    update(change) {
      const next = change(value);
      if (next === value) return;
      value = next;
      for (const listener of [...listeners]) {
        // A listener that changed the value has thereby told all of the newer one.
        if (value !== next) return;
        // One that was undone by another of this round may have torn down what it works on.
        if (listeners.has(listener)) listener(next);
      }
    },
  };
}

/** A list that is added to at its end and dropped from at its beginning, both at a cost that does not grow with it. */
export interface BoundedList<T> {
  readonly length: number;
  /** The item at `index`, 0 being the oldest that is there. */
  at(index: number): T | undefined;
  /** Puts `item` at the end; the oldest goes when there are more than `most`. */
  push(item: T): void;
  /** Drops the oldest ones, as long as `isOld` says so. */
  dropWhile(isOld: (item: T) => boolean): void;
  slice(from: number, to: number): T[];
}

export function createBoundedList<T>(most: number): BoundedList<T> {
  let items: T[] = [];
  // Those before are dropped already; they are let go all at once when they are half of all.
  let head = 0;

  function dropOldest(count: number): void {
    head += count;
    if (head * 2 < items.length) return;
    items = items.slice(head);
    head = 0;
  }

  return {
    get length() {
      return items.length - head;
    },
    at: (index) => (index < 0 ? undefined : items[head + index]),
    push(item) {
      items.push(item);
      if (items.length - head > most) dropOldest(1);
    },
    dropWhile(isOld) {
      let count = 0;
      for (let i = head; i < items.length && isOld(items[i] as T); i++) count += 1;
      if (count > 0) dropOldest(count);
    },
    slice: (from, to) => items.slice(head + Math.max(0, from), head + Math.max(0, to)),
  };
}

/**
 * Those who came and have yet to become something, in order of arrival and by group (the address, as a rule). When there
 * are too many of them, the largest group loses the one that has been there longest, so that nobody who floods shuts out
 * others: neither those of other addresses, whose groups are small, nor those of the same one, who only need a moment.
 */
export interface EvictionQueue<T> {
  readonly size: number;
  add(group: string, one: T): void;
  /** Does nothing for one that is not there. */
  delete(group: string, one: T): void;
  /** Who is to make room: the longest there of the largest group, or of `group` alone. */
  next(group?: string): T | undefined;
}

export function createEvictionQueue<T>(): EvictionQueue<T> {
  // The sets are in order of arrival, and so is the map: a group that is empty is taken out.
  const groups = new Map<string, Set<T>>();
  let size = 0;

  /** Of equally large ones the first, which has been there longest. */
  function largest(): Set<T> | undefined {
    let found: Set<T> | undefined;
    for (const group of groups.values()) if (group.size > (found?.size ?? 0)) found = group;
    return found;
  }

  return {
    get size() {
      return size;
    },
    add(name, one) {
      const group = groups.get(name) ?? new Set();
      groups.set(name, group.add(one));
      size += 1;
    },
    delete(name, one) {
      const group = groups.get(name);
      if (!group?.delete(one)) return;
      size -= 1;
      if (group.size === 0) groups.delete(name);
    },
    next(name) {
      const [longest] = (name === undefined ? largest() : groups.get(name)) ?? [];
      return longest;
    },
  };
}

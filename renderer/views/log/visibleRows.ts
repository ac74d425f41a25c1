/** A scrolled list of rows of one height; all in pixels. */
export interface Scrolled {
  readonly top: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly count: number;
}

/** So many rows more on each side, so that a fast scroll finds some. */
const OVERSCAN = 8;

/** Which rows have to be there: from the first up to, and without, the last. */
export function visibleRows({ top, height, rowHeight, count }: Scrolled): { from: number; to: number } {
  const first = Math.floor(Math.max(0, top) / rowHeight);
  const last = Math.ceil((Math.max(0, top) + height) / rowHeight);
  const to = Math.min(count, last + OVERSCAN);
  return { from: Math.max(0, Math.min(first - OVERSCAN, to)), to };
}

/** Where the list is scrolled to when its last row is at the bottom. */
export const endOf = ({ height, rowHeight, count }: Omit<Scrolled, 'top'>): number =>
  Math.max(0, count * rowHeight - height);

export interface Moved {
  readonly from: number;
  readonly to: number;
  readonly end: number;
}

/** Somebody scrolled up, away from the end; a list that became shorter moves to its end and not away from it. */
export const leftTheEnd = ({ from, to, end }: Moved): boolean => to < from && to < end - 0.5;

/** Somebody scrolled down, to the end. */
export const reachedTheEnd = ({ from, to, end }: Moved): boolean => to > from && to >= end - 2;

/** Who says no more than this at once, in bytes, waits for an answer rather than floods. */
const SHORT_BYTES = 4 * 1024;

/** For so long after such a one others' turns are short, in milliseconds. */
const LATELY_MS = 5;

/** Short messages of a short turn: they take about as long as the system calls that a turn costs anyway. */
const SHORT_TURN = 128;

/** Longer than all that one read can bring. (A small integer: as a double, each reader would keep an object for it.) */
export const WHOLE_TURN = 0x3fffffff;

/** More of what is passed on than one read can bring. (Pings are the shortest, and ten times as many could come.) */
const LONG_TURN = 2_048;

/**
 * How much of what one device sends is dealt with before all others have their turn. Alone, or among others that flood,
 * one has all that was read at once, which costs the least for each (unless each has to be looked at). While somebody is
 * there who says little, that would be most of what it waits for: hundreds of short messages lie in 64 KiB.
 */
export class Turns {
  private heardAt = Number.NEGATIVE_INFINITY;

  /** `now` gives milliseconds that never go back. */
  constructor(private readonly now: () => number) {}

  /** So many bytes were read from one device at once. */
  came(bytes: number): void {
    if (bytes < SHORT_BYTES) this.heardAt = this.now();
  }

  /** How long a turn is that begins now, in short messages. */
  length(): number {
    return this.now() - this.heardAt < LATELY_MS ? SHORT_TURN : LONG_TURN;
  }
}

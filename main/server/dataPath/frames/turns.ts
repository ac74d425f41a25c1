/** Who says no more than this at once, in bytes, waits for an answer rather than floods. */
const SHORT_BYTES = 4 * 1024;

/** For so long after such a one others' turns are short, in milliseconds. */
const LATELY_MS = 5;

/** Messages of a short turn: it takes about as long as a system call does, which a turn costs anyway. */
const SHORT_TURN = 128;

/** More than one read can bring. */
const WHOLE_READ = 0x3fffffff;

/**
 * How many messages of one device are dealt with before all others have their turn. Alone, or among others that flood,
 * one has all that was read at once, which costs the least for each. While somebody is there who says little, that would
 * be most of what it waits for: hundreds of short messages lie in 64 KiB.
 */
export class Turns {
  private heardAt = Number.NEGATIVE_INFINITY;

  /** `now` gives milliseconds that never go back. */
  constructor(private readonly now: () => number) {}

  /** So many bytes were read from one device at once. */
  came(bytes: number): void {
    if (bytes < SHORT_BYTES) this.heardAt = this.now();
  }

  /** The most messages of a turn that begins now. */
  messages(): number {
    return this.now() - this.heardAt < LATELY_MS ? SHORT_TURN : WHOLE_READ;
  }
}

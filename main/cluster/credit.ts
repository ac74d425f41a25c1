/** Bytes of one link that may be on their way to a device at another node. */
export const LINK_WINDOW_BYTES = 256 * 1024;

/**
 * Bytes of all links that may be on their way to one node. What says that this one is alive waits behind them, so they have
 * to pass within the silence that ends a session: to one other node, by a line of half a megabyte a second, too. (To
 * several at once they add up.)
 */
export const NODE_WINDOW_BYTES = 2 * 1024 * 1024;

/** What was taken is told in parts of so much of a window. */
const TOLD_PARTS = 4;

/** The sending side of a window: how much more may be sent. One message may go beyond. */
export class Credit {
  private left: number;

  constructor(window: number) {
    this.left = window;
  }

  get isUsedUp(): boolean {
    return this.left <= 0;
  }

  spend(bytes: number): void {
    this.left -= bytes;
  }

  /** True when there is some again, where there was none. */
  granted(bytes: number): boolean {
    const wasUsedUp = this.isUsedUp;
    this.left += bytes;
    return wasUsedUp && !this.isUsedUp;
  }
}

/** The receiving side: tells what was taken, now and then, and not while that is to wait. */
export class Granting {
  private taken = 0;
  private isHeld = false;

  constructor(
    private readonly window: number,
    private readonly grant: (bytes: number) => void,
  ) {}

  took(bytes: number): void {
    this.taken += bytes;
    this.tell();
  }

  hold(): void {
    this.isHeld = true;
  }

  release(): void {
    this.isHeld = false;
    this.tell();
  }

  private tell(): void {
    if (this.isHeld || this.taken < this.window / TOLD_PARTS) return;
    const bytes = this.taken;
    this.taken = 0;
    this.grant(bytes);
  }
}

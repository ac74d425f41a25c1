/** What was taken is asked for after as much as a receiver takes in so long, in milliseconds, and at least so much. */
const MARK_EVERY_MS = 250;
const LEAST_MARK_BYTES = 2 * 1024;
const MAX_MARK_BYTES = 1024 * 1024;

/** So much may be on its way to a receiver, in milliseconds of what it takes, and at least in bytes. */
const WINDOW_MS = 2_000;
const LEAST_WINDOW_BYTES = 4 * 1024;

/** What may be on its way before anything is known, and for how long that holds, in milliseconds. */
const FIRST_WINDOW_BYTES = 64 * 1024;
const FIRST_ANSWER_MS = 250;

/** The ping that asks is told by its length from one that only wants a sign of life. */
const PING_BYTES = 4;

interface Mark {
  readonly number: number;
  /** How much had been sent when it was. */
  readonly at: number;
  readonly time: number;
}

/**
 * Knows how much of what was sent to one receiver it has really taken. The socket's queue does not tell: systems take
 * megabytes for a device that reads nothing. A ping behind the bytes does, since its pong comes when they were read. One
 * that answers no ping is left out of this. Times are milliseconds that never go back.
 */
export class DeliveryMeter {
  private sent = 0;
  private taken = 0;
  private takenTime = 0;
  private marks: Mark[] = [];
  private lastNumber = 0;
  private lastMarkAt = 0;
  /** Bytes a millisecond that it takes; undefined until it has answered. */
  private rate: number | undefined;
  private readonly firstWindow: number;

  /** To one on this computer there is no line that could be filled before anything is known of it. */
  constructor({ isLocal = false }: { readonly isLocal?: boolean } = {}) {
    this.firstWindow = isLocal ? Number.POSITIVE_INFINITY : FIRST_WINDOW_BYTES;
  }

  /** `bytes` more are sent. Gives the payload of the ping that is to be sent behind them, if one is. */
  send(bytes: number, now: () => number): Uint8Array | undefined {
    this.sent += bytes;
    // Who has never answered is asked once.
    if (this.rate === undefined && this.marks.length > 0) return undefined;
    if (this.sent - this.lastMarkAt < this.spacing()) return undefined;
    this.lastNumber = (this.lastNumber + 1) >>> 0;
    this.lastMarkAt = this.sent;
    this.marks.push({ number: this.lastNumber, at: this.sent, time: now() });
    const payload = Buffer.alloc(PING_BYTES);
    payload.writeUInt32BE(this.lastNumber);
    return payload;
  }

  /** A pong came. True when it tells that more was taken. */
  answered(payload: Uint8Array, now: number): boolean {
    if (payload.length !== PING_BYTES) return false;
    const number = Buffer.from(payload).readUInt32BE();
    const index = this.marks.findIndex((mark) => mark.number === number);
    const mark = this.marks[index];
    if (!mark) return false;
    this.marks = this.marks.slice(index + 1);
    const ms = Math.max(now - Math.max(this.takenTime, mark.time), 1);
    const rate = (mark.at - this.taken) / ms;
    this.rate = this.rate === undefined ? rate : (this.rate + rate) / 2;
    this.taken = mark.at;
    this.takenTime = now;
    return true;
  }

  /** Whether it answers what it is asked; then `waiting` and `isBehind` know what they say. */
  get answers(): boolean {
    return this.rate !== undefined;
  }

  /** Bytes that it was asked for and has not answered to have taken. */
  get waiting(): number {
    return this.answers ? this.lastMarkAt - this.taken : 0;
  }

  /** The bytes until the next answer that can come. */
  get untilNext(): number {
    return (this.marks[0]?.at ?? this.sent) - this.taken;
  }

  /** Whether more is on its way than it takes in a moment. */
  isBehind(now: () => number): boolean {
    if (this.rate !== undefined) {
      return this.lastMarkAt - this.taken > Math.max(LEAST_WINDOW_BYTES, this.rate * WINDOW_MS);
    }
    const [asked] = this.marks;
    return asked !== undefined && this.sent > this.firstWindow && now() - asked.time < FIRST_ANSWER_MS;
  }

  private spacing(): number {
    const wanted = (this.rate ?? 0) * MARK_EVERY_MS;
    return Math.min(Math.max(wanted, LEAST_MARK_BYTES), MAX_MARK_BYTES);
  }
}

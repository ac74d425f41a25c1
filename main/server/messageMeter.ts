/** What it costs to keep one piece or frame, besides its bytes: some come by the byte. */
const PIECE_BYTES = 256;

const FIN = 0x80;
const OPCODE = 0x0f;
const FIRST_CONTROL_OPCODE = 8;
const MASKED = 0x80;
const LENGTH = 0x7f;
const SIXTEEN_BITS = 126;
const MASK_BYTES = 4;

/** Flags, the longest length and a mask. */
const MOST_HEAD_BYTES = 14;

/**
 * Follows the frames in what comes on a websocket (RFC 6455 section 5.2), looking at their heads alone, to tell how much
 * of it belongs to a message that is not whole yet. Whether the frames are right is for others to judge.
 */
export class MessageMeter {
  /** What is kept of a message that has begun, in bytes; 0 when none has. */
  held = 0;
  /** Bytes of messages' payload that have come so far. Pings and pongs are no message. */
  taken = 0;
  /** The payload of the frame at hand that is still to come, and what that frame is. */
  private left = 0;
  private isControl = false;
  private isLast = false;
  /** A head of which a part has come. */
  private readonly head = Buffer.alloc(MOST_HEAD_BYTES);
  private headLength = 0;

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      at = this.left > 0 ? this.payload(chunk.length, at) : this.frameHead(chunk, at);
    }
    if (this.held > 0) this.held += PIECE_BYTES;
  }

  private payload(end: number, at: number): number {
    const taken = Math.min(this.left, end - at);
    this.left -= taken;
    if (!this.isControl) {
      this.held += taken;
      this.taken += taken;
    }
    if (this.left === 0) this.frameEnd();
    return at + taken;
  }

  private frameEnd(): void {
    if (this.isLast && !this.isControl) this.held = 0;
  }

  /** Reads a head that begins at `at`, or goes on there; gives where the payload begins. */
  private frameHead(chunk: Uint8Array, at: number): number {
    if (this.headLength === 0) {
      const length = this.readHead(chunk, at, chunk.length - at);
      if (length > 0) return at + length;
    }
    this.head[this.headLength] = chunk[at] ?? 0;
    this.headLength += 1;
    if (this.readHead(this.head, 0, this.headLength) > 0) this.headLength = 0;
    return at + 1;
  }

  /** Gives the length of the head, having taken note of it; 0 when more than `available` bytes are needed. */
  private readHead(bytes: Uint8Array, at: number, available: number): number {
    if (available < 2) return 0;
    const flags = bytes[at] ?? 0;
    const second = bytes[at + 1] ?? 0;
    const short = second & LENGTH;
    const lengthBytes = short < SIXTEEN_BITS ? 0 : short === SIXTEEN_BITS ? 2 : 8;
    const total = 2 + lengthBytes + (second & MASKED ? MASK_BYTES : 0);
    if (available < total) return 0;
    let length = lengthBytes === 0 ? short : 0;
    for (let i = 0; i < lengthBytes; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
    this.left = length;
    this.isControl = (flags & OPCODE) >= FIRST_CONTROL_OPCODE;
    this.isLast = (flags & FIN) !== 0;
    if (!this.isControl) this.held += total + PIECE_BYTES;
    if (length === 0) this.frameEnd();
    return total;
  }
}

import { FrameHead, MAX_HEAD_BYTES } from './frame';

/** What it costs to keep one piece or frame, besides its bytes: some come by the byte. */
const PIECE_BYTES = 256;

/**
 * Follows the frames in what ws is given, looking at their heads alone, to tell how much of it belongs to a message that
 * is not whole yet. Whether the frames are right is for ws to judge.
 */
export class MessageMeter {
  /** What is kept of a message that has begun, in bytes; 0 when none has. */
  held = 0;
  /** Bytes of messages' payload that have come so far. Pings and pongs are no message. */
  taken = 0;
  /** The frame at hand, and its payload that is still to come. */
  private readonly frame = new FrameHead();
  private left = 0;
  /** A head of which a part has come. */
  private readonly head = new Uint8Array(MAX_HEAD_BYTES);
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
    if (!this.frame.isControl) {
      this.held += taken;
      this.taken += taken;
    }
    if (this.left === 0) this.frameEnd();
    return at + taken;
  }

  private frameEnd(): void {
    if (this.frame.isLast && !this.frame.isControl) this.held = 0;
  }

  /** Reads a head that begins at `at`, or goes on there; gives where what follows it begins. */
  private frameHead(chunk: Uint8Array, at: number): number {
    if (this.headLength === 0 && this.frame.read(chunk, at, chunk.length)) {
      this.frameBegin();
      return at + this.frame.size;
    }
    this.head[this.headLength] = chunk[at] ?? 0;
    this.headLength += 1;
    if (this.frame.read(this.head, 0, this.headLength)) {
      this.headLength = 0;
      this.frameBegin();
    }
    return at + 1;
  }

  private frameBegin(): void {
    const { frame } = this;
    this.left = frame.length;
    if (!frame.isControl) this.held += frame.size + PIECE_BYTES;
    if (frame.length === 0) this.frameEnd();
  }
}

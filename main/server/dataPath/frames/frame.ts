/** What a websocket frame begins with (RFC 6455 section 5.2). */
const FIN = 0x80;
const OPCODE = 0x0f;
const BINARY_OPCODE = 2;
const FIRST_CONTROL_OPCODE = 8;
const MASKED = 0x80;
const LENGTH = 0x7f;

const SIXTEEN_BITS = 126;
const SIXTY_FOUR_BITS = 127;
const LEAST_SIXTEEN_BITS = 126;
const LEAST_SIXTY_FOUR_BITS = 65_536;

export const MASK_BYTES = 4;

/** Flags, the longest length and a mask. */
export const MAX_HEAD_BYTES = 14;

/** The head of a client's frame. One object reads head after head, so that none of them costs memory. */
export class FrameHead {
  /** The first byte: whether the message ends here, and what it is. */
  flags = 0;
  isMasked = false;
  /** Bytes of payload. */
  length = 0;
  /** Bytes of the head itself, the mask included. */
  size = 0;

  /** Reads the head that begins at `at`; false when it does not end before `end`, and then nothing is known. */
  read(bytes: Uint8Array, at: number, end: number): boolean {
    if (end - at < 2) return false;
    const second = bytes[at + 1] ?? 0;
    const short = second & LENGTH;
    const lengthBytes = short < SIXTEEN_BITS ? 0 : short === SIXTEEN_BITS ? 2 : 8;
    const isMasked = (second & MASKED) !== 0;
    const size = 2 + lengthBytes + (isMasked ? MASK_BYTES : 0);
    if (end - at < size) return false;
    let length = lengthBytes === 0 ? short : 0;
    for (let i = 0; i < lengthBytes; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
    this.flags = bytes[at] ?? 0;
    this.isMasked = isMasked;
    this.length = length;
    this.size = size;
    return true;
  }

  get isControl(): boolean {
    return (this.flags & OPCODE) >= FIRST_CONTROL_OPCODE;
  }

  get isClose(): boolean {
    return (this.flags & OPCODE) === FIRST_CONTROL_OPCODE;
  }

  get isLast(): boolean {
    return (this.flags & FIN) !== 0;
  }

  /** A whole binary message in one frame, with no bit of an extension, and masked as a client's has to be. */
  get isWholeMessage(): boolean {
    return this.flags === (FIN | BINARY_OPCODE) && this.isMasked;
  }
}

/** The size of a server's head, which has no mask, for a payload of so many bytes. */
export const serverHeadBytes = (length: number): 2 | 4 | 10 =>
  length < LEAST_SIXTEEN_BITS ? 2 : length < LEAST_SIXTY_FOUR_BITS ? 4 : 10;

/** Writes the head of a server's binary message of so many bytes, at `at`. */
export function writeServerHead(target: Uint8Array, at: number, length: number): void {
  target[at] = FIN | BINARY_OPCODE;
  const size = serverHeadBytes(length);
  if (size === 2) {
    target[at + 1] = length;
    return;
  }
  target[at + 1] = size === 4 ? SIXTEEN_BITS : SIXTY_FOUR_BITS;
  let rest = length;
  for (let i = at + size - 1; i > at + 1; i--) {
    target[i] = rest & 0xff;
    rest = Math.floor(rest / 256);
  }
}

/** A whole binary message from a server, as the bytes of one frame. */
export function serverFrame(payload: Uint8Array): Buffer {
  const size = serverHeadBytes(payload.length);
  const frame = Buffer.allocUnsafe(size + payload.length);
  writeServerHead(frame, 0, payload.length);
  frame.set(payload, size);
  return frame;
}

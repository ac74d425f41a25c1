// A client's bytes are masked: byte i of a frame's payload with byte i mod 4 of its mask (RFC 6455 section 5.3). Taken
// off by words of four and eight bytes, that costs a tenth of what it costs byte by byte, and less.
//
// ws asks a native add-on named `bufferutil` for these two functions, if there is one; the bundler gives it this file.

/** Below so many bytes, the words are not worth finding. */
const FEW_BYTES = 16;

/** From so many bytes on, words of eight are worth finding as well. (Until V8 has made that fast, each is an object.) */
const MANY_BYTES = 4096;

/** Four bytes, and the number that this machine reads in them. */
const word = new Uint32Array(1);
const wordBytes = new Uint8Array(word.buffer);

/** Bytes, and the words of four that lie in the same memory. */
export class Uint32Words {
  private readonly words: Uint32Array;
  /** What lies in memory before the first byte, since the first word began. */
  private readonly before: number;

  constructor(readonly bytes: Uint8Array) {
    this.before = bytes.byteOffset & 3;
    const start = bytes.byteOffset - this.before;
    this.words = new Uint32Array(bytes.buffer, start, (this.before + bytes.length) >> 2);
  }

  /**
   * Takes the mask off the bytes from `from` to `to`, and moves them down by `down`, a multiple of four. The payload
   * that they are of began `phase` bytes before `from`.
   */
  unmask(from: number, to: number, mask: Uint8Array, phase = 0, down = 0): void {
    if (down === 0 && to - from >= MANY_BYTES) {
      this.unmaskMany(from, to, mask, phase);
      return;
    }
    // Words begin at multiples of four in memory.
    const head = Math.min(from + (-(this.before + from) & 3), to);
    if (to - from < FEW_BYTES) {
      this.unmaskBytes(from, to, mask, phase, down);
      return;
    }
    this.unmaskBytes(from, head, mask, phase, down);
    const { words } = this;
    const wordMask = maskAt(mask, phase + head - from);
    const end = (this.before + to) >> 2;
    const downWords = down >> 2;
    let i = (this.before + head) >> 2;
    // Eight at a time: half of what a word costs alone is to see whether there is another.
    for (const last = end - 7; i < last; i += 8) {
      const at = i - downWords;
      words[at] = (words[i] ?? 0) ^ wordMask;
      words[at + 1] = (words[i + 1] ?? 0) ^ wordMask;
      words[at + 2] = (words[i + 2] ?? 0) ^ wordMask;
      words[at + 3] = (words[i + 3] ?? 0) ^ wordMask;
      words[at + 4] = (words[i + 4] ?? 0) ^ wordMask;
      words[at + 5] = (words[i + 5] ?? 0) ^ wordMask;
      words[at + 6] = (words[i + 6] ?? 0) ^ wordMask;
      words[at + 7] = (words[i + 7] ?? 0) ^ wordMask;
    }
    for (; i < end; i++) words[i - downWords] = (words[i] ?? 0) ^ wordMask;
    const tail = end * 4 - this.before;
    this.unmaskBytes(tail, to, mask, phase + tail - from, down);
  }

  /** The same for many bytes that stay where they are, eight at a time: long messages are little else. */
  private unmaskMany(from: number, to: number, mask: Uint8Array, phase: number): void {
    const { buffer, byteOffset } = this.bytes;
    const head = from + (-(byteOffset + from) & 7);
    const words = new BigUint64Array(buffer, byteOffset + head, (to - head) >> 3);
    const tail = head + words.byteLength;
    const half = BigInt(maskAt(mask, phase + head - from));
    this.unmaskBytes(from, head, mask, phase, 0);
    unmaskWords(words, (half << 32n) | half);
    this.unmaskBytes(tail, to, mask, phase + tail - from, 0);
  }

  private unmaskBytes(from: number, to: number, mask: Uint8Array, phase: number, down: number): void {
    const { bytes } = this;
    for (let i = from; i < to; i++) bytes[i - down] = (bytes[i] ?? 0) ^ (mask[(phase + i - from) & 3] ?? 0);
  }
}

/** Four words a turn: to see whether there is another costs as much as one. */
function unmaskWords(words: BigUint64Array, mask: bigint): void {
  let i = 0;
  for (const last = words.length - 3; i < last; i += 4) {
    words[i] = (words[i] ?? 0n) ^ mask;
    words[i + 1] = (words[i + 1] ?? 0n) ^ mask;
    words[i + 2] = (words[i + 2] ?? 0n) ^ mask;
    words[i + 3] = (words[i + 3] ?? 0n) ^ mask;
  }
  for (; i < words.length; i++) words[i] = (words[i] ?? 0n) ^ mask;
}

/** The mask as a word, for a word that begins at byte `phase` of the payload. */
function maskAt(mask: Uint8Array, phase: number): number {
  for (let i = 0; i < 4; i++) wordBytes[i] = mask[(phase + i) & 3] ?? 0;
  return word[0] ?? 0;
}

/** Takes the four bytes of `mask` off `data`, in place. (Putting a mask on is the same.) */
export function unmask(data: Uint8Array, mask: Uint8Array): void {
  new Uint32Words(data).unmask(0, data.length, mask);
}

/** Writes the first `length` bytes of `source`, masked, to `output` from `offset` on. They may be the same memory. */
export function mask(
  source: Uint8Array,
  maskBytes: Uint8Array,
  output: Uint8Array,
  offset: number,
  length: number,
): void {
  const masked = output.subarray(offset, offset + length);
  masked.set(source.subarray(0, length));
  unmask(masked, maskBytes);
}

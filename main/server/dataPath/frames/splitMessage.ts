import { serverHeadBytes, writeServerHead } from './frame';
import type { Uint32Words } from './masking';
import { isNetstringEnd, MAX_SEND_DATA_HEAD_BYTES, type SendDataHead } from './sendData';

/** Pieces of less are copied together: each that is kept for itself costs an object, and keeps the chunk it came in. */
const LEAST_PIECE_BYTES = 8 * 1024;
const FIRST_COPY_BYTES = 512;

/** Up to so many bytes, one write is cheaper than one for each piece. */
const MAX_JOINED_BYTES = 16 * 1024;

/** The payload of one masked frame that does not lie within one chunk. Large pieces are not copied. */
export class SplitMessage {
  /** Bytes of payload that have come. */
  taken = 0;
  /** Bytes of memory that they take. */
  held = 0;
  private pieces: Buffer[] = [];
  /** What small pieces are copied to; it grows by doubling. */
  private copies = Buffer.alloc(0);
  private copied = 0;
  private readonly mask: Uint8Array;

  /** `length` bytes of payload under this mask. */
  constructor(
    private readonly length: number,
    mask: Uint8Array,
  ) {
    this.mask = Uint8Array.from(mask);
  }

  get isWhole(): boolean {
    return this.taken === this.length;
  }

  /** Takes what it lacks out of `chunk`, from `at` on, where its bytes lose their mask; gives where the rest begins. */
  take(chunk: Buffer, words: Uint32Words, at: number): number {
    const end = Math.min(at + this.length - this.taken, chunk.length);
    words.unmask(at, end, this.mask, this.taken);
    const piece = chunk.subarray(at, end);
    this.taken += piece.length;
    // The first piece may be the small end of a large chunk.
    if (piece.length >= LEAST_PIECE_BYTES && 2 * piece.length >= chunk.length) this.keep(piece);
    else this.copy(piece);
    return end;
  }

  private keep(piece: Buffer): void {
    this.endCopies();
    this.pieces.push(piece);
    this.held += piece.length;
  }

  private copy(piece: Buffer): void {
    const needed = this.copied + piece.length;
    if (needed > this.copies.length) {
      const most = needed + this.length - this.taken;
      const grown = Buffer.allocUnsafe(
        Math.min(Math.max(needed, 2 * this.copies.length, FIRST_COPY_BYTES), most),
      );
      this.copies.copy(grown, 0, 0, this.copied);
      this.held += grown.length - this.copies.length;
      this.copies = grown;
    }
    this.copies.set(piece, this.copied);
    this.copied = needed;
  }

  private endCopies(): void {
    if (this.copied === 0) return;
    this.pieces.push(this.copies.subarray(0, this.copied));
    this.copies = Buffer.alloc(0);
    this.copied = 0;
  }

  /** Of a whole message: its bytes in one piece, or in several of which the first holds a SendData's head. */
  payload(): Buffer[] {
    this.endCopies();
    while (this.pieces.length > 1 && (this.pieces[0]?.length ?? 0) < MAX_SEND_DATA_HEAD_BYTES) {
      this.pieces.unshift(Buffer.concat(this.pieces.splice(0, 2)));
    }
    return this.pieces;
  }
}

/** Whether `pieces` are one SendData, of which `head` then tells. */
export function isSendData(pieces: readonly Buffer[], head: SendDataHead): boolean {
  const [first] = pieces;
  if (!first) return false;
  const total = pieces.reduce((sum, { length }) => sum + length, 0);
  return isNetstringEnd(fromEnd(pieces, 2), fromEnd(pieces, 1)) && head.read(first, 0, total);
}

/** The byte that lies `back` before the end: 1 is the last. */
function fromEnd(pieces: readonly Buffer[], back: number): number | undefined {
  let left = back;
  for (const piece of pieces.toReversed()) {
    if (piece.length >= left) return piece[piece.length - left];
    left -= piece.length;
  }
  return undefined;
}

/** The frame that a server sends this payload in. */
export function toServerFrame(pieces: readonly Buffer[]): Buffer[] {
  const total = pieces.reduce((sum, { length }) => sum + length, 0);
  const head = Buffer.allocUnsafe(serverHeadBytes(total));
  writeServerHead(head, 0, total);
  return total <= MAX_JOINED_BYTES ? [Buffer.concat([head, ...pieces])] : [head, ...pieces];
}

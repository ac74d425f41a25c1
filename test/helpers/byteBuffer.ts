/** Bytes that come in pieces and are taken in sizes of one's own; each is copied a bounded number of times. */
export class ByteBuffer {
  private pieces: Buffer[] = [];
  size = 0;

  add(piece: Buffer): void {
    this.pieces.push(piece);
    this.size += piece.length;
  }

  /** The first `count` bytes, which stay; undefined while there are not so many. */
  peek(count: number): Buffer | undefined {
    if (this.size < count) return undefined;
    const [first] = this.pieces;
    if (first === undefined || first.length < count) this.pieces = [Buffer.concat(this.pieces)];
    return this.pieces[0]?.subarray(0, count);
  }

  take(count: number): Buffer | undefined {
    const taken = this.peek(count);
    if (taken === undefined) return undefined;
    const rest = this.pieces[0]?.subarray(count);
    if (rest === undefined || rest.length === 0) this.pieces.shift();
    else this.pieces[0] = rest;
    this.size -= count;
    return taken;
  }

  /** Whatever is there, up to `most` of it. */
  look(most: number): Buffer {
    return this.peek(Math.min(most, this.size)) ?? Buffer.alloc(0);
  }
}

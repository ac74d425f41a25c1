/** NATS reads 64 KiB at once, and copies what is longer once more: that leaves in parts, which is a third faster. */
const PART_BYTES = 48 * 1024;

/** More of one run, and the node at the other end is none of ours: the longest message of a device has a million. */
const MOST_BYTES = 2_000_000;

/** Cuts a run of frames into parts, where it is too long for one. */
export function inParts(pieces: readonly Buffer[], bytes: number): readonly (readonly Buffer[])[] {
  if (bytes <= PART_BYTES) return [pieces];
  const parts: Buffer[][] = [];
  let part: Buffer[] = [];
  let room = PART_BYTES;
  for (const piece of pieces)
    for (let at = 0; at < piece.length; ) {
      const taken = piece.subarray(at, at + room);
      part.push(taken);
      at += taken.length;
      room -= taken.length;
      if (room > 0) continue;
      parts.push(part);
      part = [];
      room = PART_BYTES;
    }
  return part.length > 0 ? [...parts, part] : parts;
}

/** The receiving side: a device must not get the beginning of a frame whose end may never come. */
export class Assembly {
  private parts: Buffer[] = [];
  private bytes = 0;

  /** False: it is more than there can be. */
  add(part: Buffer): boolean {
    this.parts.push(part);
    this.bytes += part.length;
    return this.bytes <= MOST_BYTES;
  }

  /** All of it, with the last part. */
  finish(last: Buffer): readonly Buffer[] {
    if (this.parts.length === 0) return [last];
    const all = [...this.parts, last];
    this.parts = [];
    this.bytes = 0;
    return all;
  }
}

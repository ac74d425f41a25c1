// ws takes the mask off what comes byte by byte, unless it finds a native add-on named `bufferutil`: these two functions
// are what it asks of one, and the bundler gives it this file for it. Four bytes at a time need no add-on, and for large
// messages save most of what receiving them costs.

const word = new Uint32Array(1);
const wordBytes = new Uint8Array(word.buffer);

/** Takes the four bytes of `mask` off `data`, in place. (Putting a mask on is the same.) */
export function unmask(data: Uint8Array, mask: Uint8Array): void {
  // Words have to begin where the memory does, or a multiple of four bytes after that.
  const head = -data.byteOffset & 3;
  if (data.length < head) {
    unmaskBytes(data, mask, 0, data.length);
    return;
  }
  unmaskBytes(data, mask, 0, head);
  for (let i = 0; i < 4; i++) wordBytes[i] = mask[(head + i) & 3] ?? 0;
  const wordMask = word[0] ?? 0;
  const words = new Uint32Array(data.buffer, data.byteOffset + head, (data.length - head) >> 2);
  for (let i = 0; i < words.length; i++) words[i] = (words[i] ?? 0) ^ wordMask;
  unmaskBytes(data, mask, head + words.length * 4, data.length);
}

function unmaskBytes(data: Uint8Array, mask: Uint8Array, from: number, to: number): void {
  for (let i = from; i < to; i++) data[i] = (data[i] ?? 0) ^ (mask[i & 3] ?? 0);
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

// @ts-check
// The bytes that the load generator sends and expects, made once, before anything is timed. They are written down here
// anew, from the protocol: the relay under test does not get to say what is right.

/** Any mask but zero, which would spare the server the unmasking that real clients cost it. */
const MASK = Buffer.from([0x5a, 0xc3, 0x17, 0x88]);

const BINARY = 0x82;

/**
 * @param {Buffer[]} parts
 * @returns {Buffer}
 */
const netstring = (...parts) => {
  const inside = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(`${inside.length}:`), inside, Buffer.from(',')]);
};

/**
 * A message of the relay's protocol: a kind, then its fields.
 * @param {string} kind
 * @param {Buffer[]} fields
 */
export const message = (kind, ...fields) =>
  netstring(Buffer.from(kind), ...fields.map((field) => netstring(field)));

/**
 * A client's websocket frame.
 * @param {Buffer} payload
 */
export const clientFrame = (payload) => {
  const masked = payload.map((byte, index) => byte ^ (MASK[index & 3] ?? 0));
  return Buffer.concat([frameHeader(payload.length), MASK, masked]);
};

/** @param {number} length */
const frameHeader = (length) => {
  if (length < 126) return Buffer.from([BINARY, 0x80 | length]);
  if (length < 65_536) return Buffer.from([BINARY, 0x80 | 126, length >> 8, length & 0xff]);
  const header = Buffer.from([BINARY, 0x80 | 127, 0, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(length, 6);
  return header;
};

/**
 * @callback OnPayload called for every piece of payload, in order; the bytes are valid during the call only
 * @param {Buffer} buffer
 * @param {number} start
 * @param {number} end
 * @returns {void}
 */

/**
 * Steps over the headers of a server's frames, so that what is counted does not depend on how the server frames it.
 * A few header bytes a frame are looked at and no payload byte, which costs next to nothing.
 */
export class FrameReader {
  #header = Buffer.alloc(10);
  #have = 0;
  #left = 0;
  #counts = true;

  /**
   * @param {Buffer} buffer
   * @param {number} start
   * @param {number} end
   * @param {OnPayload} onPayload
   */
  push(buffer, start, end, onPayload) {
    let at = start;
    while (at < end) {
      if (this.#left === 0) {
        this.#header[this.#have++] = buffer[at++] ?? 0;
        if (this.#have >= 2 && this.#have === this.#headerBytes()) this.#begin();
      } else {
        const piece = Math.min(this.#left, end - at);
        this.#left -= piece;
        if (this.#counts) onPayload(buffer, at, at + piece);
        at += piece;
      }
    }
  }

  #headerBytes() {
    const length = this.#header[1] ?? 0;
    return length < 126 ? 2 : length === 126 ? 4 : 10;
  }

  #begin() {
    const [first = 0, length = 0] = this.#header;
    if (length & 0x80) throw new Error('a server must not mask its frames');
    if ((first & 0x0f) === 8) throw new Error('the server closed a connection');
    // Pings are not payload.
    this.#counts = (first & 0x0f) < 8;
    // Of the eight bytes of the longest form the first two are always zero.
    if (length < 126) this.#left = length;
    else this.#left = length === 126 ? this.#header.readUInt16BE(2) : this.#header.readUIntBE(4, 6);
    this.#have = 0;
  }
}

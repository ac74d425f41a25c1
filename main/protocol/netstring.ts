import { err, ok, type Result } from '../lib/result';

export type Bytes = Uint8Array;

/** Why a stream of bytes is not the protocol's. A connection that sends such bytes ends. */
export type Malformed =
  | 'length is not a number'
  | 'length has a leading zero'
  | 'longer than the limit'
  | 'no comma at the end'
  | 'unknown kind of message'
  | 'wrong number of fields'
  | 'field of a wrong size';

/** The largest length number accepted, the outer netstring's included (PROTOCOL section 2). */
export const MAX_NETSTRING_BYTES = 1_000_000;

/** The longest header there can be: the digits of the limit and the colon. */
const MAX_HEADER_BYTES = String(MAX_NETSTRING_BYTES).length + 1;

export const COLON = 0x3a;
export const COMMA = 0x2c;
export const ZERO = 0x30;

/** Where a netstring's bytes lie, and where the next one begins. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** More bytes are needed; `total` is the whole netstring's size, once its header is complete. */
export interface Incomplete {
  readonly total: number | undefined;
}

/** Reads the netstring at `at`, copying nothing. */
export function readNetstring(bytes: Bytes, at: number): Result<Span | Incomplete, Malformed> {
  let length = 0;
  let i = at;
  for (; ; i++) {
    const byte = bytes[i];
    if (byte === undefined) return ok({ total: undefined });
    if (byte === COLON && i > at) break;
    const digit = byte - ZERO;
    if (digit < 0 || digit > 9) return err('length is not a number');
    if (i > at && length === 0) return err('length has a leading zero');
    length = length * 10 + digit;
    if (length > MAX_NETSTRING_BYTES) return err('longer than the limit');
  }
  const start = i + 1;
  const end = start + length;
  if (end >= bytes.length) return ok({ total: end + 1 - at });
  if (bytes[end] !== COMMA) return err('no comma at the end');
  return ok({ start, end, next: end + 1 });
}

export const isIncomplete = (found: Span | Incomplete): found is Incomplete => 'total' in found;

export interface Decoded {
  /** The netstrings' bytes, in order. They may be views of the chunk that was pushed. */
  readonly payloads: readonly Bytes[];
  /** Set when what follows the payloads is not a netstring: the stream cannot go on. */
  readonly malformed?: Malformed;
}

/** One for all, since it is never written to. */
const NOTHING: Buffer = Buffer.alloc(0);

/**
 * Cuts a byte stream into netstrings, however it is split. A netstring that lies within one chunk is not
 * copied; one that spans several is gathered in a buffer that grows with what has really arrived (a stranger's
 * promise of a megabyte costs nothing), doubling, so that every byte is copied a bounded number of times.
 */
export class NetstringDecoder {
  private pending = NOTHING;
  private pendingLength = 0;
  private malformed: Malformed | undefined;

  /** Bytes held back for a netstring that is not complete yet. */
  get held(): number {
    return this.pendingLength;
  }

  push(chunk: Bytes): Decoded {
    const payloads: Bytes[] = [];
    let at = 0;
    while (this.malformed === undefined && at < chunk.length) {
      at = this.pendingLength > 0 ? this.resume(chunk, at, payloads) : this.scan(chunk, at, payloads);
    }
    return this.malformed === undefined ? { payloads } : { payloads, malformed: this.malformed };
  }

  /** Reads whole netstrings out of `chunk`; keeps the beginning of one that is not complete. */
  private scan(chunk: Bytes, from: number, payloads: Bytes[]): number {
    let at = from;
    while (at < chunk.length) {
      const found = readNetstring(chunk, at);
      if (!found.ok) {
        this.malformed = found.error;
        return chunk.length;
      }
      if (isIncomplete(found.value)) {
        this.hold(chunk.subarray(at), found.value.total);
        return chunk.length;
      }
      payloads.push(chunk.subarray(found.value.start, found.value.end));
      at = found.value.next;
    }
    return at;
  }

  /** Completes the netstring that an earlier chunk began; returns where in `chunk` the rest begins. */
  private resume(chunk: Bytes, from: number, payloads: Bytes[]): number {
    const before = this.pendingLength;
    const total = this.expectedTotal();
    const wanted = (total ?? MAX_HEADER_BYTES) - before;
    const taken = Math.min(wanted, chunk.length - from);
    this.hold(chunk.subarray(from, from + taken), total);
    const found = readNetstring(this.pending.subarray(0, this.pendingLength), 0);
    if (!found.ok) {
      this.malformed = found.error;
      return chunk.length;
    }
    if (isIncomplete(found.value)) return from + taken;
    payloads.push(this.pending.subarray(found.value.start, found.value.end));
    // The payload is a view: the buffer now belongs to its reader and is not written again.
    this.pending = NOTHING;
    this.pendingLength = 0;
    return from + found.value.next - before;
  }

  private expectedTotal(): number | undefined {
    const found = readNetstring(this.pending.subarray(0, this.pendingLength), 0);
    return found.ok && isIncomplete(found.value) ? found.value.total : undefined;
  }

  private hold(bytes: Bytes, total: number | undefined): void {
    const needed = this.pendingLength + bytes.length;
    if (needed > this.pending.length) {
      const doubled = Math.max(needed, this.pending.length * 2, MAX_HEADER_BYTES);
      const grown = Buffer.allocUnsafe(Math.min(doubled, Math.max(needed, total ?? doubled)));
      this.pending.copy(grown, 0, 0, this.pendingLength);
      this.pending = grown;
    }
    this.pending.set(bytes, this.pendingLength);
    this.pendingLength = needed;
  }
}

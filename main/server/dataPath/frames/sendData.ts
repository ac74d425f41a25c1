import { PUBLIC_KEY_BYTES } from '../../../protocol/deviceKey';
import { COLON, COMMA, MAX_NETSTRING_BYTES, ZERO } from '../../../protocol/netstring';

const DATA = 0x64;
const THREE = 0x33;
const TWO = 0x32;

/** What lies between the outer netstring's colon and the key: `d32:`. */
const KEY_PREFIX_BYTES = 4;

/** The longest outer header (`1000000:`), `d32:`, the key and its comma, the data's own header (`999955:`). */
export const MAX_SEND_DATA_HEAD_BYTES = 8 + KEY_PREFIX_BYTES + PUBLIC_KEY_BYTES + 1 + 7;

/** The largest message that holds one netstring: the digits of the limit, the colon, and the comma. */
export const MAX_MESSAGE_BYTES = MAX_NETSTRING_BYTES + 9;

/**
 * Recognises a message that is one SendData and nothing else (PROTOCOL sections 2 and 3), `L:d32:KEY,N:DATA,,`, without
 * taking it apart: a Data event differs from it in the 32 bytes of the key alone. Anything else that it could be, a
 * fault included, it leaves to those who read messages in full. One object looks at message after message.
 */
export class SendDataHead {
  /** Where the key lies, from the message's first byte. */
  keyAt = 0;
  /** Bytes of data. */
  dataBytes = 0;

  /**
   * Reads the head of a message of `total` bytes that begins at `at`, and of which all or `MAX_SEND_DATA_HEAD_BYTES`
   * are there. True: if it also ends with two commas (`isNetstringEnd`), it is a SendData.
   */
  read(bytes: Uint8Array, at: number, total: number): boolean {
    const inner = insideOf(total);
    if (inner < 0 || inner > MAX_NETSTRING_BYTES) return false;
    const kindAt = writtenLength(bytes, at, inner);
    if (kindAt < 0 || !isKeyPrefix(bytes, kindAt)) return false;
    const keyAt = kindAt + KEY_PREFIX_BYTES;
    const dataAt = keyAt + PUBLIC_KEY_BYTES + 1;
    if (bytes[dataAt - 1] !== COMMA) return false;
    // What is left is the data's netstring, and the outer comma.
    const dataBytes = insideOf(total - (dataAt - at) - 1);
    if (dataBytes < 0 || writtenLength(bytes, dataAt, dataBytes) < 0) return false;
    this.keyAt = keyAt - at;
    this.dataBytes = dataBytes;
    return true;
  }
}

export const isNetstringEnd = (lastButOne: number | undefined, last: number | undefined): boolean =>
  lastButOne === COMMA && last === COMMA;

const isKeyPrefix = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === DATA && bytes[at + 1] === THREE && bytes[at + 2] === TWO && bytes[at + 3] === COLON;

/** How many bytes a netstring holds that has so many itself; negative when there is none of this size. */
function insideOf(total: number): number {
  let digits = 1;
  for (let most = 10; total - digits - 2 >= most; most *= 10) digits++;
  return total - digits - 2;
}

/** Whether `length` and a colon are written at `at`, as they have to be: gives where they end, or -1. */
function writtenLength(bytes: Uint8Array, at: number, length: number): number {
  let end = at + 1;
  for (let rest = length; rest > 9; rest = Math.floor(rest / 10)) end++;
  if (bytes[end] !== COLON) return -1;
  let rest = length;
  for (let i = end - 1; i >= at; i--) {
    if (bytes[i] !== ZERO + (rest % 10)) return -1;
    rest = Math.floor(rest / 10);
  }
  return end + 1;
}

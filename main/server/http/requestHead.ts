import type { Socket } from 'node:net';
import { HEAD_BYTES, HEAD_LINES } from '../limits/limits';

/** What came of waiting for a request. */
export type RequestHead =
  /** `head` ends with an empty line, unless it is seen before that to be no request; `rest` is what came behind it. */
  { readonly kind: 'head'; readonly head: Buffer; readonly rest: Buffer } | { readonly kind: 'tooLarge' };

const CR = 0x0d;
const LF = 0x0a;

const REQUEST_LINE = /^[A-Z]+ .*HTTP\/\d\.\d\r$/;

/**
 * Waits for the head of one request on a fresh connection. Once `done` is called, the socket is paused and nobody's;
 * one that ends before that is closed.
 *
 * A parser that is given whatever comes takes in a packet with thousands of requests at once, and all others wait for
 * that. What it is given instead is one head of bounded size.
 */
export function readHead(socket: Socket, done: (found: RequestHead) => void): void {
  const reader = createHeadReader();

  function received(chunk: Buffer): void {
    const found = reader(chunk);
    if (!found) return;
    socket.removeListener('data', received);
    socket.removeListener('end', ended);
    socket.pause();
    done(found);
  }

  function ended(): void {
    socket.destroy();
  }

  socket.on('data', received);
  socket.on('end', ended);
}

/** Takes chunk after chunk; gives what they are as soon as that is known. Every byte is looked at once. */
export function createHeadReader(): (chunk: Buffer) => RequestHead | undefined {
  let bytes = Buffer.alloc(0);
  let length = 0;
  let lineStart = 0;
  let lines = 0;

  function append(chunk: Buffer): void {
    if (length + chunk.length > bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(length + chunk.length, 2 * bytes.length));
      bytes.copy(grown, 0, 0, length);
      bytes = grown;
    }
    chunk.copy(bytes, length);
    length += chunk.length;
  }

  const cutAt = (end: number): RequestHead => ({
    kind: 'head',
    head: bytes.subarray(0, end),
    rest: bytes.subarray(end, length),
  });

  /** Looks for the empty line from `at` on. */
  function look(at: number): RequestHead | undefined {
    const seen = bytes.subarray(0, Math.min(length, HEAD_BYTES));
    for (let end = seen.indexOf(LF, at); end >= 0; end = seen.indexOf(LF, end + 1)) {
      // An empty line that is none at the end, or no request at all: its parser says what is wrong.
      if (bytes[end - 1] !== CR) return cutAt(length);
      if (end === lineStart + 1) return cutAt(end + 1);
      if (lines === 0 && !REQUEST_LINE.test(bytes.toString('latin1', 0, end))) return cutAt(length);
      lines += 1;
      lineStart = end + 1;
      if (lines > HEAD_LINES) return { kind: 'tooLarge' };
    }
    return length > HEAD_BYTES ? { kind: 'tooLarge' } : undefined;
  }

  return (chunk) => {
    // Empty lines before a request are passed over (RFC 9112 section 2.2).
    const begin = length === 0 ? chunk.findIndex((byte) => byte !== CR && byte !== LF) : 0;
    if (begin < 0) return undefined;
    const from = length;
    append(chunk.subarray(begin));
    return isLetter(bytes[0]) ? look(from) : cutAt(length);
  };
}

/** Methods are in capitals; what begins otherwise is another protocol. */
const isLetter = (byte = 0): boolean => byte >= 0x41 && byte <= 0x5a;

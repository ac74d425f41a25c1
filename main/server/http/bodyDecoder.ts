import type { IncomingHttpHeaders } from 'node:http';

/** Tells a body from what comes behind it. Every byte is looked at once, and nothing is kept but a line that is not whole. */
export interface BodyDecoder {
  /** Bytes that the body has; undefined where that turns out only at its end. */
  readonly length: number | undefined;
  /** Takes what came; gives what of it is content, and whether there is more to come. */
  take(chunk: Buffer): { readonly content: Buffer; readonly state: BodyState };
}

/** `broken`: it is no body in the form that was announced. */
export type BodyState = 'more' | 'whole' | 'broken';

/** What is not a chunk's content: a line of its size, or of what stands behind the last one; and all of the latter. */
const LINE_BYTES = 256;
const TRAILER_BYTES = 4 * 1024;

const LF = 0x0a;

const NOTHING = Buffer.alloc(0);

/**
 * For the body that the headers, which Node's parser has let pass, announce (RFC 9112 section 6); undefined where they
 * announce none.
 */
export function bodyDecoderOf(headers: IncomingHttpHeaders): BodyDecoder | undefined {
  const { 'transfer-encoding': encoding, 'content-length': length } = headers;
  if (encoding !== undefined) return encoding.toLowerCase() === 'chunked' ? chunks() : unreadable();
  return length === undefined || Number(length) === 0 ? undefined : bytes(Number(length));
}

/** Other encodings are nobody's, and a body in one of them cannot be told from what is behind it. */
const unreadable = (): BodyDecoder => ({
  length: undefined,
  take: () => ({ content: NOTHING, state: 'broken' }),
});

function bytes(length: number): BodyDecoder {
  let missing = length;
  return {
    length,
    take(chunk) {
      const content = chunk.subarray(0, missing);
      missing -= content.length;
      return { content, state: missing > 0 ? 'more' : 'whole' };
    },
  };
}

function chunks(): BodyDecoder {
  let expected: 'size' | 'content' | 'lineEnd' | 'trailer' = 'size';
  /** Bytes of a chunk's content that are still to come. */
  let missing = 0;
  let trailerBytes = 0;
  let line = '';
  let state: BodyState = 'more';

  function lineCame(text: string): void {
    if (expected === 'size') {
      // What may stand behind the size, nobody knows of.
      const [, size] = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i.exec(text) ?? [];
      if (size === undefined) state = 'broken';
      missing = Number.parseInt(size ?? '0', 16);
      expected = missing > 0 ? 'content' : 'trailer';
    } else if (expected === 'lineEnd') {
      if (text !== '') state = 'broken';
      expected = 'size';
    } else {
      trailerBytes += text.length;
      if (trailerBytes > TRAILER_BYTES) state = 'broken';
      else if (text === '') state = 'whole';
    }
  }

  /** Takes a line, or as much of it as there is; gives how many bytes that were. */
  function takeLine(chunk: Buffer): number {
    const end = chunk.indexOf(LF);
    const length = end < 0 ? chunk.length : end + 1;
    if (line.length + length > LINE_BYTES) {
      state = 'broken';
      return length;
    }
    line += chunk.toString('latin1', 0, length);
    if (end < 0) return length;
    const text = line.slice(0, -2);
    if (line.endsWith('\r\n')) lineCame(text);
    else state = 'broken';
    line = '';
    return length;
  }

  function takeContent(chunk: Buffer): Buffer {
    const content = chunk.subarray(0, missing);
    missing -= content.length;
    if (missing === 0) expected = 'lineEnd';
    return content;
  }

  return {
    length: undefined,
    take(chunk) {
      const pieces: Buffer[] = [];
      let at = 0;
      while (at < chunk.length && state === 'more') {
        if (expected !== 'content') {
          at += takeLine(chunk.subarray(at));
          continue;
        }
        const piece = takeContent(chunk.subarray(at));
        pieces.push(piece);
        at += piece.length;
      }
      return { content: Buffer.concat(pieces), state };
    },
  };
}

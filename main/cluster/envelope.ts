import type { NodeId } from './nodeId';

/*
 * What a node sends to another begins alike: a byte that tells the kind, the sender's id (8 bytes), then numbers of 4
 * bytes each, big-endian: the sender's session, the receiver's as the sender knows it, and the number of the message
 * within the session (for `hello` and `ping`: how many there were).
 *
 *     hello, ping   nothing more
 *     control       JSON
 *     data          link, bytes of payload, messages, bytes of messages (4 bytes each), then websocket frames: whole ones,
 *                   or a part of some, with no messages, of which the rest comes next
 */

const KINDS = { hello: 1, ping: 2, control: 3, data: 4 } as const;

export type EnvelopeKind = keyof typeof KINDS;

const HEAD_BYTES = 21;
const DATA_HEAD_BYTES = HEAD_BYTES + 16;

export interface Envelope {
  readonly kind: EnvelopeKind;
  readonly from: NodeId;
  /** Chosen by the sender anew whenever what it said before is over. Never 0. */
  readonly session: number;
  /** The receiver's; 0 where the sender knows none. */
  readonly echo: number;
  readonly number: number;
}

/** What is in frames of one link; in a part of some of which more comes: no messages. */
export interface LinkData {
  readonly link: number;
  /** Bytes of payload. */
  readonly dataBytes: number;
  readonly messages: number;
  /** Bytes of messages, without the heads of their frames. */
  readonly messageBytes: number;
}

export function writeEnvelope(envelope: Envelope, body: Uint8Array = new Uint8Array()): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + body.length);
  writeHead(bytes, envelope);
  bytes.set(body, HEAD_BYTES);
  return bytes;
}

export function writeData(
  envelope: Envelope,
  { link, dataBytes, messages, messageBytes }: LinkData,
  pieces: readonly Uint8Array[],
): Buffer {
  const bytes = Buffer.allocUnsafe(pieces.reduce((sum, piece) => sum + piece.length, DATA_HEAD_BYTES));
  writeHead(bytes, envelope);
  bytes.writeUInt32BE(link, HEAD_BYTES);
  bytes.writeUInt32BE(dataBytes, HEAD_BYTES + 4);
  bytes.writeUInt32BE(messages, HEAD_BYTES + 8);
  bytes.writeUInt32BE(messageBytes, HEAD_BYTES + 12);
  let at = DATA_HEAD_BYTES;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function writeHead(bytes: Buffer, { kind, from, session, echo, number }: Envelope): void {
  bytes[0] = KINDS[kind];
  bytes.write(from, 1, 'hex');
  bytes.writeUInt32BE(session, 9);
  bytes.writeUInt32BE(echo, 13);
  bytes.writeUInt32BE(number, 17);
}

/** Undefined for what is none. */
export function readEnvelope(message: Uint8Array): { envelope: Envelope; body: Buffer } | undefined {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.length);
  const kind = KIND_OF.get(bytes[0] ?? 0);
  if (kind === undefined || bytes.length < HEAD_BYTES) return undefined;
  const envelope: Envelope = {
    kind,
    from: bytes.toString('hex', 1, 9) as NodeId,
    session: bytes.readUInt32BE(9),
    echo: bytes.readUInt32BE(13),
    number: bytes.readUInt32BE(17),
  };
  return { envelope, body: bytes.subarray(HEAD_BYTES) };
}

/** The body of a data message; undefined for what is none. */
export function readData(body: Buffer): { data: LinkData; frames: Buffer } | undefined {
  const headBytes = DATA_HEAD_BYTES - HEAD_BYTES;
  if (body.length < headBytes) return undefined;
  const data: LinkData = {
    link: body.readUInt32BE(0),
    dataBytes: body.readUInt32BE(4),
    messages: body.readUInt32BE(8),
    messageBytes: body.readUInt32BE(12),
  };
  return { data, frames: body.subarray(headBytes) };
}

const KIND_OF: ReadonlyMap<number, EnvelopeKind> = new Map(
  (['hello', 'ping', 'control', 'data'] as const).map((kind) => [KINDS[kind], kind]),
);

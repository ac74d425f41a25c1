import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { Queue } from './queue';
import { RawSocket } from './rawSocket';
import { cutNetstrings, type Heard, message, readEvent } from './rawWire';

/** A device's Ed25519 key pair, by Node's own cryptography. */
export interface Keys {
  readonly secret: KeyObject;
  /** 32 raw bytes. */
  readonly raw: Buffer;
  /** The same as text. */
  readonly key: string;
}

export function makeKeys(): Keys {
  const pair = generateKeyPairSync('ed25519');
  const raw = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { secret: pair.privateKey, raw, key: raw.toString('base64') };
}

export interface DeviceOptions {
  readonly port: number;
  readonly host?: string;
  readonly username: string;
  readonly password: string;
  readonly keys?: Keys;
  /** Lines of the upgrade's head besides the usual ones. */
  readonly headers?: readonly string[];
  /** False: a device that hangs, and never answers a close. */
  readonly answersClose?: boolean;
  /**
   * False where the answer could come in the middle of a frame that is written in pieces; late as over a line on which
   * it takes a tenth of a second.
   */
  readonly answersPings?: boolean | 'late';
}

export interface Closed {
  /** 1006 when there was no close frame. */
  readonly code: number;
  readonly reason: string;
}

export const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** One websocket frame from a client: masked, as RFC 6455 section 5.3 demands. */
export function frame(opcode: number, payload: Uint8Array, fin = true): Buffer {
  const mask = randomBytes(4);
  const size = payload.length;
  const head = Buffer.alloc(size < 126 ? 2 : size < 65_536 ? 4 : 10);
  head[0] = (fin ? 0x80 : 0) | opcode;
  head[1] = 0x80 | (size < 126 ? size : size < 65_536 ? 126 : 127);
  if (head.length === 4) head.writeUInt16BE(size, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(size), 2);
  const masked = Buffer.from(payload);
  for (let i = 0; i < size; i++) masked[i] = (masked[i] ?? 0) ^ (mask[i % 4] ?? 0);
  return Buffer.concat([head, mask, masked]);
}

/** The request that asks for a websocket; `more` are further header lines. */
export const upgradeRequest = (target: string, ...more: readonly string[]): string[] => [
  `GET ${target} HTTP/1.1`,
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ...more,
];

/** What answers a websocket key (RFC 6455 section 4.2.2). */
const acceptOf = (key: string): string =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

/** The answer to the key of `upgradeRequest`. */
export const ACCEPT = acceptOf('AAAAAAAAAAAAAAAAAAAAAA==');

/** The whole head of an answer that gives a client its websocket: for servers made of a bare socket. */
export const switchingProtocols = (key: string): string =>
  [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptOf(key)}`,
    '\r\n',
  ].join('\r\n');

/** All that one device has to know of another. */
interface Named {
  readonly keys: { readonly raw: Uint8Array };
}

/** A device made of a bare socket, with a websocket and a protocol of its own. */
export class RawDevice {
  readonly keys: Keys;
  /** How the relay ended the connection. Never rejects. */
  readonly closed: Promise<Closed>;
  readonly pongs = new Queue<Buffer>();
  /** The pings that it has answered. */
  readonly answered = new Queue<Buffer>();
  /** Bytes of the websocket messages that it sent by `send`, and that it got. */
  sentBytes = 0;
  receivedBytes = 0;
  private readonly heard = new Queue<Heard>();
  /** The payload of each websocket message, byte by byte as it came. */
  private readonly messages = new Queue<Buffer>();
  private pending: Buffer = Buffer.alloc(0);
  private ending: Closed = { code: 1006, reason: '' };

  private constructor(
    readonly raw: RawSocket,
    private readonly options: DeviceOptions,
  ) {
    this.keys = options.keys ?? makeKeys();
    this.closed = this.read();
  }

  /** Connects and logs in to the account; the key is not proved yet. */
  static async open(options: DeviceOptions): Promise<RawDevice> {
    const raw = await RawSocket.open(options.port, options.host);
    const login = `Authorization: ${basic(options.username, options.password)}`;
    raw.request(...upgradeRequest('/v1/relay', login, ...(options.headers ?? [])));
    const answer = await raw.answer('upgrade');
    if (answer.status !== 101) throw new Error(`no websocket: ${answer.statusLine}`);
    return new RawDevice(raw, options);
  }

  get key(): string {
    return this.keys.key;
  }

  /** The next thing that the relay says; rejects when the connection ends first. */
  next(): Promise<Heard> {
    return this.heard.next();
  }

  /** The next websocket message's bytes: for tests that look at each one. `next` counts on by itself. */
  nextBytes(): Promise<Buffer> {
    return this.messages.next();
  }

  /** Proves the key; resolves when the relay has accepted it. */
  async login(): Promise<this> {
    this.send(this.iam(await this.challenge()));
    const answer = await this.next();
    if (answer.kind !== 'authenticated') throw new Error(`not accepted: ${JSON.stringify(answer)}`);
    return this;
  }

  async challenge(): Promise<Buffer> {
    const who = await this.next();
    if (who.kind !== 'who') throw new Error(`not a challenge: ${JSON.stringify(who)}`);
    return who.challenge;
  }

  iam(challenge: Uint8Array): Buffer {
    return message('i', sign(null, challenge, this.keys.secret), this.keys.raw);
  }

  connect(to: Named): void {
    this.send(message('c', to.keys.raw));
  }

  disconnect(from: Named): void {
    this.send(message('x', from.keys.raw));
  }

  data(to: Named, data: Uint8Array | string): void {
    this.send(message('d', to.keys.raw, data));
  }

  /** One binary websocket message. */
  send(bytes: Uint8Array): void {
    this.sentBytes += bytes.length;
    this.raw.write(frame(OPCODE.binary, bytes));
  }

  /**
   * Shows that all that was sent before has been worked off and that nothing else came of it: asks for something
   * with a known answer and expects that answer next.
   */
  async quiet(): Promise<void> {
    this.send(message('c', this.keys.raw));
    const next = await this.next();
    if (next.kind !== 'error' || next.message !== "Can't connect to self")
      throw new Error(`not quiet: ${JSON.stringify(next)}`);
  }

  /** Closes in order, and resolves when the relay has answered. */
  async close(): Promise<Closed> {
    this.raw.write(frame(OPCODE.close, Buffer.from([0x03, 0xe8])));
    return this.closed;
  }

  private async read(): Promise<Closed> {
    const parts: Buffer[] = [];
    try {
      for (;;) {
        const { opcode, fin, payload } = await this.raw.take(cutFrame);
        if (opcode === OPCODE.close) this.closing(payload);
        else if (opcode === OPCODE.ping) this.pinged(payload);
        else if (opcode === OPCODE.pong) this.pongs.push(payload);
        else if (opcode === OPCODE.text) throw new Error('the relay sent a text message');
        else {
          parts.push(payload);
          if (fin) this.received(Buffer.concat(parts.splice(0)));
        }
      }
    } catch (error) {
      await this.raw.end();
      const why = new Error(`closed (${this.ending.code} ${this.ending.reason}): ${error}`);
      for (const queue of [this.heard, this.messages, this.pongs, this.answered]) queue.end(why);
      return this.ending;
    }
  }

  private pinged(payload: Buffer): void {
    const answer = () => {
      this.raw.write(frame(OPCODE.pong, payload));
      this.answered.push(payload);
    };
    if (this.options.answersPings === 'late') setTimeout(answer, 100);
    else if (this.options.answersPings !== false) answer();
  }

  private received(bytes: Buffer): void {
    this.receivedBytes += bytes.length;
    this.messages.push(bytes);
    const { whole, rest } = cutNetstrings(Buffer.concat([this.pending, bytes]));
    this.pending = rest;
    for (const content of whole) this.heard.push(readEvent(content));
  }

  private closing(payload: Buffer): void {
    const code = payload.length < 2 ? 1005 : payload.readUInt16BE(0);
    this.ending = { code, reason: payload.toString('utf8', 2) };
    if (this.options.answersClose !== false) this.raw.write(frame(OPCODE.close, payload.subarray(0, 2)));
  }
}

interface Frame {
  readonly opcode: number;
  readonly fin: boolean;
  readonly payload: Buffer;
}

/** Cuts one frame of a server off the front. */
function cutFrame(bytes: Buffer): { value: Frame; length: number } | undefined {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return undefined;
  if (first & 0x70) throw new Error('a frame with a bit of an extension that nobody agreed on');
  if (second & 0x80) throw new Error('a server must not mask');
  let size = second & 0x7f;
  let start = 2;
  if (size === 126) {
    if (bytes.length < 4) return undefined;
    size = bytes.readUInt16BE(2);
    start = 4;
  } else if (size === 127) {
    if (bytes.length < 10) return undefined;
    size = Number(bytes.readBigUInt64BE(2));
    start = 10;
  }
  const length = start + size;
  if (bytes.length < length) return undefined;
  const payload = Buffer.from(bytes.subarray(start, length));
  return { value: { opcode: first & 0x0f, fin: (first & 0x80) !== 0, payload }, length };
}

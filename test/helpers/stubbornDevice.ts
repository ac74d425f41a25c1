import { sign } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ByteBuffer } from './byteBuffer';
import { Log } from './queue';
import { basic, type Closed, frame, type Keys, makeKeys, OPCODE, upgradeRequest } from './rawDevice';
import { type Heard, message, readEvent } from './rawWire';

export interface Manners {
  readonly keys?: Keys;
  /** False: it hears pings and says nothing. */
  readonly answersPings?: boolean;
  /** Takes the data that other devices send, in place of `heard`: floods are not to be kept. */
  readonly onData?: (data: Buffer, from: string) => void;
}

export interface Account {
  readonly username: string;
  readonly password: string;
}

/**
 * A device that does not do what a good one does: it stops reading when it is told to, leaves pings unanswered, and
 * sends more than anybody would. What comes is cut as it comes, so that hundreds of megabytes cost no memory.
 */
export class StubbornDevice {
  readonly keys: Keys;
  readonly heard = new Log<Heard>();
  /** The opcodes of the frames that came, in order. */
  readonly frames = new Log<number>();
  readonly closed: Promise<Closed>;
  answersPings: boolean;
  private readonly bytes = new ByteBuffer();
  private readonly stream = new ByteBuffer();
  private ending: Closed = { code: 1006, reason: '' };

  private constructor(
    readonly socket: Socket,
    private readonly manners: Manners,
  ) {
    this.keys = manners.keys ?? makeKeys();
    this.answersPings = manners.answersPings !== false;
    this.closed = new Promise((resolve) => socket.on('close', () => resolve(this.ending)));
  }

  static async open(port: number, account: Account, manners: Manners = {}): Promise<StubbornDevice> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    // How it ended is told by `closed`.
    socket.on('error', () => undefined);
    const device = new StubbornDevice(socket, manners);
    const login = `Authorization: ${basic(account.username, account.password)}`;
    socket.write(`${upgradeRequest('/v1/relay', login).join('\r\n')}\r\n\r\n`);
    await device.switched();
    return device;
  }

  get key(): string {
    return this.keys.key;
  }

  /** Proves the key; resolves when the relay has accepted it. */
  async login(): Promise<this> {
    const who = await this.heard.until(({ kind }) => kind === 'who');
    if (who.kind !== 'who') throw new Error('not a challenge');
    this.send(message('i', sign(null, who.challenge, this.keys.secret), this.keys.raw));
    await this.heard.until(({ kind }) => kind === 'authenticated');
    return this;
  }

  send(bytes: Uint8Array): void {
    this.socket.write(frame(OPCODE.binary, bytes));
  }

  /** Bytes that the system has not taken from us yet: the other side does not read them. */
  get backedUp(): number {
    return this.socket.writableLength;
  }

  stopReading(): void {
    this.socket.pause();
  }

  readOn(): void {
    this.socket.resume();
  }

  /** Lets go without a goodbye, and resolves when nothing is left of it here. */
  async end(): Promise<void> {
    this.socket.destroy();
    await this.closed;
  }

  private switched(): Promise<void> {
    return new Promise((resolve, reject) => {
      const pile = this.bytes;
      let upgraded = false;
      this.socket.on('data', (chunk) => {
        pile.add(chunk);
        if (!upgraded) {
          const head = pile.look(4_096);
          const end = head.indexOf('\r\n\r\n');
          if (end < 0) return;
          if (!head.toString('latin1').startsWith('HTTP/1.1 101 ')) {
            reject(new Error(head.toString('latin1', 0, end)));
            return;
          }
          pile.take(end + 4);
          upgraded = true;
          resolve();
        }
        while (this.frame());
      });
      this.socket.once('close', () => reject(new Error('closed before the upgrade')));
    });
  }

  /** Cuts one frame off what came, if there is a whole one. */
  private frame(): boolean {
    const [first, second] = this.bytes.look(2);
    if (first === undefined || second === undefined) return false;
    const size = second < 126 ? 2 : second === 126 ? 4 : 10;
    const head = this.bytes.peek(size);
    if (head === undefined) return false;
    const length = size === 2 ? second : size === 4 ? head.readUInt16BE(2) : Number(head.readBigUInt64BE(2));
    if (this.bytes.size < size + length) return false;
    this.bytes.take(size);
    this.took(first & 0x0f, this.bytes.take(length) ?? Buffer.alloc(0));
    return true;
  }

  private took(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.ping && this.answersPings) this.socket.write(frame(OPCODE.pong, payload));
    if (opcode === OPCODE.close) {
      const code = payload.length < 2 ? 1005 : payload.readUInt16BE(0);
      this.ending = { code, reason: payload.toString('utf8', 2) };
      this.socket.write(frame(OPCODE.close, payload.subarray(0, 2)));
    }
    if (opcode === OPCODE.binary || opcode === OPCODE.continuation) {
      this.stream.add(payload);
      while (this.netstring());
    }
    this.frames.add(opcode);
  }

  private netstring(): boolean {
    const colon = this.stream.look(8).indexOf(':');
    if (colon < 0) return false;
    const digits = this.stream.look(colon).toString('latin1');
    const content = this.stream.peek(colon + 1 + Number(digits) + 1)?.subarray(colon + 1, -1);
    if (content === undefined) return false;
    this.stream.take(colon + 1 + content.length + 1);
    const event = readEvent(content);
    if (event.kind === 'data' && this.manners.onData) this.manners.onData(event.data, event.key);
    else this.heard.add(event);
    return true;
  }
}

import { createHash, randomBytes } from 'node:crypto';
import { frame, OPCODE } from './rawDevice';
import { LARGEST_DATA } from './rawWire';
import type { StubbornDevice } from './stubbornDevice';

const digest = (hash: string, data: Uint8Array) =>
  createHash('sha256').update(hash).update(data).digest('hex');

/**
 * Many large messages to one device, offered all at once. The bodies are views of the same few bytes, so that hundreds
 * of megabytes can wait in the sender's own queue without being there; a number makes each message its own.
 */
export class Flood {
  /** Of the messages' contents, in their order: what a receiver has to come to as well. */
  sent = 'start';
  received = 'start';
  count = 0;
  private wakers: (() => void)[] = [];
  private readonly body: Buffer;

  constructor(readonly size = LARGEST_DATA) {
    this.body = randomBytes(size - 4);
  }

  /** For the receiver's `onData`. */
  readonly take = (data: Buffer): void => {
    this.received = digest(this.received, data.subarray(0, 64));
    // The body is the same each time: comparing is faster than hashing, and sees every byte.
    if (!data.subarray(4).equals(this.body)) throw new Error('the body was altered');
    this.count += 1;
    for (const wake of this.wakers.splice(0)) wake();
  };

  /** Resolves when the receiver has got so many. */
  async arrived(count: number): Promise<void> {
    while (this.count < count) await new Promise<void>((resolve) => this.wakers.push(resolve));
  }

  offer(sender: StubbornDevice, to: { readonly keys: { readonly raw: Uint8Array } }, times: number): void {
    const data = `${this.size}:`;
    const inner = 1 + 36 + data.length + this.size + 1;
    const body = frame(OPCODE.binary, Buffer.concat([this.body, Buffer.from(',,')]));
    for (let i = 0; i < times; i++) {
      const number = Buffer.alloc(4);
      number.writeUInt32BE(i);
      const head = Buffer.concat([
        Buffer.from(`${inner}:d32:`),
        to.keys.raw,
        Buffer.from(`,${data}`),
        number,
      ]);
      sender.socket.write(frame(OPCODE.binary, head));
      sender.socket.write(body);
      this.sent = digest(this.sent, Buffer.concat([number, this.body]).subarray(0, 64));
    }
  }
}

import { createHash } from 'node:crypto';
import type { Act, Cuts } from './dataPathActs';
import { frame, type Keys, OPCODE, type RawDevice } from './rawDevice';
import { cutNetstrings, type Heard, message, readEvent } from './rawWire';
import type { TestRelay } from './relayFixture';

/** What one device has got in all. */
export interface Got {
  readonly messages: readonly string[];
  readonly closed: number | undefined;
}

/** A client's frame whose length is written in eight bytes. */
function longHead(payload: Buffer): Buffer {
  const head = Buffer.from([0x80 | OPCODE.binary, 0x80 | 127, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(payload.length, 6);
  return Buffer.concat([head, payload]);
}

/** The payload in a client's frames, but for pings and their like. */
function payloadBytes(frames: Buffer): number {
  let sum = 0;
  for (let at = 0; at < frames.length; ) {
    const short = (frames[at + 1] ?? 0) & 0x7f;
    const size =
      short < 126
        ? short
        : short === 126
          ? frames.readUInt16BE(at + 2)
          : Number(frames.readBigUInt64BE(at + 2));
    if (((frames[at] ?? 0) & 0x0f) < 8) sum += size;
    at += 2 + (short < 126 ? 0 : short === 126 ? 2 : 8) + 4 + size;
  }
  return sum;
}

/** The same bytes for the same size, and others for others. */
const dataOf = (size: number): Buffer =>
  Buffer.alloc(size, createHash('sha256').update(String(size)).digest());

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Three devices of one account at one relay. */
export class Household {
  private pings = 0;
  /** Bytes of messages in what each has written in pieces. */
  private readonly written = new Map<RawDevice, number>();

  private constructor(
    private readonly relay: TestRelay,
    private readonly members: readonly { device: RawDevice; messages: string[]; reading: Promise<void> }[],
  ) {}

  static async open(relay: TestRelay, keys: readonly Keys[]): Promise<Household> {
    const members = [];
    for (const one of keys) {
      const device = await relay.device({ keys: one, answersPings: false });
      const messages: string[] = [];
      members.push({ device, messages, reading: Household.read(device, messages) });
    }
    // All have heard of all, so that who comes first is no matter of chance.
    const expected = ['who', 'authenticated', ...members.slice(1).map(() => 'entered')].length;
    for (const { messages } of members) await until(() => messages.length === expected);
    for (const { messages } of members) messages.splice(0);
    return new Household(relay, members);
  }

  private static async read(device: RawDevice, messages: string[]): Promise<void> {
    try {
      for (;;) messages.push(inWords(await device.nextBytes()));
    } catch {
      // It is over.
    }
  }

  private device(index: number): RawDevice {
    const member = this.members[index];
    if (!member) throw new Error(`there is no device ${index}`);
    return member.device;
  }

  async play(act: Act): Promise<void> {
    if (act.kind === 'links') return this.links();
    const from = this.device(act.from);
    const bytes = this.bytesOf(act);
    const to = 'to' in act && act.kind === 'while it does not read' ? this.device(act.to) : undefined;
    to?.raw.socket.pause();
    // Who says little before it makes the turns of others short.
    if (act.kind === 'burst')
      this.device((act.from + 1) % 3).raw.write(frame(OPCODE.ping, Buffer.from('little')));
    await this.write(from, bytes, 'cuts' in act ? act.cuts : []);
    to?.raw.socket.resume();
    if (act.kind === 'cut off') {
      // In the middle of a frame.
      from.raw.write(frame(OPCODE.binary, dataOf(200)).subarray(0, 100));
      await from.raw.end();
    }
    await this.settled();
  }

  /** Everybody asks for everybody. */
  private async links(): Promise<void> {
    for (const { device } of this.members) {
      for (const other of this.members) if (other.device !== device) device.connect(other.device);
      await this.settled();
    }
  }

  private bytesOf(act: Exclude<Act, { kind: 'links' }>): Buffer {
    const sendData = (to: number, size: number) => message('d', this.device(to).keys.raw, dataOf(size));
    const binary = (payload: Buffer, fin?: boolean) => frame(OPCODE.binary, payload, fin);
    switch (act.kind) {
      case 'connect':
      case 'disconnect':
        return binary(message(act.kind === 'connect' ? 'c' : 'x', this.device(act.to).keys.raw));
      case 'data':
        return binary(sendData(act.to, act.size));
      case 'long head':
        return longHead(sendData(act.to, act.size));
      case 'fragments': {
        const whole = sendData(act.to, act.size);
        const [one, two] = [whole.length >> 2, whole.length >> 1];
        return Buffer.concat([
          binary(whole.subarray(0, one), false),
          frame(OPCODE.ping, Buffer.from('between')),
          frame(OPCODE.continuation, whole.subarray(one, two), false),
          frame(OPCODE.continuation, whole.subarray(two)),
        ]);
      }
      case 'half a command': {
        const whole = Buffer.concat([sendData(act.to, act.size), sendData(act.to, act.size + 1)]);
        const half = whole.length >> 2;
        return Buffer.concat([binary(whole.subarray(0, half)), binary(whole.subarray(half))]);
      }
      case 'while it does not read':
        return Buffer.concat(
          Array.from({ length: 4 }, (_, i) => binary(sendData(act.to, 100_000 + act.size + i))),
        );
      case 'several':
        return binary(
          Buffer.concat(act.sizes.map((size) => sendData((act.from + 1 + (size % 2)) % 3, size))),
        );
      case 'run':
        return Buffer.concat(
          act.sizes.map((size) => binary(sendData((act.from + 1 + (size % 5 === 0 ? 1 : 0)) % 3, size))),
        );
      case 'burst': {
        const frames = Array.from({ length: act.count }, (_, i) => {
          const size = act.sizes[i % act.sizes.length] ?? 0;
          const one = binary(sendData((act.from + 1 + (i % 11 === 0 ? 1 : 0)) % 3, size));
          const ping = frame(OPCODE.ping, Buffer.from('among many'));
          return i % act.pingEvery === act.pingEvery - 1 ? Buffer.concat([one, ping]) : one;
        });
        const close = act.closes ? [frame(OPCODE.close, Buffer.from([0x03, 0xe8]))] : [];
        return Buffer.concat([...frames, ...close]);
      }
      case 'ping':
        return frame(OPCODE.ping, Buffer.from('anybody?'));
      case 'empty':
        return binary(Buffer.alloc(0));
      case 'text':
        return frame(OPCODE.text, Buffer.from('hello'));
      case 'reserved':
        return frame(3, Buffer.from('hello'));
      case 'close':
        return frame(OPCODE.close, Buffer.from([0x03, 0xe8]));
      case 'cut off':
        return Buffer.alloc(0);
      case 'wrong': {
        const whole = sendData(act.to, 50);
        whole[act.at % whole.length] = act.byte;
        return Buffer.concat([binary(whole), binary(sendData(act.to, 51))]);
      }
    }
  }

  /** The bytes of messages that went over the connections that are open, by key, as the devices count them. */
  messageBytes(): Record<string, { sent: number; received: number }> {
    return Object.fromEntries(
      this.those(false).map(({ device }) => {
        const written = this.written.get(device) ?? 0;
        return [device.key, { sent: device.sentBytes + written, received: device.receivedBytes }];
      }),
    );
  }

  /** Writes in pieces, each of which has been sent before the next is written. */
  private async write(device: RawDevice, bytes: Buffer, cuts: Cuts): Promise<void> {
    const { raw } = device;
    this.written.set(device, (this.written.get(device) ?? 0) + payloadBytes(bytes));
    for (let at = 0, i = 0; at < bytes.length; i++) {
      // Of long ones the first bytes by ones, and the rest as it is: what is to be seen is seen there.
      const wish = cuts[i % cuts.length] ?? bytes.length;
      const size = i < 400 ? wish : bytes.length;
      if (raw.socket.destroyed) return;
      raw.write(bytes.subarray(at, at + size));
      at += size;
      if (at < bytes.length) await turn();
    }
  }

  /** Until all that was written has been dealt with, and all that came of it has come. */
  private async settled(): Promise<void> {
    // The first round for what they said, the second for what others were told upon it.
    for (let round = 0; round < 2; round++) {
      for (const { device } of this.members) {
        if (device.raw.socket.destroyed) continue;
        const wanted = `settled ${++this.pings}`;
        device.raw.write(frame(OPCODE.ping, Buffer.from(wanted)));
        for (;;) {
          const pong = await Promise.race([device.pongs.next(), device.closed]).catch(() => undefined);
          if (!Buffer.isBuffer(pong) || pong.toString() === wanted) break;
        }
      }
      await this.relay.settle();
    }
    // Presence comes a little later.
    const [gone, there] = [this.those(true), this.those(false)];
    for (const { messages } of there)
      for (const { device } of gone) await until(() => messages.includes(`exited ${device.key}`));
  }

  private those(isOver: boolean) {
    return this.members.filter(({ device }) => device.raw.socket.destroyed === isOver);
  }

  async end(): Promise<Got[]> {
    await this.settled();
    const found: Got[] = [];
    for (const { device, messages, reading } of this.members) {
      const isOver = device.raw.socket.destroyed;
      if (isOver) await reading;
      else await turn();
      found.push({ messages: [...messages], closed: isOver ? (await device.closed).code : undefined });
    }
    for (const { device } of this.members) await device.raw.end();
    return found;
  }
}

/** One websocket message, which has to be one event: short enough to be read where two differ. */
function inWords(bytes: Buffer): string {
  const { whole, rest } = cutNetstrings(bytes);
  const [content] = whole;
  if (whole.length !== 1 || !content || rest.length > 0) throw new Error('a message that is not one event');
  return summary(readEvent(content));
}

function summary(heard: Heard): string {
  if (heard.kind === 'who') return 'who';
  if (heard.kind !== 'data') return Object.values(heard).join(' ');
  return `data ${heard.key} ${heard.data.length} ${createHash('sha256').update(heard.data).digest('base64')}`;
}

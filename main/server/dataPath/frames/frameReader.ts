import type { FramedData } from '../../distant';
import { FrameHead, MASK_BYTES, MAX_HEAD_BYTES, serverHeadBytes, writeServerHead } from './frame';
import { Uint32Words } from './masking';
import { MessageMeter } from './messageMeter';
import { isNetstringEnd, MAX_MESSAGE_BYTES, SendDataHead } from './sendData';
import type { SocketStream } from './socketStream';
import { isSendData, SplitMessage, toServerFrame } from './splitMessage';
import { WHOLE_TURN } from './turns';

/** What is done with a device's messages. `R` is who can receive data. */
export interface FrameHandler<R extends object> {
  /** Whether the websocket is open, with neither side closing it. */
  readonly isOpen: boolean;
  /** The device's own key, 32 bytes, which takes the place of the receiver's; undefined until it has proved one. */
  ownKey(): Uint8Array | undefined;
  /** Who gets the data of a SendData that has its key at `keyAt`; undefined when the relay has to look closer. */
  receiverOf(bytes: Uint8Array, keyAt: number): R | undefined;
  /** Passes on whole frames, with so much in all of them. The pieces lie one behind the other. */
  forward(receiver: R, pieces: readonly Buffer[], data: FramedData): void;
  /** The device closes: ws is given that next, which answers it. */
  closing(): void;
  /** A binary message for the relay; the bytes are valid during the call only. */
  message(payload: Buffer): void;
}

// What is at hand, for all readers: none reads while another does.
const head = new FrameHead();
const mask = new Uint8Array(MASK_BYTES);
const sendData = new SendDataHead();

/** What a message of so many bytes takes of a turn, which is counted in short messages: the rest is unmasking. */
const costOf = (bytes: number): number => 1 + (bytes >> 8);

/** What it takes in addition when the relay or ws has to look at it. */
const LOOK = 8;

/**
 * Takes the frames out of what comes from one device. A whole binary message in one frame is dealt with here; all else
 * is given to ws, byte by byte in the order in which it came.
 */
export class FrameReader<R extends object> {
  /** The beginning of a head that ended with its chunk. */
  private headStart: Uint8Array | undefined;
  private headLength = 0;
  /** A message of which a part has come. */
  private split: SplitMessage | undefined;
  private splitTaken = 0;
  /** Bytes of a frame that ws has the beginning of. */
  private left = 0;
  /** Whether ws has the beginning of a message that comes in several frames. */
  private isFragmented = false;
  private meter: MessageMeter | undefined;
  // A run: frames for one receiver, moved together at the end of which the next one's place is.
  private receiver: R | undefined;
  private runStart = 0;
  private runEnd = 0;
  private runData = 0;
  private runMessages = 0;
  private runMessageBytes = 0;
  /** What is left of this turn, in short messages. */
  private turn = 0;

  /** Without `isFast`, ws is given everything. */
  constructor(
    private readonly stream: Pick<SocketStream, 'give' | 'isBehind'>,
    private readonly messages: FrameHandler<R>,
    private readonly isFast: boolean,
  ) {}

  /** What is kept of a message that has begun and is not whole, in bytes; 0 when none has. */
  get held(): number {
    return (this.split?.held ?? 0) + (this.meter?.held ?? 0);
  }

  /** Bytes of split messages' payload that have come so far. Pings and pongs are no message. */
  get taken(): number {
    return this.splitTaken + (this.split?.taken ?? 0) + (this.meter?.taken ?? 0);
  }

  /**
   * Deals with `chunk`, whose memory is the reader's from now on, from `from` on: with all of it, or with what takes
   * about as long as `turn` short messages. Gives where it ended; the rest is to be read next. (What ws alone is given is
   * not cut: that way is there for comparison.)
   */
  read(chunk: Buffer, from = 0, turn = WHOLE_TURN): number {
    if (!this.isFast) {
      this.give(chunk.subarray(from));
      return chunk.length;
    }
    const words = new Uint32Words(chunk);
    this.turn = turn;
    let at = from;
    while (at < chunk.length && this.turn > 0) {
      if (this.left > 0) at = this.giveOn(chunk, at);
      else if (this.split) at = this.takeOn(this.split, chunk, words, at);
      else if (this.headStart) at = this.headOn(this.headStart, chunk, at);
      else at = this.frames(chunk, words, at);
    }
    return at;
  }

  /**
   * Deals with frames that lie within the chunk, and begins the first that does not, or is for ws. Gives where it ended.
   */
  private frames(chunk: Buffer, words: Uint32Words, from: number): number {
    let at = from;
    while (this.turn > 0 && head.read(chunk, at, chunk.length)) {
      const end = at + head.size + head.length;
      if (!this.isOurs() || end > chunk.length) {
        this.flush(chunk);
        return this.begin(chunk, at);
      }
      this.turn -= costOf(head.length);
      this.frame(chunk, words, at + head.size, end);
      at = end;
    }
    this.flush(chunk);
    return this.turn > 0 ? this.beginHead(chunk, at) : at;
  }

  /** A frame with its payload from `at` to `end`: joins the run of those before it, or ends that. */
  private frame(chunk: Buffer, words: Uint32Words, at: number, end: number): void {
    const { messages } = this;
    const length = end - at;
    const headBytes = serverHeadBytes(length);
    // Whoever begins a run stays where it is. (Whole words are moved, and a head may be longer than it needs to be.)
    const behind = this.receiver === undefined ? at : this.runEnd + headBytes;
    const to = (at - behind) & 3 ? at : behind;
    for (let i = 0; i < MASK_BYTES; i++) mask[i] = chunk[at - MASK_BYTES + i] ?? 0;
    words.unmask(at, end, mask, 0, at - to);
    const toEnd = to + length;
    const isData = isNetstringEnd(chunk[toEnd - 2], chunk[toEnd - 1]) && sendData.read(chunk, to, length);
    const keyAt = to + sendData.keyAt;
    const receiver = isData ? messages.receiverOf(chunk, keyAt) : undefined;
    const ownKey = receiver && messages.ownKey();
    if (receiver === undefined || ownKey === undefined) {
      this.flush(chunk);
      this.turn -= LOOK;
      messages.message(chunk.subarray(to, toEnd));
      return;
    }
    if (receiver !== this.receiver || to !== this.runEnd + headBytes) {
      this.flush(chunk);
      this.receiver = receiver;
      this.runStart = to - headBytes;
    }
    writeServerHead(chunk, to - headBytes, length);
    chunk.set(ownKey, keyAt);
    this.runEnd = toEnd;
    this.runData += sendData.dataBytes;
    this.runMessages += 1;
    this.runMessageBytes += length;
  }

  /** Ends the run, and passes it on. */
  private flush(chunk: Buffer): void {
    const { receiver, runData, runMessages, runMessageBytes } = this;
    if (receiver === undefined) return;
    this.receiver = undefined;
    this.runData = 0;
    this.runMessages = 0;
    this.runMessageBytes = 0;
    const run = [chunk.subarray(this.runStart, this.runEnd)];
    const data = { dataBytes: runData, messages: runMessages, messageBytes: runMessageBytes };
    this.messages.forward(receiver, run, data);
  }

  /** Whether the frame that `head` has read is not for ws. Nothing overtakes what ws has not dealt with. */
  private isOurs(): boolean {
    return (
      head.isWholeMessage &&
      head.length <= MAX_MESSAGE_BYTES &&
      !this.isFragmented &&
      this.messages.isOpen &&
      !this.stream.isBehind
    );
  }

  /** Begins the frame whose head, just read, begins at `at`; gives where its payload begins. */
  private begin(chunk: Buffer, at: number): number {
    const end = at + head.size;
    this.turn -= LOOK;
    this.beginWith(chunk.subarray(at, end));
    return end;
  }

  private beginWith(headBytes: Buffer): void {
    if (this.isOurs()) {
      // An empty one has no bytes to wait for.
      if (head.length === 0) this.messages.message(Buffer.alloc(0));
      else this.split = new SplitMessage(head.length, headBytes.subarray(headBytes.length - MASK_BYTES));
      return;
    }
    if (head.isClose) this.messages.closing();
    if (!head.isControl) this.isFragmented = !head.isLast;
    this.left = head.length;
    this.give(headBytes);
  }

  private beginHead(chunk: Buffer, at: number): number {
    this.headLength = chunk.length - at;
    if (this.headLength > 0) {
      this.headStart = new Uint8Array(MAX_HEAD_BYTES);
      this.headStart.set(chunk.subarray(at));
    }
    return chunk.length;
  }

  /** Goes on with a head of which a part has come. */
  private headOn(headStart: Uint8Array, chunk: Buffer, at: number): number {
    headStart[this.headLength] = chunk[at] ?? 0;
    this.headLength += 1;
    if (head.read(headStart, 0, this.headLength)) {
      this.headStart = undefined;
      this.beginWith(Buffer.from(headStart.subarray(0, this.headLength)));
    }
    return at + 1;
  }

  private takeOn(split: SplitMessage, chunk: Buffer, words: Uint32Words, at: number): number {
    const end = split.take(chunk, words, at);
    if (split.isWhole) {
      this.splitTaken += split.taken;
      this.split = undefined;
      this.joined(split.payload(), split.taken);
    }
    return end;
  }

  /** A message that came in pieces is whole. */
  private joined(pieces: Buffer[], messageBytes: number): void {
    const { messages } = this;
    const [first] = pieces;
    const isData = isSendData(pieces, sendData);
    const receiver = first && isData ? messages.receiverOf(first, sendData.keyAt) : undefined;
    const ownKey = receiver && messages.ownKey();
    if (!first || receiver === undefined || ownKey === undefined) {
      messages.message(pieces.length === 1 && first ? first : Buffer.concat(pieces));
      return;
    }
    first.set(ownKey, sendData.keyAt);
    messages.forward(receiver, toServerFrame(pieces), {
      dataBytes: sendData.dataBytes,
      messages: 1,
      messageBytes,
    });
  }

  private giveOn(chunk: Buffer, at: number): number {
    const end = Math.min(at + this.left, chunk.length);
    this.left -= end - at;
    this.give(chunk.subarray(at, end));
    return end;
  }

  private give(bytes: Buffer): void {
    this.meter ??= new MessageMeter();
    this.meter.push(bytes);
    this.stream.give(bytes);
  }
}

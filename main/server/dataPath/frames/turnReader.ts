import type { FrameReader } from './frameReader';
import type { SocketStream, Yielded } from './socketStream';
import { type Turns, WHOLE_TURN } from './turns';

/**
 * So much is read from one device before others have their turn, in bytes: what the system reads at once. Without that,
 * as long as one sends faster than it is read, two megabytes would be, and all others would wait for that.
 */
const TURN_BYTES = 64 * 1024;

/**
 * Deals with what comes from one device, turn by turn: what a turn leaves waits for the next, and nothing is read before.
 */
export class TurnReader implements Yielded {
  /** Bytes of this turn. (They are counted on over quiet times too: then nobody waits, and nothing is lost by it.) */
  private turnBytes = 0;
  private rest: Buffer | undefined;
  private restAt = 0;

  /** `onDealt` is called whenever some of what came has been dealt with. */
  constructor(
    private readonly input: Pick<SocketStream, 'yieldTurn' | 'cork' | 'uncork'>,
    private readonly reader: Pick<FrameReader<object>, 'read'>,
    private readonly turns: Turns,
    private readonly onDealt: () => void,
  ) {}

  /** Deals with all of `chunk`, now or in turns to come; its memory is the reader's from now on. */
  read(chunk: Buffer): void {
    // (Nothing should come before its turn; if it does, it comes behind what came before it.)
    this.finish();
    this.turns.came(chunk.length);
    this.deal(chunk, 0, this.turns.length());
  }

  goOn(): void {
    this.turnBytes = 0;
    if (this.rest) this.deal(this.rest, this.restAt, this.turns.length());
  }

  finish(): void {
    if (this.rest) this.deal(this.rest, this.restAt, WHOLE_TURN);
  }

  private deal(chunk: Buffer, from: number, turn: number): void {
    this.rest = undefined;
    // Hundreds of pongs, of two bytes each, are one write.
    this.input.cork();
    const end = this.reader.read(chunk, from, turn);
    this.input.uncork();
    this.onDealt();
    this.turnBytes += end - from;
    if (end < chunk.length) {
      this.rest = chunk;
      this.restAt = end;
    } else if (this.turnBytes < TURN_BYTES) return;
    this.input.yieldTurn(this);
  }
}

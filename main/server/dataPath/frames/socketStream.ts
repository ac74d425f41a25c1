import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Who has yielded: some of what was read has not been dealt with. */
export interface Yielded {
  /** All others have had their turn. */
  goOn(): void;
  /** The connection is over: all that came before its end is to be dealt with at once. */
  finish(): void;
}

/**
 * What ws takes for the connection. What it writes goes out at once, or when this is uncorked; what it reads is what it is
 * given, not all that comes. It ends, fails and closes with the socket, and the socket with it.
 */
export class SocketStream extends Duplex {
  private isHeld = false;
  private yielded: Yielded | undefined;

  constructor(private readonly socket: Socket) {
    super();
    // (The end is told of also while the socket is paused.)
    socket.on('end', () => {
      this.finish();
      this.push(null);
    });
    socket.on('error', (error) => {
      this.finish();
      this.destroy(error);
    });
    socket.on('close', () => {
      this.finish();
      this.destroy();
    });
  }

  /** Gives ws these bytes: it has dealt with them when this returns, unless it `isBehind` afterwards. */
  give(bytes: Buffer): void {
    if (this.destroyed || this.readableEnded) return;
    if (!this.push(bytes)) this.socket.pause();
  }

  /** Whether something that was given waits, which nothing may overtake. */
  get isBehind(): boolean {
    return this.readableLength > 0 || this.readableFlowing !== true;
  }

  /** Nothing is read until all others have had their turn; then it is told, and may yield again. */
  yieldTurn(yielded: Yielded): void {
    if (this.yielded) return;
    this.yielded = yielded;
    this.socket.pause();
    setImmediate(() => {
      this.yielded = undefined;
      yielded.goOn();
      this.resumeSocket();
    });
  }

  private finish(): void {
    this.yielded?.finish();
  }

  /** Until it is released, nothing is read from the socket (but what the system has handed over already). */
  hold(): void {
    this.isHeld = true;
    this.socket.pause();
  }

  release(): void {
    this.isHeld = false;
    this.resumeSocket();
  }

  override _read(): void {
    this.resumeSocket();
  }

  /** (Its own queue is no reason to wait: the next chunk that is given finds it too long, or not.) */
  private resumeSocket(): void {
    if (!this.isHeld && !this.yielded) this.socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.socket.write(chunk);
    done();
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    // As one piece: each that waited by itself would take a hundred times the memory of a pong.
    this.socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)));
    done();
  }

  override _final(done: () => void): void {
    if (this.socket.destroyed) done();
    else this.socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.socket.closed) {
      done(error);
      return;
    }
    this.socket.once('close', () => done(error));
    this.socket.destroy();
  }
}

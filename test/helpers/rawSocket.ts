import { connect, type Socket } from 'node:net';

export interface HttpAnswer {
  readonly statusLine: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A bare TCP connection that says exactly the bytes it is given, and keeps what comes back. */
export class RawSocket {
  /** Resolves when the connection is over, true when it ended in order and false when it was cut. Never rejects. */
  readonly closed: Promise<boolean>;
  private received: Buffer = Buffer.alloc(0);
  private over = false;
  private readonly watchers = new Set<() => void>();

  private constructor(readonly socket: Socket) {
    let ended = false;
    socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.look();
    });
    socket.on('end', () => {
      ended = true;
    });
    // A cut is not an accident here: some tests are about it. `closed` tells of it.
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.on('close', (failed) => {
        this.over = true;
        this.look();
        resolve(ended && !failed);
      });
    });
  }

  static open(port: number, host = '127.0.0.1'): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host, noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.removeListener('error', reject);
        resolve(new RawSocket(socket));
      });
    });
  }

  write(bytes: Uint8Array | string): void {
    this.socket.write(bytes);
  }

  /** A request's lines, without the empty one at the end. */
  request(...lines: readonly string[]): void {
    this.write(`${lines.join('\r\n')}\r\n\r\n`);
  }

  /** Cuts the connection without a goodbye (TCP reset). */
  reset(): Promise<boolean> {
    this.socket.resetAndDestroy();
    return this.closed;
  }

  end(): Promise<boolean> {
    this.socket.destroy();
    return this.closed;
  }

  /** Everything that came and was not taken, once the other side has closed. */
  async rest(): Promise<Buffer> {
    await this.closed;
    return this.received;
  }

  /** Waits until `cut` finds what it wants at the front (and says how long it is), and takes it off. */
  take<T>(cut: (bytes: Buffer) => { readonly value: T; readonly length: number } | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = cut(this.received);
        if (found) {
          this.watchers.delete(look);
          this.received = this.received.subarray(found.length);
          resolve(found.value);
        } else if (this.over) {
          this.watchers.delete(look);
          reject(
            new Error(`the connection ended after: ${JSON.stringify(this.received.toString('latin1'))}`),
          );
        }
      };
      this.watchers.add(look);
      look();
    });
  }

  /** The next HTTP answer. One to HEAD, and one that switches protocols, has no body whatever its headers say. */
  answer(to: 'GET' | 'HEAD' | 'upgrade' = 'GET'): Promise<HttpAnswer> {
    return this.take((bytes) => {
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) return undefined;
      const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
      const headers = new Map(
        lines.map((line): [string, string] => {
          const colon = line.indexOf(':');
          return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
        }),
      );
      const status = Number(statusLine.split(' ')[1]);
      const bodyless = to === 'HEAD' || status === 101;
      const size = bodyless ? 0 : Number(headers.get('content-length') ?? 0);
      const length = end + 4 + size;
      if (bytes.length < length) return undefined;
      return {
        value: { statusLine, status, headers, body: bytes.toString('utf8', end + 4, length) },
        length,
      };
    });
  }

  private look(): void {
    for (const watcher of [...this.watchers]) watcher();
  }
}

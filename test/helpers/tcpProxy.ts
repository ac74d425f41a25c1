import { connect, createServer, type Server, type Socket } from 'node:net';
import { listenOn } from './ports';

/** Stands between a client and the server on `to`, and can keep them apart. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private isStalled = false;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async before(to: number): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server, await listenOn(server));
    server.on('connection', (client) => proxy.join(client, connect(to, '127.0.0.1')));
    return proxy;
  }

  /** Nothing gets through, and nobody is told: as when a cable is pulled. */
  stall(): void {
    this.isStalled = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** What waited gets through, and all that comes. */
  goOn(): void {
    this.isStalled = false;
    for (const socket of this.sockets) socket.resume();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket, server: Socket): void {
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (bytes) => to.write(bytes));
      if (this.isStalled) from.pause();
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}

import type { ConnectionOptions, Msg, NatsConnection, TlsOptions } from '@nats-io/transport-node';
import { err, ok, type Result } from '../../lib/result';
import type { Exchange, ExchangeHandler } from '../exchange';
import { type NatsFault, natsFault } from './natsFault';
import type { serverIdentity } from './serverIdentity';

/** An exchange over core NATS, by one connection, which is made anew whenever it breaks. */
export interface NatsExchange extends Exchange {
  /** What comes from now on is for `handler`. */
  listen(handler: ExchangeHandler): void;
  readonly isConnected: boolean;
  /** Once what was published is with the server. */
  close(): Promise<void>;
}

export interface NatsOptions extends ConnectionOptions {
  readonly servers: string[];
  /** Without it nothing is encrypted, unless the server asks for that. */
  readonly tls?: TlsOptions & { readonly checkServerIdentity: ReturnType<typeof serverIdentity> };
}

export interface NatsEvents {
  onLost(): void;
  onRestored(): void;
  /** The server said that something is wrong. */
  onError(text: string): void;
}

/** A frame of the longest message that a device may send, and what goes before it. */
export const NEEDED_PAYLOAD_BYTES = 1_000_200;

/** Between two tries to connect again, in milliseconds: from so much to as much again. */
const RETRY_MS = 500;

/** Silence of the server is looked into so often, in milliseconds; the second unanswered look ends the connection. */
const PING_MS = 2_000;

/** Connects, or says why that cannot be. */
export async function connectNats(
  options: NatsOptions,
  events: NatsEvents,
): Promise<Result<NatsExchange, NatsFault>> {
  const { connect } = await import('@nats-io/transport-node');
  try {
    const connection = await connect({
      ...options,
      noEcho: true,
      name: 'buckets-relay',
      maxReconnectAttempts: -1,
      reconnectDelayHandler: () => RETRY_MS * (1 + Math.random()),
      pingInterval: PING_MS,
      maxPingOut: 2,
      timeout: 5_000,
      ignoreAuthErrorAbort: true,
      // Servers tell of others. With these the first try would never end: who refuses a login names them anew each time.
      ignoreClusterUpdates: true,
    });
    const most = connection.info?.max_payload ?? 0;
    if (most >= NEEDED_PAYLOAD_BYTES) return ok(new Connected(connection, events));
    await connection.close();
    return err({ trouble: 'shortMessages', detail: `max_payload ${most}` });
  } catch (error) {
    return err(natsFault(error));
  }
}

class Connected implements NatsExchange {
  private handler: ExchangeHandler | undefined;
  isConnected = true;

  constructor(
    private readonly connection: NatsConnection,
    private readonly events: NatsEvents,
  ) {
    void this.watch();
  }

  listen(handler: ExchangeHandler): void {
    this.handler = handler;
  }

  subscribe(pattern: string): () => void {
    const callback = (error: Error | null, message: Msg) => {
      if (error) this.events.onError(error.message);
      else this.handler?.received(message.subject, message.data);
    };
    const subscription = this.connection.subscribe(pattern, { callback });
    return () => subscription.unsubscribe();
  }

  publish(subject: string, message: Uint8Array): void {
    // What is not sent while there is no connection is missed by nobody who could tell: sessions notice.
    if (this.isConnected) this.connection.publish(subject, message);
  }

  async close(): Promise<void> {
    if (this.isConnected) await this.connection.flush().catch(() => undefined);
    await this.connection.close();
  }

  private async watch(): Promise<void> {
    for await (const status of this.connection.status()) {
      if (status.type === 'disconnect') this.lost();
      else if (status.type === 'reconnect') this.restored();
      else if (status.type === 'error') this.events.onError(status.error.message);
    }
    this.isConnected = false;
  }

  private lost(): void {
    if (!this.isConnected) return;
    this.isConnected = false;
    this.events.onLost();
  }

  private restored(): void {
    this.isConnected = true;
    this.events.onRestored();
    this.handler?.restored();
  }
}

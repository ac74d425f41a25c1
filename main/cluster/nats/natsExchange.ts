import type { ConnectionOptions, Msg, NatsConnection, TlsOptions } from '@nats-io/transport-node';
import { err, ok, type Result } from '../../lib/result';
import type { Exchange, ExchangeHandler } from '../exchange';
import { type NatsFault, natsFault } from './natsFault';
import type { serverIdentity } from './serverIdentity';

/** An exchange over core NATS, by one connection, which is made anew whenever it breaks. */
export interface NatsExchange extends Exchange {
  /** What comes from now on is for `handler`. */
  listen(handler: ExchangeHandler): void;
  /** Whether it hears the others, and they hear it. */
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
  /** The login may not say or hear what nodes do: from now on it is not connected. */
  onForbidden(text: string): void;
  /** The server said that something else is wrong. */
  onError(text: string): void;
}

/** NATS takes a little more by itself. Nodes send far less at once (parts.ts): what is left is for later versions. */
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
  const { connect, PermissionViolationError } = await import('@nats-io/transport-node');
  const isForbidden = (error: Error) => error instanceof PermissionViolationError;
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
    if (most >= NEEDED_PAYLOAD_BYTES) return ok(new Connected(connection, events, isForbidden));
    await connection.close();
    return err({ trouble: 'shortMessages', detail: `max_payload ${most}` });
  } catch (error) {
    return err(natsFault(error));
  }
}

class Connected implements NatsExchange {
  private handler: ExchangeHandler | undefined;
  private isUp = true;
  /** For good: what was forbidden once, the library does not ask for again. */
  private isForbidden = false;

  constructor(
    private readonly connection: NatsConnection,
    private readonly events: NatsEvents,
    private readonly forbids: (error: Error) => boolean,
  ) {
    void this.watch();
  }

  /** A node that is not heard, or does not hear, must not speak either: others would take it for one of them. */
  get isConnected(): boolean {
    return this.isUp && !this.isForbidden;
  }

  listen(handler: ExchangeHandler): void {
    this.handler = handler;
  }

  subscribe(pattern: string): () => void {
    const callback = (error: Error | null, message: Msg) => {
      // An error is told by the status as well.
      if (!error) this.handler?.received(message.subject, message.data);
    };
    const subscription = this.connection.subscribe(pattern, { callback });
    return () => subscription.unsubscribe();
  }

  publish(subject: string, message: Uint8Array): void {
    // What is not sent while there is no connection is missed by nobody who could tell: sessions notice.
    if (this.isConnected) this.connection.publish(subject, message);
  }

  async close(): Promise<void> {
    if (this.isUp) await this.connection.flush().catch(() => undefined);
    await this.connection.close();
  }

  private async watch(): Promise<void> {
    for await (const status of this.connection.status()) {
      if (status.type === 'disconnect') this.lost();
      else if (status.type === 'reconnect') this.restored();
      else if (status.type === 'error') this.failed(status.error);
    }
    this.isUp = false;
  }

  private lost(): void {
    if (!this.isUp) return;
    this.isUp = false;
    this.events.onLost();
  }

  private restored(): void {
    this.isUp = true;
    this.events.onRestored();
    this.handler?.restored();
  }

  private failed(error: Error): void {
    if (!this.forbids(error)) {
      this.events.onError(error.message);
      return;
    }
    if (this.isForbidden) return;
    this.isForbidden = true;
    this.events.onForbidden(error.message);
  }
}

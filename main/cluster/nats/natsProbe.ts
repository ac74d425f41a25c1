import type { NatsConnection } from '@nats-io/transport-node';
import { err, ok, type Result } from '../../lib/result';
import { type NatsOptions, NEEDED_PAYLOAD_BYTES } from './natsExchange';
import { type NatsFault, natsFault } from './natsFault';

/** One server of a NATS, as a node would meet it. */
export interface ProbedServer {
  /** It hears what it says itself. To be closed by whoever asked for it. */
  readonly connection: NatsConnection;
  readonly isEncrypted: boolean;
  /** Until it had let in, in milliseconds. */
  readonly ms: number;
}

/** Connects to one server, `HOST:PORT`, and logs in. */
export async function probeServer(
  options: NatsOptions,
  server: string,
): Promise<Result<ProbedServer, NatsFault>> {
  const { connect } = await import('@nats-io/transport-node');
  const begun = performance.now();
  try {
    const connection = await connect({
      ...options,
      ...{ servers: [server], ignoreClusterUpdates: true },
      ...{ name: 'buckets-relay doctor', reconnect: false, timeout: 5_000 },
    });
    const ms = performance.now() - begun;
    const { max_payload: most = 0, tls_required: isForced, tls_available: isOffered } = connection.info ?? {};
    if (most >= NEEDED_PAYLOAD_BYTES) {
      const isEncrypted = isForced === true || (isOffered === true && options.tls !== undefined);
      return ok({ connection, isEncrypted, ms });
    }
    await connection.close();
    return err({ trouble: 'shortMessages', detail: `max_payload ${most}` });
  } catch (error) {
    return err(natsFault(error));
  }
}

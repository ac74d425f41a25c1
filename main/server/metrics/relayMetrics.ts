import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Traffic } from '../dataPath/sending/peer';
import type { ServerEvent } from '../events';
import { type AccountFigures, type AccountObserver, createAccountMetrics } from './accountMetrics';
import { createEventCounters } from './eventCounters';

export interface RelayMetricsOptions {
  readonly version: string;
  /** Most connections at once, as it is now. */
  readonly connectionLimit: () => number;
  /** The devices' connections as they are now. */
  readonly traffic: () => readonly Traffic[];
  /** Of one node of several alone. */
  readonly cluster?: { readonly others: () => number; readonly isConnected: () => boolean };
  /** Of a relay with many users alone. */
  readonly accounts?: AccountFigures;
}

/** What a relay tells Prometheus. Traffic is gathered when it is asked for: passing it on costs nothing more. */
export interface RelayMetrics {
  /** To be given everything that happens on the relay. */
  readonly onEvent: (event: ServerEvent) => void;
  /** To be given what happens at the accounts of many users, where there are such. */
  readonly accounts: AccountObserver | undefined;
  /** Tells until when the certificate that is served from now on is valid. */
  certificateUntil(validUntil: Date): void;
  /** All of it, as it is now, in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Node's own that a scrape has to walk all sockets for. */
const TOO_DEAR = /^nodejs_active_/;

export function createRelayMetrics(options: RelayMetricsOptions): RelayMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const { name } of registry.getMetricsAsArray())
    if (TOO_DEAR.test(name)) registry.removeSingleMetric(name);
  const count = createEventCounters(registry, options.accounts !== undefined);
  const accounts = options.accounts && createAccountMetrics(registry, options.accounts);

  /** Of those who are gone. */
  const left = { sent: 0, messages: 0 };
  let connections = 0;

  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `buckets_relay_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  const total = (name: string, help: string, of: 'sent' | 'messages') =>
    new Counter({
      name: `buckets_relay_${name}_total`,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(options.traffic().reduce((sum, one) => sum + one[of], left[of]));
      },
    });

  new Gauge({
    name: 'buckets_relay_build_info',
    help: 'Which relay this is, on which Node.',
    labelNames: ['version', 'node_version'],
    registers: [registry],
  }).set({ version: options.version, node_version: process.versions.node }, 1);
  gauge('connections', 'Websockets that are open.', () => connections);
  gauge('connections_limit', 'Most connections at once.', options.connectionLimit);
  gauge('devices', 'Devices that are connected and have proved their key.', () => options.traffic().length);
  gauge('queued_bytes', 'Bytes on their way to devices that have not taken them yet.', () =>
    options.traffic().reduce((sum, { waiting }) => sum + waiting, 0),
  );
  const { cluster } = options;
  if (cluster) {
    gauge('cluster_nodes', 'Other nodes that this one has a session with.', cluster.others);
    gauge('cluster_connected', 'Whether it has its connection to NATS, and may use it.', () =>
      Number(cluster.isConnected()),
    );
  }
  total('messages', 'Messages passed from one device to another.', 'messages');
  total('payload_bytes', 'Bytes of payload passed from one device to another.', 'sent');

  let certificate: Gauge | undefined;

  return {
    onEvent(event) {
      count(event);
      if (event.kind === 'opened' || event.kind === 'testDeviceOpened') connections += 1;
      if (event.kind === 'closed') connections -= 1;
      if (event.kind === 'left') {
        left.sent += event.sent;
        left.messages += event.messages;
      }
    },
    certificateUntil(validUntil) {
      certificate ??= new Gauge({
        name: 'buckets_relay_certificate_expiry_timestamp_seconds',
        help: 'When the certificate that is served ends.',
        registers: [registry],
      });
      certificate.set(validUntil.getTime() / 1_000);
    },
    accounts,
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { errorCode } from '../../lib/errorCode';
import type { Result } from '../../lib/result';
import { type Listening, listen, type StartProblem } from '../network/listen';
import type { RelayMetrics } from './relayMetrics';

/** Answers `GET /metrics`, and nothing else, on a port of its own. */
export interface MetricsServer {
  /** Resolves when it listens, or with the reason why it cannot. Never rejects. */
  start(): Promise<Result<Listening, StartProblem>>;
  stop(): Promise<void>;
}

/** Where the metrics are to be had: an IP address or host name of this computer; port 0 is any free one. */
export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

/** More than a few Prometheus are no household's. */
const MAX_CONNECTIONS = 16;

const BOUNDS = {
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  connectionsCheckingInterval: 2_500,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 8 * 1024,
} as const;

/** Who takes nothing of an answer, or asks for none, for so long is cut. */
const IDLE_MS = 10_000;

export function createMetricsServer(
  address: MetricsAddress,
  metrics: Pick<RelayMetrics, 'text' | 'contentType'>,
  onFailed: (code: string) => void,
): MetricsServer {
  async function answer({ method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (url?.split('?', 1)[0] !== '/metrics') {
      response.writeHead(404).end();
    } else if (method !== 'GET') {
      response.writeHead(405, { Allow: 'GET' }).end();
    } else {
      const text = await metrics.text();
      response.writeHead(200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' }).end(text);
    }
  }

  const server = createServer(BOUNDS, (request, response) => {
    answer(request, response).catch((error) => {
      onFailed(errorCode(error));
      response.writeHead(500).end();
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.timeout = IDLE_MS;
  // A packet can hold thousands of requests, whose answers would all be made before the relay had its turn again.
  server.maxRequestsPerSocket = 1;
  let stopped: Promise<void> | undefined;

  return {
    async start() {
      const listening = await listen(server, address.port, address.host);
      // From here on a failing listener is no reason for the relay to end.
      server.on('error', (error) => onFailed(errorCode(error)));
      return listening;
    },
    stop() {
      stopped ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return stopped;
    },
  };
}

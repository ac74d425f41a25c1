import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { err, ok, type Result } from '../../lib/result';
import { type Listening, listen, type StartProblem } from '../network/listen';
import { NOT_FOUND, pathOf, respond } from './routes';
import type { ReadBody, Site } from './site';

/** Serves pages on a port of their own, without a relay. */
export interface SiteServer {
  /** Resolves when it listens, or with the reason why it cannot. Never rejects. */
  start(): Promise<Result<Listening, StartProblem>>;
  stop(): Promise<void>;
}

/** A browser has six at once. */
const MAX_CONNECTIONS = 64;

const BOUNDS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 2_500,
  maxHeaderSize: 8 * 1024,
} as const;

/** Who takes nothing of an answer, or asks for none, for so long is cut. */
const IDLE_MS = 15_000;

/** For a few visitors, of the same computer. */
export function createSiteServer(
  address: { readonly host: string; readonly port: number },
  site: Pick<Site, 'answer'>,
): SiteServer {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const aborter = new AbortController();
    response.once('close', () => aborter.abort());
    const from = request.socket.remoteAddress ?? '';
    const asked = site.answer(request, pathOf(request), from, readerOf(request), aborter.signal);
    respond(request, response, (await asked) ?? NOT_FOUND);
    // A connection that is closed over bytes that nobody read is reset, and often the answer is lost with it.
    request.resume();
  }

  const server = createServer(BOUNDS, (request, response) => void answer(request, response));
  server.maxConnections = MAX_CONNECTIONS;
  server.timeout = IDLE_MS;
  let stopped: Promise<void> | undefined;

  return {
    async start() {
      const listening = await listen(server, address.port, address.host);
      // From here on one connection that could not be taken is no reason to end.
      server.on('error', () => undefined);
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

const readerOf =
  (request: IncomingMessage): ReadBody =>
  async (most) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
      // The rest is read, and thrown away, when the answer is there.
      for await (const chunk of request.iterator({ destroyOnReturn: false })) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > most) return err('tooLarge');
      }
    } catch {
      return err('notWhole');
    }
    return ok(Buffer.concat(chunks));
  };

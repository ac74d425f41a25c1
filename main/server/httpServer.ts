import { createServer, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { errorCode } from '../lib/errorCode';
import { plainAddress } from './address';
import type { Admission } from './admission';
import type { ServerEvent } from './events';
import { HEADER_BYTES, HEADER_MS, REQUEST_MS, TLS_HANDSHAKE_MS } from './limits';
import { respond, route } from './routes';
import { secureOptions, type TlsPair } from './tls/certificate';

/** The HTTP side of a relay, with or without TLS. */
export interface HttpServer {
  readonly server: Server;
  /** New connections get this pair from now on; without TLS, nothing changes. */
  renewTls(pair: TlsPair): void;
}

/** Answers what is not a device's, within the limits, and leaves upgrades to its user. */
export function createHttpServer(
  tls: TlsPair | undefined,
  admission: Admission,
  onEvent: (event: ServerEvent) => void,
): HttpServer {
  const options: ServerOptions = {
    maxHeaderSize: HEADER_BYTES,
    headersTimeout: HEADER_MS,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: 1_000,
    noDelay: true,
  };
  const tlsServer =
    tls && createTlsServer({ ...options, ...secureOptions(tls), handshakeTimeout: TLS_HANDSHAKE_MS });
  const server = tlsServer ?? createServer(options);

  // For those who ask on and on and read no answer: Node then stops reading, and with that stops its own clocks. A
  // websocket takes it off.
  server.setTimeout(REQUEST_MS);
  server.on('request', (request, response) => respond(request, response, route(request)));
  // Of the TCP connection, before any TLS.
  server.on('connection', (socket: Socket) => {
    const refused = admission.admit(socket);
    if (!refused) return;
    onEvent({ kind: 'crowded', from: plainAddress(socket.remoteAddress), reason: refused });
    socket.destroy();
  });
  server.on('tlsClientError', (error: Error, socket: Socket) => {
    onEvent({ kind: 'tlsFailed', from: plainAddress(socket.remoteAddress), code: errorCode(error) });
    socket.destroy();
  });
  return { server, renewTls: (pair) => tlsServer?.setSecureContext(secureOptions(pair)) };
}

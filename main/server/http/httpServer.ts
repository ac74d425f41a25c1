import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { ServerEvent } from '../events';
import type { ConnectionSlots } from '../limits/connectionSlots';
import { HEAD_BYTES } from '../limits/limits';
import { createTlsHandshakeLimit } from '../limits/tlsHandshakes';
import type { TlsPair } from '../tls/certificate';
import { type RequestHead, readHead } from './requestHead';
import { HEAD_TOO_LARGE, respondRaw } from './routes';

export interface HttpServerDependencies {
  readonly tls: TlsPair | undefined;
  readonly slots: ConnectionSlots;
  readonly onEvent: (event: ServerEvent) => void;
  /** Every connection has one request; whoever answers it ends the connection, or takes the socket over. */
  readonly onRequest: (request: IncomingMessage, response: ServerResponse, rest: Buffer) => void;
  /** `head`, as `rest` above, is what came behind the request already. */
  readonly onUpgrade: (request: IncomingMessage, socket: Socket, head: Buffer) => void;
}

/** The HTTP side of a relay, with or without TLS. */
export interface HttpServer {
  readonly listener: Server;
  /** New connections get this pair from now on; without TLS, nothing changes. */
  renewTls(pair: TlsPair): void;
}

/** For so long requests are dealt with before others have their turn, in milliseconds. */
const TURN_MS = 4;

type Arrived = Extract<RequestHead, { kind: 'head' }> & { readonly socket: Socket };

/**
 * Accepts connections within the limits, and reads one request from each. What a connection says is given to Node's
 * parser only when a head is whole, and in turns: however many come at one moment, all others are not held up by them.
 */
export function createHttpServer(deps: HttpServerDependencies): HttpServer {
  const { slots, onEvent } = deps;
  const rests = new WeakMap<Socket, Buffer>();
  let arrived: Arrived[] = [];

  // It listens to nothing itself: each of its connections brings the head of its request.
  const http = createHttp({ maxHeaderSize: HEAD_BYTES });
  const requested = (request: IncomingMessage, response: ServerResponse) =>
    deps.onRequest(request, response, takeRest(request.socket));
  http.on('request', requested);
  // Node would refuse these by itself, and keep a connection that misses what came behind the head for the next request.
  http.on('checkExpectation', requested);
  // And these it would tell to go on, whether or not anybody wants what they have to send.
  http.on('checkContinue', requested);
  http.on('upgrade', (request, socket: Socket) => deps.onUpgrade(request, socket, takeRest(socket)));

  /** It is a view of the whole request, which is not kept for as long as the socket lives. */
  function takeRest(socket: Socket): Buffer {
    const rest = rests.get(socket) ?? Buffer.alloc(0);
    rests.delete(socket);
    return rest;
  }

  function ready(socket: Socket): void {
    readHead(socket, (found) => {
      if (found.kind === 'tooLarge') {
        respondRaw(socket, HEAD_TOO_LARGE);
        return;
      }
      if (arrived.push({ ...found, socket }) === 1) setImmediate(takeTurn);
    });
  }

  function takeTurn(): void {
    const taken = arrived;
    const begun = performance.now();
    let at = 0;
    const next = () => {
      const one = taken[at++];
      if (one) parse(one);
      // The parser works as soon as this has returned.
      if (at < taken.length && performance.now() - begun < TURN_MS) process.nextTick(next);
      else {
        arrived = arrived.slice(at);
        if (arrived.length > 0) setImmediate(takeTurn);
      }
    };
    next();
  }

  function parse({ socket, head, rest }: Arrived): void {
    if (socket.destroyed) return;
    rests.set(socket, rest);
    socket.unshift(head);
    http.emit('connection', socket);
    socket.resume();
  }

  const encrypted = (socket: Socket) => {
    hush(socket);
    ready(socket);
  };
  const handshakes = deps.tls && createTlsHandshakeLimit(deps.tls, encrypted, onEvent);
  const listener = createServer({ noDelay: true }, (socket) => {
    hush(socket);
    if (!slots.admit(socket)) socket.destroy();
    else if (handshakes) handshakes.begin(socket);
    else ready(socket);
  });
  return { listener, renewTls: (pair) => handshakes?.renew(pair) };
}

/** Who vanishes while still asking is nobody's trouble; with an answer or an upgrade come listeners of their own. */
const hush = (socket: Socket): unknown => socket.on('error', nobodysTrouble);

const nobodysTrouble = (): void => {};

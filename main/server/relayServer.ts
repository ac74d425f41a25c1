import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Result } from '../lib/result';
import { unreachable } from '../lib/unreachable';
import { CLOSE, type CloseKind } from '../protocol/closeCodes';
import { type Bytes, type Malformed, NetstringDecoder } from '../protocol/netstring';
import { type Account, type ConnId, createRelay, type Effect } from '../protocol/relay';
import { CHALLENGE_BYTES, decodeCommand, encodeEvent } from '../protocol/wire';
import { type Credentials, createLogin } from './credentials';
import type { ServerEvent } from './events';
import { type Listening, listen, type StartProblem } from './listen';
import { FORBIDDEN, isRelayUpgrade, respond, respondRaw, route } from './routes';

export interface RelayServerOptions {
  readonly credentials: Credentials;
  /** 0: any free port. */
  readonly port: number;
  /** An IP address or host name of this computer; without it, all of them. */
  readonly address?: string;
  readonly onEvent: (event: ServerEvent) => void;
}

/** One relay on one port, from start to stop; another setting needs another server. */
export interface RelayServer {
  /** Resolves when devices can connect, or with the reason why they cannot. Never rejects. */
  start(): Promise<Result<Listening, StartProblem>>;
  /** Closes the listener and every client (1001), waiting at most about a second. Never rejects. */
  stop(): Promise<void>;
}

/** A websocket message may hold several netstrings, the longest of which has a million bytes and a header. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

/** How long a peer may take to answer a close, in milliseconds, before its socket is cut. */
const CLOSE_TIMEOUT_MS = 1_000;

interface Client {
  readonly socket: WebSocket;
  readonly from: string;
  readonly decoder: NetstringDecoder;
}

export function createRelayServer(options: RelayServerOptions): RelayServer {
  const { onEvent } = options;
  const login = createLogin(options.credentials);
  const relay = createRelay();
  /** Those for whom the relay still has a connection; a socket may stay a moment longer, closing. */
  const clients = new Map<ConnId, Client>();
  const sockets = new Set<Socket>();
  let lastConn = 0;
  let started: ReturnType<RelayServer['start']> | undefined;
  let stopped: Promise<void> | undefined;

  const http = createServer((request, response) => respond(request, response, route(request)));
  const websockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Payloads are encrypted: compressing them costs memory and gains nothing.
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    closeTimeout: CLOSE_TIMEOUT_MS,
    handleProtocols: (offered) => (offered.has('proto') ? 'proto' : false),
  });

  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  http.on('upgrade', (request, socket, head) => upgrade(request, socket, head));

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const from = addressOf(request);
    const failed = (error: Error) => onEvent({ kind: 'socketFailed', from, code: codeOf(error) });
    socket.on('error', failed);
    if (!isRelayUpgrade(request)) {
      respondRaw(socket, route(request));
      return;
    }
    const account = login(request.headers.authorization);
    if (!account.ok) {
      onEvent({ kind: 'loginRefused', from, reason: account.error });
      respondRaw(socket, FORBIDDEN);
      return;
    }
    websockets.handleUpgrade(request, socket, head, (websocket) => {
      socket.removeListener('error', failed);
      opened(websocket, account.value, from);
    });
  }

  function opened(socket: WebSocket, account: Account, from: string): void {
    const conn = ++lastConn as ConnId;
    const client: Client = { socket, from, decoder: new NetstringDecoder() };
    clients.set(conn, client);
    onEvent({ kind: 'opened', conn, from });
    socket.on('error', (error) => onEvent({ kind: 'socketFailed', from, code: codeOf(error) }));
    socket.on('close', (code) => {
      gone(conn);
      onEvent({ kind: 'closed', conn, code });
    });
    socket.on('message', (message: Bytes, isBinary: boolean) => {
      if (!clients.has(conn)) return;
      if (isBinary) received(conn, client, message);
      else malformed(conn, 'text message');
    });
    apply(relay.opened(conn, account, randomBytes(CHALLENGE_BYTES)));
  }

  function received(conn: ConnId, client: Client, message: Bytes): void {
    const decoded = client.decoder.push(message);
    for (const payload of decoded.payloads) {
      const command = decodeCommand(payload);
      if (!command.ok) {
        malformed(conn, command.error);
        return;
      }
      apply(relay.received(conn, command.value));
    }
    if (decoded.malformed) malformed(conn, decoded.malformed);
  }

  function malformed(conn: ConnId, reason: Malformed | 'text message'): void {
    onEvent({ kind: 'malformed', conn, reason });
    close(conn, reason === 'text message' ? 'notBinary' : 'malformed');
    gone(conn);
  }

  /** Ends the relay's side of a connection once, however the end came about. */
  function gone(conn: ConnId): void {
    clients.delete(conn);
    apply(relay.gone(conn));
  }

  function close(conn: ConnId, kind: CloseKind): void {
    clients.get(conn)?.socket.close(CLOSE[kind].code, CLOSE[kind].reason);
  }

  function apply(effects: readonly Effect[]): void {
    for (const effect of effects) perform(effect);
  }

  function perform(effect: Effect): void {
    switch (effect.kind) {
      case 'send':
        // A socket that is closing drops this without an error, and its own close is under way.
        clients.get(effect.to)?.socket.send(encodeEvent(effect.event));
        return;
      case 'close':
        close(effect.conn, effect.why);
        clients.delete(effect.conn);
        return;
      case 'report': {
        const { fact } = effect;
        if (fact.kind === 'authenticated') onEvent({ ...fact, from: clients.get(fact.conn)?.from ?? '' });
        else onEvent(fact);
        return;
      }
      default:
        unreachable(effect);
    }
  }

  async function startUp(): ReturnType<RelayServer['start']> {
    const listening = await listen(http, options.port, options.address);
    // From here on a failing listener is an event, not an exception that ends the program.
    http.on('error', (error) => onEvent({ kind: 'listenerFailed', code: codeOf(error) }));
    return listening;
  }

  async function shutDown(): Promise<void> {
    // A listener that is still on its way up cannot be closed.
    await started;
    const closed = new Promise<void>((resolve) => http.close(() => resolve()));
    for (const conn of clients.keys()) close(conn, 'goingAway');
    http.closeIdleConnections();
    const cut = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, CLOSE_TIMEOUT_MS);
    await closed;
    clearTimeout(cut);
  }

  return {
    start() {
      started ??= startUp();
      return started;
    },
    stop() {
      stopped ??= shutDown();
      return stopped;
    },
  };
}

/** The peer's address; an IPv4 one in its own form, also when it came in over IPv6. */
const addressOf = (request: IncomingMessage): string =>
  (request.socket.remoteAddress ?? 'unknown').replace(/^::ffff:(?=\d+\.)/, '');

const codeOf = (error: Error & { code?: string }): string => error.code ?? error.name;

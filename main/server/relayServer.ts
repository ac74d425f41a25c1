import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { errorCode } from '../lib/errorCode';
import { err, type Result } from '../lib/result';
import { unreachable } from '../lib/unreachable';
import type { DeviceKey } from '../protocol/deviceKey';
import type { Bytes, Malformed } from '../protocol/netstring';
import {
  type Account,
  type Admit,
  type ConnId,
  createRelay,
  type Effect,
  type Fact,
} from '../protocol/relay';
import { CHALLENGE_BYTES, decodeCommand, encodeEvent } from '../protocol/wire';
import { plainAddress } from './address';
import { createAdmission } from './admission';
import { createBackpressure } from './backpressure';
import type { Credentials } from './credentials';
import type { ServerEvent } from './events';
import { createGate } from './gate';
import { gatherWrites } from './gatherWrites';
import { startHeartbeat } from './heartbeat';
import { createHttpServer } from './httpServer';
import {
  CLOSE_MS,
  DEFAULT_LIMITS,
  type Limits,
  MESSAGE_BYTES,
  MESSAGE_CHUNKS,
  MESSAGE_FRAMES,
} from './limits';
import { type Listening, listen, type StartProblem } from './listen';
import { closePeer, createPeer, type Peer, type Traffic, trafficOf } from './peer';
import { isRelayUpgrade, respondRaw, route } from './routes';
import type { TlsPair } from './tls/certificate';

export interface RelayServerOptions {
  readonly credentials: Credentials;
  /** 0: any free port. */
  readonly port: number;
  /** An IP address or host name of this computer; without it, all of them. */
  readonly address?: string;
  /** With it the relay speaks TLS, and nothing else. */
  readonly tls?: TlsPair;
  readonly limits?: Partial<Limits>;
  /** Decides on each device that proved its key; without it, all are let in. */
  readonly admit?: Admit;
  readonly onEvent: (event: ServerEvent) => void;
}

/** One relay on one port, from start to stop; another setting needs another server. */
export interface RelayServer {
  /** Resolves when devices can connect, or with the reason why they cannot. Never rejects. */
  start(): Promise<Result<Listening, StartProblem>>;
  /** Serves TLS with a newer pair from now on, leaving those who are connected as they are. */
  renewTls(pair: TlsPair): void;
  /** Ends the connection of a device that is no longer let in. */
  expel(key: DeviceKey): void;
  /** The devices' connections as they are now. */
  traffic(): Traffic[];
  /** Closes the listener and every client (1001), waiting at most about a second. Never rejects. */
  stop(): Promise<void>;
}

export function createRelayServer(options: RelayServerOptions): RelayServer {
  const { onEvent } = options;
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const gate = createGate(options.credentials);
  const admission = createAdmission(limits);
  const relay = createRelay(undefined, options.admit);
  /** Those for whom the relay still has a connection; a socket may stay a moment longer, closing. */
  const peers = new Map<ConnId, Peer>();
  const backpressure = createBackpressure(limits, (receiver) => giveUp(receiver, 'tooSlow', 'too slow'));
  const { server: http, renewTls } = createHttpServer(options.tls, admission, onEvent);
  const websockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Payloads are encrypted: compressing them costs memory and gains nothing.
    perMessageDeflate: false,
    maxPayload: MESSAGE_BYTES,
    maxFragments: MESSAGE_FRAMES,
    maxBufferedChunks: MESSAGE_CHUNKS,
    closeTimeout: CLOSE_MS,
    handleProtocols: (offered) => (offered.has('proto') ? 'proto' : false),
  });
  /** Resolves for each websocket when its end has been told. */
  const ends = new Set<Promise<void>>();
  let lastConn = 0;
  let started: ReturnType<RelayServer['start']> | undefined;
  let stopped: Promise<void> | undefined;
  let stopHeartbeat = () => {};

  http.on('upgrade', (request, socket: Socket, head) => upgrade(request, socket, head));

  function upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const from = plainAddress(request.socket.remoteAddress);
    const failed = (error: Error) => onEvent({ kind: 'socketFailed', from, code: errorCode(error) });
    socket.on('error', failed);
    if (!isRelayUpgrade(request)) {
      respondRaw(request, socket, route(request));
      return;
    }
    const account = gate(request);
    if (!account.ok) {
      const { answer, reason } = account.error;
      if (reason) onEvent({ kind: 'loginRefused', from, reason });
      respondRaw(request, socket, answer);
      return;
    }
    websockets.handleUpgrade(request, socket, head, (websocket) => {
      socket.removeListener('error', failed);
      opened(createPeer(++lastConn as ConnId, from, websocket, socket), account.value);
    });
  }

  function opened(peer: Peer, account: Account): void {
    const { conn, from, websocket, stream } = peer;
    peers.set(conn, peer);
    admission.upgraded(1);
    onEvent({ kind: 'opened', conn, from });
    websocket.on('error', (error) => onEvent({ kind: 'socketFailed', from, code: errorCode(error) }));
    const end = new Promise<void>((resolve) => {
      websocket.on('close', (code) => {
        admission.upgraded(-1);
        gone(peer);
        onEvent({ kind: 'closed', conn, code });
        ends.delete(end);
        resolve();
      });
    });
    ends.add(end);
    websocket.on('message', (message: Bytes, isBinary: boolean) => {
      if (!peers.has(conn)) return;
      if (isBinary) received(peer, message);
      else malformed(peer, 'text message');
    });
    stream.on('drain', () => backpressure.drained(peer));
    peer.deadline = setTimeout(() => giveUp(peer, 'notInTime', 'not in time'), limits.authenticateMs).unref();
    apply(relay.opened(conn, account, randomBytes(CHALLENGE_BYTES)), peer);
  }

  function received(peer: Peer, message: Bytes): void {
    const decoded = peer.decoder.push(message);
    for (const payload of decoded.payloads) {
      const command = decodeCommand(payload);
      if (!command.ok) {
        malformed(peer, command.error);
        return;
      }
      apply(relay.received(peer.conn, command.value), peer);
    }
    if (decoded.malformed) malformed(peer, decoded.malformed);
  }

  function malformed(peer: Peer, reason: Malformed | 'text message'): void {
    onEvent({ kind: 'malformed', conn: peer.conn, reason });
    closePeer(peer, reason === 'text message' ? 'notBinary' : 'malformed');
    gone(peer);
  }

  function giveUp(peer: Peer, close: 'notInTime' | 'tooSlow', why: 'not in time' | 'too slow'): void {
    onEvent({ kind: 'givenUp', conn: peer.conn, why });
    closePeer(peer, close);
    gone(peer);
  }

  function silent(peer: Peer): void {
    onEvent({ kind: 'givenUp', conn: peer.conn, why: 'silent' });
    // Nobody is there to answer a close.
    peer.websocket.terminate();
    gone(peer);
  }

  /** Ends the relay's side of a connection once, however the end came about. */
  function gone(peer: Peer): void {
    if (forget(peer)) apply(relay.gone(peer.conn), peer);
  }

  function forget(peer: Peer): boolean {
    clearTimeout(peer.deadline);
    backpressure.gone(peer);
    return peers.delete(peer.conn);
  }

  /** Does what the relay decided upon something that `cause` did. */
  function apply(effects: readonly Effect[], cause: Peer): void {
    for (const effect of effects) perform(effect, cause);
  }

  function perform(effect: Effect, cause: Peer): void {
    switch (effect.kind) {
      case 'send': {
        const receiver = peers.get(effect.to);
        if (!receiver) return;
        gatherWrites(receiver.stream);
        // A socket that is closing drops this without an error, and its own close is under way.
        receiver.websocket.send(encodeEvent(effect.event));
        if (effect.event.kind === 'data') {
          cause.sent += effect.event.data.length;
          receiver.received += effect.event.data.length;
        }
        backpressure.queued(receiver, peers.get(cause.conn), effect.event.kind);
        return;
      }
      case 'close': {
        const peer = peers.get(effect.conn);
        if (!peer) return;
        closePeer(peer, effect.why);
        forget(peer);
        return;
      }
      case 'report':
        report(effect.fact, cause);
        return;
      default:
        unreachable(effect);
    }
  }

  function report(fact: Fact, cause: Peer): void {
    switch (fact.kind) {
      case 'authenticated':
        clearTimeout(cause.deadline);
        cause.key = fact.key;
        onEvent({ ...fact, from: cause.from });
        return;
      case 'notAdmitted':
        onEvent({ ...fact, from: cause.from });
        return;
      case 'left': {
        // One that is replaced leaves because of another's doing.
        const { sent, received } = peers.get(fact.conn) ?? cause;
        onEvent({ ...fact, sent, received });
        return;
      }
      default:
        onEvent(fact);
    }
  }

  function expel(key: DeviceKey): void {
    const peer = [...peers.values()].find((candidate) => candidate.key === key);
    if (peer) apply(relay.expelled(key), peer);
  }

  async function startUp(): ReturnType<RelayServer['start']> {
    if (stopped) return err({ kind: 'cannotListen', code: 'stopped' });
    const listening = await listen(http, options.port, options.address);
    // From here on a failing listener is an event, not an exception that ends the program.
    http.on('error', (error) => onEvent({ kind: 'listenerFailed', code: errorCode(error) }));
    if (listening.ok) {
      const isExcused = (peer: Peer) => backpressure.isHeld(peer) || backpressure.isSlow(peer);
      stopHeartbeat = startHeartbeat(limits.pingMs, () => peers.values(), isExcused, silent);
    }
    return listening;
  }

  async function shutDown(): Promise<void> {
    // A listener that is still on its way up cannot be closed.
    await started;
    stopHeartbeat();
    const closed = new Promise<void>((resolve) => http.close(() => resolve()));
    for (const peer of peers.values()) closePeer(peer, 'goingAway');
    http.closeIdleConnections();
    const cut = setTimeout(admission.cutAll, CLOSE_MS);
    await closed;
    await Promise.all(ends);
    clearTimeout(cut);
  }

  return {
    start() {
      started ??= startUp();
      return started;
    },
    renewTls,
    expel,
    traffic: () => trafficOf(peers.values()),
    stop() {
      stopped ??= shutDown();
      return stopped;
    },
  };
}

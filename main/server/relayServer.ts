import { randomBytes } from 'node:crypto';
import { errorCode } from '../lib/errorCode';
import { err } from '../lib/result';
import type { CloseKind } from '../protocol/closeCodes';
import type { DeviceKey } from '../protocol/deviceKey';
import type { Bytes, Malformed } from '../protocol/netstring';
import { type Account, type ConnId, createRelay, type Relay } from '../protocol/relay';
import { CHALLENGE_BYTES, decodeCommand, TOO_LONG } from '../protocol/wire';
import { createAdmission } from './admission';
import { closeAll } from './connection/closeAll';
import { drainPeers } from './connection/drain';
import { startHeartbeat } from './connection/heartbeat';
import { createNodeHost } from './connection/nodeHost';
import { createActionRunner } from './connection/relayActions';
import { createFrameReader } from './dataPath/dataPath';
import { TurnReader } from './dataPath/frames/turnReader';
import { Turns } from './dataPath/frames/turns';
import { createBackpressure } from './dataPath/sending/backpressure';
import { createMessageSender } from './dataPath/sending/messageSender';
import { closePeer, isOpen, messageTrafficOf, type Peer, trafficOf } from './dataPath/sending/peer';
import { createPresence } from './dataPath/sending/presence';
import { createUnfinishedMessages } from './dataPath/unfinishedMessages';
import type { NodeRelay } from './distant';
import type { CrowdedReason, DropReason } from './events';
import { createHttpServer } from './http/httpServer';
import { createIdleGc } from './idleGc';
import { createConnectionSlots } from './limits/connectionSlots';
import { DEFAULT_LIMITS, type Limits } from './limits/limits';
import { createClientAddress } from './network/clientAddress';
import { listen } from './network/listen';
import type { RelayServer, RelayServerOptions } from './relayServerTypes';

export type { RelayServer, RelayServerOptions } from './relayServerTypes';

/** Milliseconds that never go back. */
const now = () => performance.now();

export function createRelayServer(options: RelayServerOptions): RelayServer {
  const { onEvent } = options;
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const clientAddress = createClientAddress(options.trustProxy);
  const onCrowded = (from: string, reason: CrowdedReason) => onEvent({ kind: 'crowded', from, reason });
  const slots = createConnectionSlots(limits, onCrowded, options.trustProxy);
  const { credentials, authMethods, identity, pathPrefix, site } = options;
  let isDraining = false;
  const isReady = () => !isDraining && options.isReady?.() !== false;
  const admission = createAdmission({
    ...{ credentials, authMethods, identity, pathPrefix, isReady, site, slots, clientAddress, onEvent },
    onOpened: opened,
  });
  const relayOf = (peer: Peer) => (peer.testDevice ? testDeviceRelay : relay);
  /** Those for whom the relay still has a connection; a socket may stay a moment longer, closing. */
  const peers = new Map<ConnId, Peer>();
  const backpressure = createBackpressure(limits, (receiver) => giveUp(receiver, 'tooSlow', 'too slow'));
  /** A ping would come last for these, or nothing of them is read: it is known why nothing is heard. */
  const isExcused = (peer: Peer) => backpressure.isHeld(peer) || backpressure.isSlow(peer);
  const unfinishedMessages = createUnfinishedMessages(limits, backpressure.isHeld, (peer) => {
    onEvent({ kind: 'givenUp', conn: peer.conn, why: 'unfinished' });
    closePeer(peer, 'unfinished');
    // Until an answer came, what was begun would be kept, and grow. The others hear of it when the socket is closed.
    peer.input.hold();
    peer.stream.destroySoon();
  });
  const { listener, renewTls } = createHttpServer({
    tls: options.tls,
    slots,
    onEvent,
    onRequest: admission.onRequest,
    onUpgrade: admission.onUpgrade,
  });
  const idleGc = createIdleGc();
  const turns = new Turns(now);
  const sending = createMessageSender(backpressure, now);
  const presence = createPresence(peers, sending.flush);
  const testDevicePresence = createPresence(peers, sending.flush);
  const dataPath = { peers, sending, onMessage: received, fast: options.fastPath !== false };
  const runActions = createActionRunner({
    ...{ peers, sending, onEvent },
    presenceOf: (peer) => (peer.testDevice ? testDevicePresence : presence),
    onAuthenticated(peer) {
      clearTimeout(peer.deadline);
      peer.deadline = undefined;
      idleGc.changed(open);
      slots.settled(peer.stream);
    },
    end(peer, why) {
      closePeer(peer, why);
      forget(peer);
    },
  });
  const host = createNodeHost(peers, (actions, peer) => runActions(actions, peer), sending, backpressure);
  const makeRelay = (label: 'devices' | 'tests'): Relay | NodeRelay => {
    const alone = createRelay(undefined, options.admit);
    return options.join?.(alone, host, label) ?? alone;
  };
  const relay = makeRelay('devices');
  /** Test devices are among themselves: no other is linked with one, hears of it, or makes room for it. */
  const testDeviceRelay = makeRelay('tests');
  /** Websockets whose end has not been told yet. */
  let open = 0;
  let onAllClosed = () => {};
  let started: ReturnType<RelayServer['start']> | undefined;
  let stopped: Promise<void> | undefined;
  let stopTimers = () => {};

  /** `head` is what came behind the upgrade already. */
  function opened(peer: Peer, head: Buffer): void {
    const { conn, account, from, websocket, stream } = peer;
    peers.set(conn, peer);
    onEvent({ kind: peer.testDevice ? 'testDeviceOpened' : 'opened', conn, from });
    websocket.on('error', (error) => onEvent({ kind: 'socketFailed', from, code: errorCode(error) }));
    open += 1;
    websocket.on('close', (code) => {
      gone(peer);
      onEvent({ kind: 'closed', conn, code });
      options.onClosed?.(messageTrafficOf(peer));
      open -= 1;
      idleGc.changed(open);
      if (open === 0) onAllClosed();
    });
    websocket.on('message', (message: Bytes, isBinary: boolean) => {
      if (isBinary) {
        received(peer, message);
        return;
      }
      peer.messageBytesSent += message.length;
      if (peers.has(conn)) malformed(peer, 'text message');
    });
    stream.on('drain', () => backpressure.drained(peer));
    // What it asks for it has to take as well.
    websocket.on('ping', () => peers.has(conn) && backpressure.queued(peer, peer, 'data'));
    websocket.on('pong', (payload: Bytes) => {
      if (peer.delivery.answered(payload, now())) backpressure.took(peer);
    });
    const frames = createFrameReader(peer, relayOf(peer), dataPath);
    const reader = new TurnReader(peer.input, frames, turns, () => {
      if (isOpen(peer)) unfinishedMessages.came(peer, frames);
    });
    stream.on('data', (chunk: Buffer) => reader.read(chunk));
    peer.deadline = setTimeout(() => giveUp(peer, 'notInTime', 'not in time'), limits.authenticateMs).unref();
    runActions(relayOf(peer).opened(conn, account, randomBytes(CHALLENGE_BYTES)), peer);
    if (head.length > 0) reader.read(Buffer.from(head));
  }

  function received(peer: Peer, message: Bytes): void {
    peer.messageBytesSent += message.length;
    if (!peers.has(peer.conn)) return;
    const decoded = peer.decoder.push(message);
    for (const payload of decoded.payloads) {
      const command = decodeCommand(payload);
      if (!command.ok) {
        malformed(peer, command.error);
        return;
      }
      runActions(relayOf(peer).received(peer.conn, command.value), peer);
    }
    if (decoded.malformed) malformed(peer, decoded.malformed);
  }

  function malformed(peer: Peer, reason: Malformed | 'text message'): void {
    onEvent({ kind: 'malformed', conn: peer.conn, reason });
    if (reason === 'longer than the limit') sending.event(peer, TOO_LONG, peer);
    closePeer(peer, reason === 'text message' ? 'notBinary' : 'malformed');
    gone(peer);
  }

  function giveUp(peer: Peer, close: CloseKind, why: DropReason): void {
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
    if (forget(peer)) runActions(relayOf(peer).gone(peer.conn), peer);
  }

  function forget(peer: Peer): boolean {
    clearTimeout(peer.deadline);
    backpressure.gone(peer);
    unfinishedMessages.gone(peer);
    return peers.delete(peer.conn);
  }

  function expel(key: DeviceKey): void {
    for (const peer of [...peers.values()])
      if (peer.key === key) runActions(relayOf(peer).expelled(key), peer);
  }

  function expelAccount(account: Account): void {
    admission.expelled(account);
    for (const of of [relay, testDeviceRelay]) {
      // Any of them stands for all, since all go.
      const [first] = of.connectionsOf(account);
      const peer = first === undefined ? undefined : peers.get(first);
      if (peer) runActions(of.accountExpelled(account), peer);
    }
  }

  async function startUp(): ReturnType<RelayServer['start']> {
    if (stopped) return err({ kind: 'cannotListen', code: 'stopped' });
    const listening = await listen(listener, options.port, options.address, options.descriptor);
    // From here on a failing listener is an event, not an exception that ends the program.
    listener.on('error', (error) => onEvent({ kind: 'listenerFailed', code: errorCode(error) }));
    if (listening.ok) {
      const stopHeartbeat = startHeartbeat(limits.pingMs, () => peers.values(), isExcused, silent);
      const unfinishedTimer = setInterval(unfinishedMessages.look, limits.unfinishedMs).unref();
      stopTimers = () => {
        stopHeartbeat();
        clearInterval(unfinishedTimer);
      };
    }
    return listening;
  }

  async function shutDown(drainMs: number): Promise<void> {
    // A listener that is still on its way up cannot be closed.
    await started;
    stopTimers();
    admission.endWaiting();
    const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
    const endCutting = closeAll(() => peers.values(), slots, drainMs);
    await closed;
    if (open > 0) await new Promise<void>((resolve) => (onAllClosed = resolve));
    endCutting();
  }

  return {
    start() {
      started ??= startUp();
      return started;
    },
    renewTls,
    expel,
    expelAccount,
    traffic: () => trafficOf(peers.values()),
    async devicesOf(account) {
      const here = relay.connectionsOf(account).flatMap((conn) => {
        const peer = peers.get(conn);
        return peer?.key === undefined ? [] : [{ key: peer.key, ms: now() - peer.since }];
      });
      return 'devicesElsewhere' in relay ? [...here, ...(await relay.devicesElsewhere(account))] : here;
    },
    messageTraffic: () => [...peers.values()].map(messageTrafficOf),
    setConnectionLimit: slots.setMost,
    drain(ms) {
      isDraining = true;
      return drainPeers([...peers.values()], ms);
    },
    stop(drainMs = 0) {
      stopped ??= shutDown(drainMs);
      return stopped;
    },
  };
}

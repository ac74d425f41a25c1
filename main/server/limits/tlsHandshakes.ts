import { createPrivateKey, sign } from 'node:crypto';
import type { Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { errorCode } from '../../lib/errorCode';
import type { ServerEvent } from '../events';
import { addressGroup, connectionId, plainAddress } from '../network/address';
import { secureOptions, type TlsPair } from '../tls/certificate';
import { createEvictionQueue } from './evictionQueue';

/** Lets TCP connections become TLS ones. */
export interface TlsHandshakeLimit {
  begin(socket: Socket): void;
  /** Those that begin from now on get this pair. */
  renew(pair: TlsPair): void;
}

/** What all handshakes at hand may cost if they come to be answered at one moment, in milliseconds. */
const BURST_MS = 30;

/** What one costs besides: reading and writing, and the exchange of keys, which in a slow key's own group is slow too. */
const EXCHANGE_MS = 0.4;
const EXCHANGE_SIGNATURES = 2;

/** With a slow key there are few at once, and still a phone has to find time for its own. */
const LEAST_AT_ONCE = 4;
const MAX_AT_ONCE = 64;

/** How often a signature is timed. */
const TRIES = 3;

/**
 * Has a bounded number of handshakes under way: each costs a signature, and strangers can have all of theirs made at one
 * moment. When there are too many, the one that takes longest makes room, of the fullest address first. Those that end
 * as TLS connections are given to `onSecure`.
 */
export function createTlsHandshakeLimit(
  pair: TlsPair,
  onSecure: (socket: TLSSocket) => void,
  onEvent: (event: ServerEvent) => void,
): TlsHandshakeLimit {
  const newcomers = createEvictionQueue<Socket>();
  const sockets = new Map<string, Socket>();
  let atOnce = handshakesAtOnce(pair);
  // It listens to nothing itself: its connections are given to it.
  const server = createServer(secureOptions(pair));

  function done(id: string): void {
    const socket = sockets.get(id);
    if (!socket) return;
    sockets.delete(id);
    newcomers.delete(groupOf(id), socket);
  }

  server.on('secureConnection', (socket) => {
    done(connectionId(socket));
    onSecure(socket);
  });
  server.on('tlsClientError', (error: Error, socket: TLSSocket) => {
    onEvent({ kind: 'tlsFailed', from: plainAddress(socket.remoteAddress), code: errorCode(error) });
    socket.destroy();
  });

  return {
    begin(socket) {
      if (newcomers.size >= atOnce) newcomers.next()?.destroy();
      const id = connectionId(socket);
      sockets.set(id, socket);
      newcomers.add(groupOf(id), socket);
      socket.once('close', () => done(id));
      server.emit('connection', socket);
    },
    renew(newer) {
      atOnce = handshakesAtOnce(newer);
      server.setSecureContext(secureOptions(newer));
    },
  };
}

/** The address is the first word of a connection's name. */
const groupOf = (id: string): string => addressGroup(plainAddress(id.split(' ')[0]));

/** As many as this computer can answer within the burst: RSA keys take it up to a hundred times as long as others. */
function handshakesAtOnce({ key }: TlsPair): number {
  let signatureMs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TRIES; i++) {
    const begun = performance.now();
    sign('sha256', Buffer.alloc(1), key);
    signatureMs = Math.min(signatureMs, performance.now() - begun);
  }
  const isRsa = createPrivateKey(key).asymmetricKeyType === 'rsa';
  const exchangeMs = EXCHANGE_MS + (isRsa ? 0 : EXCHANGE_SIGNATURES * signatureMs);
  const most = Math.floor(BURST_MS / (exchangeMs + signatureMs));
  return Math.max(LEAST_AT_ONCE, Math.min(most, MAX_AT_ONCE));
}

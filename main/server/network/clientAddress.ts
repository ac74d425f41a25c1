import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { plainAddress } from './address';

/** Proxies that are believed when they tell for whom they ask. */
export interface TrustedProxies {
  /** Whether a peer's plain address is one of them. */
  has(address: string): boolean;
  /** For whom the one at `peer` asks; never an address that is taken for this computer. */
  clientOf(peer: string, headers: IncomingHttpHeaders): string;
}

/** The address of who asks: the TCP peer's, unless that one is a proxy that is trusted. */
export type ClientAddress = (request: IncomingMessage) => string;

export const createClientAddress =
  (proxies: TrustedProxies | undefined): ClientAddress =>
  ({ socket, headers }) => {
    const peer = plainAddress(socket.remoteAddress);
    return proxies?.has(peer) ? proxies.clientOf(peer, headers) : peer;
  };

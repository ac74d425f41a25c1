import type { Socket } from 'node:net';

export { addressGroup, isLoopback } from '../../lib/addressGroup';

/** A peer's address; an IPv4 one in its own form, also when it came in over IPv6. */
export const plainAddress = (address: string | undefined): string =>
  (address ?? 'unknown').replace(/^::ffff:(?=\d+\.)/, '');

/** The same for a TCP connection and for the TLS on it, and for no other open one of a server. */
export const connectionId = ({ remoteAddress, remotePort, localAddress }: Socket): string =>
  `${remoteAddress} ${remotePort} ${localAddress}`;

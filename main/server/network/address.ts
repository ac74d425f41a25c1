import { isIPv6, type Socket } from 'node:net';

/** A peer's address; an IPv4 one in its own form, also when it came in over IPv6. */
export const plainAddress = (address: string | undefined): string =>
  (address ?? 'unknown').replace(/^::ffff:(?=\d+\.)/, '');

/** This computer itself. */
export const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';

/**
 * What counts as one stranger: an IPv4 address, or an IPv6 /64 network, which is what one household or one rented
 * server has, with more addresses in it than could ever be counted.
 */
export function addressGroup(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return `${[...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4).join(':')}::/64`;
}

/** The same for a TCP connection and for the TLS on it, and for no other open one of a server. */
export const connectionId = ({ remoteAddress, remotePort, localAddress }: Socket): string =>
  `${remoteAddress} ${remotePort} ${localAddress}`;

/** This computer itself. */
export const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';

/**
 * What counts as one stranger: an IPv4 address, or an IPv6 /64 network, which is what one household or one rented
 * server has, with more addresses in it than could ever be counted.
 */
export function addressGroup(address: string): string {
  // Only an IPv6 address has colons.
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return `${[...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4).join(':')}::/64`;
}

import { isIP } from 'node:net';
import { isLoopback } from '../../lib/addressGroup';

/** Whether a host, as an address or a request names it, is this computer itself, and cannot be made to be another. */
export function isLoopbackHost(name: string): boolean {
  const address = name.replace(/^\[|\]$/g, '');
  return name.toLowerCase() === 'localhost' || (isIP(address) !== 0 && isLoopback(address));
}

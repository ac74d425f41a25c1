import { networkInterfaces } from 'node:os';
import { lanAddresses } from '../../lib/networkAdapters';
import { relayUrl } from '../../protocol/relayUrl';

/** What to type into a device, for a relay that listens on every address of this computer. */
export function reachMessage(port: number, tls: boolean, pathPrefix: string | undefined): string {
  const urls = lanAddresses(networkInterfaces()).map((address) => relayUrl(address, port, tls, pathPrefix));
  return urls.length > 0
    ? `devices reach this relay at ${urls.join(' or ')}`
    : 'this computer is in no network where devices could reach it';
}

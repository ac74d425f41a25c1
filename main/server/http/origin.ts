import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * Whether a request was made by a web page that is not the relay's own. Devices send no Origin; browsers always do
 * (RFC 6454), so that a page somewhere cannot use the relay through the browser of somebody at home.
 *
 * That the Origin is the Host is not enough: with DNS rebinding a foreign page's name leads here, and both are that
 * name. So only an address, or a name that no foreign server can have, is ours.
 */
export function isCrossOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  const homePage = new URL(origin);
  if (homePage.protocol !== 'http:' && homePage.protocol !== 'https:') return true;
  return homePage.host !== host?.toLowerCase() || !isUnmistakable(homePage.hostname);
}

const isUnmistakable = (hostname: string): boolean =>
  isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || hostname === 'localhost' || hostname.endsWith('.local');

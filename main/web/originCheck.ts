import type { IncomingMessage } from 'node:http';
import { isCrossOrigin } from '../server/http/origin';

/** Whether a request was made by a web page that is not one of this relay's. Programs send no Origin, and are let in. */
export type OriginCheck = (request: IncomingMessage) => boolean;

/**
 * With the address that people know the relay by, its pages are those of that address, and of an address or a local name
 * that cannot be mistaken for it. Without, they are those of the host that was asked for: a foreign page whose name leads
 * here (DNS rebinding) passes for one, but has no cookie of ours, and gets no further than whoever asks without a browser.
 */
export function createOriginCheck(publicUrl?: URL): OriginCheck {
  return (request) => {
    const { origin, host } = request.headers;
    if (origin === undefined || !isCrossOrigin(request)) return false;
    return publicUrl ? origin !== publicUrl.origin : !isOf(origin, host);
  };
}

function isOf(origin: string, host = ''): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: ofPage } = new URL(origin);
  const asked = `${protocol}//${host}`;
  // Either may name the port that is its scheme's own.
  return /^https?:$/.test(protocol) && URL.canParse(asked) && new URL(asked).host === ofPage;
}

/** Browsers that tell say what sent a request: a form of ours comes from a page of ours. */
export function isOfOwnPage({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin';
}

/** Where devices connect, by websocket upgrade (PROTOCOL section 1). */
export const RELAY_PATH = '/v1/relay';

/** Where it is told which versions of the protocol are spoken. */
export const VERSIONS_PATH = '/versions';

/** The whole address to give to a device: `http(s)://HOST:PORT/v1/relay`, with a path like `/buckets` before that. */
export const relayUrl = (host: string, port: number, tls: boolean, prefix = ''): string =>
  `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}${prefix}${RELAY_PATH}`;

/** The schemes of a relay's address; those of websockets mean the same. */
const SCHEMES: Readonly<Record<string, string>> = {
  'http:': 'http:',
  'https:': 'https:',
  'ws:': 'http:',
  'wss:': 'https:',
};

/**
 * An address as people type it, made whole: without a scheme it is http, and its path ends in /v1/relay, behind a prefix
 * if there is one, as proxies have it. User name, query and fragment are left out. Undefined for what is no address.
 */
export function completeAddress(typed: string): URL | undefined {
  const text = typed.trim();
  // As browsers do, with however many slashes, which way they lean.
  const hasScheme = /^((https?|wss?):|[a-z][a-z0-9+.-]*:\/\/)/i.test(text);
  // A single word is more likely something else that was typed in its place.
  if (!hasScheme && !/^[^/]*[.:]/.test(text)) return undefined;
  const whole = hasScheme ? text : `http://${text}`;
  if (!URL.canParse(whole)) return undefined;
  const scheme = SCHEMES[new URL(whole).protocol];
  if (scheme === undefined) return undefined;
  const url = new URL(whole.replace(/^[^:]+:/, scheme));
  if (/^\.+$/.test(url.hostname)) return undefined;
  const prefix = url.pathname.replace(/\/+$/, '').replace(/\/(v1|v1\/relay|versions)$/, '');
  url.pathname = `${prefix}${RELAY_PATH}`;
  return new URL(`${url.origin}${url.pathname}`);
}

/** The same text without what somebody may have put before the host, as a password, where it does not belong. */
export function stripCredentials(typed: string): string {
  const at = typed.lastIndexOf('@');
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(typed)?.[0] ?? '';
  return at < 0 ? typed : `${scheme}${typed.slice(at + 1)}`;
}

/** Whether a device that is given what was typed goes to `url` itself. */
export function pointsTo(typed: string, url: URL): boolean {
  if (!URL.canParse(typed)) return false;
  const { protocol, host, pathname } = new URL(typed);
  return `${SCHEMES[protocol]}//${host}${pathname}` === url.href;
}

/** Where a relay at `url`, whose path ends in /v1/relay, tells which versions it speaks. */
export const versionsPath = ({ pathname }: URL): string =>
  `${pathname.slice(0, -RELAY_PATH.length)}${VERSIONS_PATH}`;

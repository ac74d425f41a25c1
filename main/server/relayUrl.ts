import { isIPv6 } from 'node:net';
import { RELAY_PATH } from './routes';

/** The whole address to give to a device: `http(s)://HOST:PORT/v1/relay`. */
export const relayUrl = (host: string, port: number, tls: boolean): string =>
  `${tls ? 'https' : 'http'}://${isIPv6(host) ? `[${host}]` : host}:${port}${RELAY_PATH}`;

/** Where devices connect, by websocket upgrade (PROTOCOL section 1). */
export const RELAY_PATH = '/v1/relay';

/** The whole address to give to a device: `http(s)://HOST:PORT/v1/relay`. */
export const relayUrl = (host: string, port: number, tls: boolean): string =>
  `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}${RELAY_PATH}`;

import type { IncomingMessage } from 'node:http';
import { RELAY_PATH } from '../../protocol/relayUrl';

/** What the relay knows of how it is reached. */
export interface Reached {
  /** As the operator says; undefined: as each visitor reached it. */
  readonly publicUrl: URL | undefined;
  /** Whether the relay itself speaks TLS. */
  readonly tls: boolean;
  /** A path under which everything is to be had as well, as `/buckets`, or nothing. */
  readonly pathPrefix: string;
}

export const isSecure = ({ publicUrl, tls }: Reached): boolean => tls || publicUrl?.protocol === 'https:';

/** What to type into Buckets: the operator's address, or the one in the visitor's browser, of which only a host is believed. */
export function relayAddress({ publicUrl, tls, pathPrefix }: Reached, { headers }: IncomingMessage): string {
  if (publicUrl) return `${publicUrl.href.replace(/\/+$/, '')}${RELAY_PATH}`;
  const { host = '' } = headers;
  const isHost = /^[\w.:[\]-]+$/.test(host) && URL.canParse(`http://${host}`);
  return `${tls ? 'https' : 'http'}://${isHost ? host : 'localhost'}${pathPrefix}${RELAY_PATH}`;
}

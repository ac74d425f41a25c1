import type { IncomingMessage } from 'node:http';
import { RELAY_PATH } from '../../protocol/relayUrl';

/** What the relay knows of how it is reached. */
export interface Reached {
  /** As the operator says, without a slash at its end; undefined: as each visitor reached it. */
  readonly publicUrl: string | undefined;
  /** Whether the relay itself speaks TLS. */
  readonly tls: boolean;
  /** A path under which everything is to be had as well, as `/buckets`, or nothing. */
  readonly pathPrefix: string;
}

export const isSecure = ({ publicUrl, tls }: Reached): boolean => tls || /^https:/i.test(publicUrl ?? '');

/** What to type into Buckets: the operator's address, or the one in the visitor's browser, of which only a host is believed. */
export function relayAddress({ publicUrl, tls, pathPrefix }: Reached, { headers }: IncomingMessage): string {
  if (publicUrl !== undefined) return `${publicUrl}${RELAY_PATH}`;
  const origin = `${tls ? 'https' : 'http'}://${headers.host ?? ''}`;
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  const host = url && /^[\w.:[\]-]+$/.test(headers.host ?? '') ? url.host : 'localhost';
  return `${tls ? 'https' : 'http'}://${host}${pathPrefix}${RELAY_PATH}`;
}

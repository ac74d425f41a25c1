import type { RelayId } from './relayId';

/** A DNS label has at most so many bytes (RFC 1035 section 2.3.4). */
const MAX_LABEL_BYTES = 63;

/** Control characters, invisible ones, and halves of characters. */
const UNPRINTABLE = /[\p{C}\u2028\u2029\ufffd]/gu;

const DEFAULT_NAME = 'Buckets Relay';

/** Where a relay's name in the network comes from, when nobody has given it one. */
export const defaultServiceName = (hostname: string): string => serviceName(hostname.split('.')[0] ?? '');

/**
 * The name as it can stand in the network: one label of UTF-8. Dots become spaces, since the DNS library takes every
 * dot for the end of a label; of a long name, the beginning is kept.
 */
export function serviceName(text: string): string {
  const plain = text.replace(/[.\s]/g, ' ').replace(UNPRINTABLE, '').replace(/ +/g, ' ').trim();
  return cutTo(MAX_LABEL_BYTES, plain) || DEFAULT_NAME;
}

/** What a relay is called when its name is taken: `Relay (2)` for `Relay`, then `Relay (3)`. `count` begins with 1. */
export function numberedName(name: string, count: number): string {
  if (count === 1) return name;
  const suffix = ` (${count})`;
  return `${cutTo(MAX_LABEL_BYTES - suffix.length, name)}${suffix}`;
}

/** The name of the relay's computer in the network: its own, so that nobody else's addresses stand under it. */
export const hostNameOf = (id: RelayId): string => `buckets-relay-${id.slice(0, 12)}.local`;

/** The longest beginning of whole characters that fits into so many bytes of UTF-8. */
function cutTo(bytes: number, text: string): string {
  let left = bytes;
  let end = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    left -= Buffer.byteLength(segment);
    if (left < 0) break;
    end += segment.length;
  }
  return text.slice(0, end).trim();
}

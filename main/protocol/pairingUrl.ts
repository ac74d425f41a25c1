import type { RelayId } from './relayId';

/** What a device needs to know to connect. */
export interface PairingInfo {
  /** Whole addresses, best first. */
  readonly addresses: readonly string[];
  readonly username: string;
  readonly password: string;
  /** SHA-256 of the certificate, 64 hex digits; undefined without TLS. */
  readonly fingerprint: string | undefined;
  /** By which the device finds this relay again at another address. */
  readonly id: RelayId | undefined;
}

/** More would make the code too dense to be read by a camera. */
const MAX_ADDRESSES = 3;

/**
 * The text of the pairing code, described in docs/user-guide.md:
 * `buckets-relay://pair?v=1&url=…&url=…&user=…&password=…&fp=…&id=…`, values as in any URL's query.
 */
export function pairingUrl({ addresses, username, password, fingerprint, id }: PairingInfo): string {
  const pairs = [
    ['v', '1'],
    ...addresses.slice(0, MAX_ADDRESSES).map((address) => ['url', address]),
    ['user', username],
    ['password', password],
    ...(fingerprint === undefined ? [] : [['fp', fingerprint]]),
    ...(id === undefined ? [] : [['id', id]]),
  ];
  // Not as a form encodes it: a space that is %20 is read rightly by every reader.
  const query = pairs.map(([name = '', value = '']) => `${name}=${encodeURIComponent(asSent(value))}`);
  return `buckets-relay://pair?${query.join('&')}`;
}

/** Half of a surrogate pair is no character, and travels as what stands in its place. */
const asSent = (text: string): string => Buffer.from(text).toString();

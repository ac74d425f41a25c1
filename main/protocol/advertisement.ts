import { type Fingerprint, parseFingerprint } from '../lib/fingerprint';
import { err, ok, type Result } from '../lib/result';
import { parseRelayId, type RelayId } from './relayId';
import { RELAY_PATH } from './relayUrl';

/** The DNS-SD name of all relays of the local network (RFC 6763 section 7). */
export const SERVICE_NAME = '_buckets-relay._tcp.local';

const VERSION = '1';

/** RFC 6763 section 6.2: longer ones do not fit an Ethernet packet. */
const MAX_TXT_BYTES = 1_300;

/** What a relay says of itself in its TXT record. Nothing of it is a secret, and nothing of it is proved. */
export interface TxtRecord {
  readonly id: RelayId;
  /** Of the relay's certificate. With it the relay speaks TLS, without it it does not. */
  readonly fingerprint?: Fingerprint;
}

/** Why a TXT record is not that of a relay which can be used. */
export type NotARelay = 'too long' | 'other version' | 'other path' | 'no id' | 'no tls' | 'no fingerprint';

/** The strings of the TXT record: `v`, `path`, `tls`, `id`, and with TLS `fp`. The version comes first. */
export const encodeTxt = ({ id, fingerprint }: TxtRecord): Buffer[] =>
  [
    `v=${VERSION}`,
    `path=${RELAY_PATH}`,
    `tls=${fingerprint === undefined ? 0 : 1}`,
    `id=${id}`,
    ...(fingerprint === undefined ? [] : [`fp=${fingerprint}`]),
  ].map((text) => Buffer.from(text));

/**
 * Reads a TXT record by the rules of RFC 6763 section 6.4: the case of keys does not matter, the first of equal ones
 * counts, and those that are not known are left alone.
 */
export function parseTxt(strings: readonly Uint8Array[]): Result<TxtRecord, NotARelay> {
  const bytes = strings.reduce((sum, { length }) => sum + length + 1, 0);
  if (bytes > MAX_TXT_BYTES) return err('too long');
  const values = readPairs(strings);
  if (values.get('v') !== VERSION) return err('other version');
  if (values.get('path') !== RELAY_PATH) return err('other path');
  const id = parseRelayId(values.get('id') ?? '');
  if (id === undefined) return err('no id');
  const tls = values.get('tls');
  if (tls === '0') return ok({ id });
  if (tls !== '1') return err('no tls');
  const fingerprint = parseFingerprint(values.get('fp') ?? '');
  return fingerprint === undefined ? err('no fingerprint') : ok({ id, fingerprint });
}

function readPairs(strings: readonly Uint8Array[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const bytes of strings) {
    const [, key, value] = /^([^=]+)(?:=(.*))?$/s.exec(Buffer.from(bytes).toString()) ?? [];
    if (key === undefined || values.has(key.toLowerCase())) continue;
    values.set(key.toLowerCase(), value ?? '');
  }
  return values;
}

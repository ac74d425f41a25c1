import type { Fingerprint } from '../../lib/fingerprint';
import type { Adapter } from '../../lib/networkAdapters';
import { canonical, compareClaims, type MdnsRecord, type Message } from '../../mdns/records';
import { encodeTxt, SERVICE_NAME } from '../../protocol/advertisement';
import type { RelayId } from '../../protocol/relayId';
import { hostNameOf } from '../../protocol/serviceName';

/** What devices are to find. */
export interface Advertisement {
  /** For people; it may get another number behind it where it is taken. */
  readonly name: string;
  readonly id: RelayId;
  /** As the relay really listens: `Listening` of its start. */
  readonly address: string;
  readonly port: number;
  /** Of its certificate, when it speaks TLS. */
  readonly fingerprint?: Fingerprint;
}

/** Seconds that others may remember a record: those with an address or a port in it for less (RFC 6762 section 10). */
const HOST_TTL_S = 120;
const OTHER_TTL_S = 4_500;

export const fullName = (name: string): string => `${name}.${SERVICE_NAME}`;

/** The records of which a name's owner has the only ones. */
export function uniqueRecordsFor(advertisement: Advertisement, name: string): MdnsRecord[] {
  const target = hostNameOf(advertisement.id);
  const own = { name: fullName(name), flush: true };
  return [
    { ...own, type: 'SRV', ttl: HOST_TTL_S, data: { target, port: advertisement.port } },
    { ...own, type: 'TXT', ttl: OTHER_TTL_S, data: encodeTxt(advertisement) },
  ];
}

/** All that is published on one adapter (RFC 6763 sections 4 and 9). */
export const recordsFor = (advertisement: Advertisement, name: string, adapter: Adapter): MdnsRecord[] => [
  { name: SERVICE_NAME, type: 'PTR', ttl: OTHER_TTL_S, data: fullName(name) },
  { name: '_services._dns-sd._udp.local', type: 'PTR', ttl: OTHER_TTL_S, data: SERVICE_NAME },
  ...uniqueRecordsFor(advertisement, name),
  ...adapter.addresses.map((address): MdnsRecord => {
    const type = address.includes(':') ? 'AAAA' : 'A';
    return { name: hostNameOf(advertisement.id), type, ttl: HOST_TTL_S, flush: true, data: address };
  }),
];

/** The same, to be forgotten at once. */
export const goodbyeRecords = (records: readonly MdnsRecord[]): MdnsRecord[] =>
  records.map((record) => ({ ...record, ttl: 0 }));

/**
 * What a message means for somebody who publishes or is about to publish `claims`: `taken` when another has the name,
 * `yield` when another who is about to take it goes first. (Our own words, which come back to us, mean nothing.)
 */
export function conflictIn(claims: readonly MdnsRecord[], message: Message): 'taken' | 'yield' | undefined {
  const isOfOurName = ({ name }: MdnsRecord) => claims.some((claim) => canonical(claim.name) === name);
  if (message.records.some((record) => isOfOurName(record) && isForeign(record, claims))) return 'taken';
  const theirs = message.claims.filter(isOfOurName);
  return theirs.length > 0 && compareClaims(claims, theirs) < 0 ? 'yield' : undefined;
}

/** A service of our name that is somewhere else. */
const isForeign = (record: MdnsRecord, claims: readonly MdnsRecord[]): boolean =>
  record.type === 'SRV' &&
  record.ttl > 0 &&
  !claims.some(
    ({ type, data }) =>
      type === 'SRV' && data.target === record.data.target && data.port === record.data.port,
  );

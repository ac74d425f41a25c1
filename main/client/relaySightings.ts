import type { Fingerprint } from '../lib/fingerprint';
import { rank } from '../lib/networkAdapters';
import { canonical, type MdnsRecord, type Question } from '../mdns/records';
import { parseTxt, SERVICE_NAME, type TxtRecord } from '../protocol/advertisement';
import type { RelayId } from '../protocol/relayId';
import { relayUrl } from '../protocol/relayUrl';
import { printable } from '../texts/printable';

/** A relay as the network tells of it. Anybody there can say such things: nothing of it is proved. */
export interface FoundRelay {
  readonly id: RelayId;
  /** For people; fit for a terminal. */
  readonly name: string;
  /** Where to connect, the likeliest first: `http(s)://HOST:PORT/v1/relay`. At least one. */
  readonly urls: readonly string[];
  readonly port: number;
  /**
   * What it says its certificate has. It must not take the place of a fingerprint that is known already, and is to be
   * trusted for the first time only by somebody who has compared it with what the relay shows.
   */
  readonly fingerprint?: Fingerprint;
}

/** What is put together from what was said, bounded whatever that is. */
export interface Sightings {
  /** Takes in the records of a message. */
  hear(records: readonly MdnsRecord[]): void;
  /** What is complete, in the order in which it was heard of first. */
  relays(): FoundRelay[];
  /** What is to be asked for those that are not complete. */
  questions(): Question[];
}

/** Instances that are remembered, the addresses of each, and the questions of a packet. */
const MAX_INSTANCES = 256;
const MAX_ADDRESSES = 8;
const MAX_QUESTIONS = 16;

const SUFFIX = `.${SERVICE_NAME}`;

interface Instance {
  readonly fullName: string;
  where?: { readonly target: string; readonly port: number };
  txt?: TxtRecord;
}

/** With `wanted`, only the relay of this identity is remembered, however many others there are. */
export function createSightings(wanted?: RelayId): Sightings {
  /** By name in lower case, the oldest first. */
  const instances = new Map<string, Instance>();
  const addresses = new Map<string, Set<string>>();

  function hear(records: readonly MdnsRecord[]): void {
    for (const record of records)
      if (record.type === 'PTR') hearOfInstance(record.name, record.data, record.ttl);
    for (const record of records) if (record.type === 'SRV' || record.type === 'TXT') hearDetails(record);
    hearAddresses(records);
  }

  function hearOfInstance(type: string, fullName: string, ttl: number): void {
    const key = canonical(fullName);
    if (type !== SERVICE_NAME || !key.endsWith(SUFFIX)) return;
    if (ttl === 0) instances.delete(key);
    else if (!instances.has(key) && hasRoom()) instances.set(key, { fullName });
  }

  /** Of those that never told more than their name, the oldest makes room. */
  function hasRoom(): boolean {
    if (instances.size < MAX_INSTANCES) return true;
    const [idle] = [...instances].find(([, { txt }]) => txt === undefined) ?? [];
    return idle !== undefined && instances.delete(idle);
  }

  function hearDetails(record: Extract<MdnsRecord, { type: 'SRV' | 'TXT' }>): void {
    const instance = instances.get(record.name);
    if (!instance || record.ttl === 0) return;
    if (record.type === 'SRV') {
      instance.where = record.data;
      return;
    }
    const txt = parseTxt(record.data);
    if (txt.ok && (wanted === undefined || txt.value.id === wanted)) instance.txt = txt.value;
    else instances.delete(record.name);
  }

  function hearAddresses(records: readonly MdnsRecord[]): void {
    const targets = new Set([...instances.values()].map(({ where }) => where?.target));
    for (const name of addresses.keys()) if (!targets.has(name)) addresses.delete(name);
    for (const { name, type, data, ttl } of records) {
      if ((type !== 'A' && type !== 'AAAA') || !targets.has(name)) continue;
      const known = addresses.get(name) ?? new Set();
      // One that is told later does not replace the others, though it may say so: it may be a stranger's.
      if (ttl === 0) known.delete(data);
      else if (known.size < MAX_ADDRESSES) known.add(data);
      addresses.set(name, known);
    }
  }

  function relayOf({ fullName, where, txt }: Instance): FoundRelay[] {
    if (!where || !txt || where.port === 0) return [];
    const hosts = [...(addresses.get(where.target) ?? [])].filter((host) => rank(host) !== undefined);
    if (hosts.length === 0) return [];
    hosts.sort((a, b) => (rank(a) ?? 0) - (rank(b) ?? 0));
    const urls = hosts.map((host) => relayUrl(host, where.port, txt.fingerprint !== undefined));
    const name = printable(fullName.slice(0, -SUFFIX.length)) || 'a relay without a name';
    return [{ ...txt, name, urls, port: where.port }];
  }

  function missing({ fullName, where, txt }: Instance): Question[] {
    const name = canonical(fullName);
    // The library takes every dot for the end of a label, so that it cannot ask for a name with one in it.
    const isAskable = !name.slice(0, -SUFFIX.length).includes('.');
    if (isAskable && !where) return [{ name, type: 'SRV' }];
    if (isAskable && !txt) return [{ name, type: 'TXT' }];
    if (!where || addresses.get(where.target)?.size) return [];
    return [
      { name: where.target, type: 'A' },
      { name: where.target, type: 'AAAA' },
    ];
  }

  return {
    hear,
    relays: () => [...instances.values()].flatMap(relayOf),
    questions: () => [...instances.values()].flatMap(missing).slice(0, MAX_QUESTIONS),
  };
}

import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { fingerprintOf } from '../../../../main/lib/fingerprint';
import type { MdnsRecord, Message } from '../../../../main/mdns/records';
import { readMessage } from '../../../../main/mdns/records';
import { makeRelayId } from '../../../../main/protocol/relayId';
import {
  type Advertisement,
  conflictIn,
  goodbyeRecords,
  recordsFor,
  uniqueRecordsFor,
} from '../../../../main/server/discovery/serviceRecords';

const advertisement = (more: Partial<Advertisement> = {}): Advertisement => ({
  name: 'Relay',
  id: makeRelayId(),
  address: '0.0.0.0',
  port: 9_001,
  ...more,
});

// As they come back from the network: with names in lower case.
const heard = (records: readonly MdnsRecord[], kind: Message['kind'] = 'response'): Message =>
  readMessage(kind, kind === 'response' ? { answers: records } : { authorities: records });

test('only the addresses of the adapter are told, and no more than the world may know', () => {
  const said = advertisement({ fingerprint: fingerprintOf(Buffer.of(1)) });
  const records = recordsFor(said, 'Relay', {
    name: 'eth0',
    interfaceAddress: '10.0.0.1',
    addresses: ['10.0.0.1', 'fd00::1'],
  });
  const host = `buckets-relay-${said.id.slice(0, 12)}.local`;
  expect(
    records.map(({ name, type, data }) => [name, type, type === 'TXT' ? data.map(String) : data]),
  ).toEqual([
    ['_buckets-relay._tcp.local', 'PTR', 'Relay._buckets-relay._tcp.local'],
    ['_services._dns-sd._udp.local', 'PTR', '_buckets-relay._tcp.local'],
    ['Relay._buckets-relay._tcp.local', 'SRV', { target: host, port: 9_001 }],
    [
      'Relay._buckets-relay._tcp.local',
      'TXT',
      ['v=1', 'path=/v1/relay', 'tls=1', `id=${said.id}`, `fp=${said.fingerprint}`],
    ],
    [host, 'A', '10.0.0.1'],
    [host, 'AAAA', 'fd00::1'],
  ]);
  // What others may have as well is not to be flushed from anybody's memory.
  for (const { type, flush } of records) expect(flush ?? false).toBe(type !== 'PTR');
  for (const { ttl } of goodbyeRecords(records)) expect(ttl).toBe(0);
});

test('our own words mean nothing, whoever repeats them', () => {
  const claims = uniqueRecordsFor(advertisement(), 'Relay');
  for (const kind of ['query', 'response'] as const)
    expect(conflictIn(claims, heard(claims, kind))).toBeUndefined();
});

test('a name is taken when it leads elsewhere, and not by a goodbye or another name', () => {
  const claims = uniqueRecordsFor(advertisement(), 'Relay');
  const others = uniqueRecordsFor(advertisement(), 'RELAY');
  expect(conflictIn(claims, heard(others))).toBe('taken');
  expect(conflictIn(claims, heard(goodbyeRecords(others)))).toBeUndefined();
  expect(conflictIn(claims, heard(uniqueRecordsFor(advertisement(), 'Relay (2)')))).toBeUndefined();
  const elsewhere = uniqueRecordsFor(advertisement({ port: 9_002 }), 'Relay');
  expect(conflictIn(claims, heard(elsewhere))).toBe('taken');
});

test('of two that want a name at once, exactly one yields', () => {
  const said = fc.record({ port: fc.integer({ min: 1, max: 65_535 }), tls: fc.boolean() });
  const claims = ({ port, tls }: { port: number; tls: boolean }) =>
    uniqueRecordsFor(
      advertisement({ port, ...(tls && { fingerprint: fingerprintOf(Buffer.of(port & 0xff)) }) }),
      'Relay',
    );
  fc.assert(
    fc.property(said, said, (a, b) => {
      const [one, other] = [claims(a), claims(b)];
      const verdicts = [conflictIn(one, heard(other, 'query')), conflictIn(other, heard(one, 'query'))];
      expect(verdicts.filter((verdict) => verdict === 'yield')).toHaveLength(1);
    }),
  );
});

test('whose data is later in the alphabet wins, TXT before SRV (RFC 6762 section 8.2)', () => {
  const srv = (port: number): MdnsRecord => ({
    name: 'x.local',
    type: 'SRV',
    ttl: 120,
    data: { target: 'a.local', port },
  });
  const txt = (text: string): MdnsRecord => ({
    name: 'x.local',
    type: 'TXT',
    ttl: 120,
    data: [Buffer.from(text)],
  });
  const verdict = (ours: MdnsRecord[], theirs: MdnsRecord[]) => conflictIn(ours, heard(theirs, 'query'));
  expect(verdict([srv(255)], [srv(256)])).toBe('yield');
  expect(verdict([srv(256)], [srv(255)])).toBeUndefined();
  expect(verdict([srv(9), txt('a')], [txt('b'), srv(1)])).toBe('yield');
  // Who has more to say after all the same, wins.
  expect(verdict([txt('a')], [srv(1), txt('a')])).toBe('yield');
  expect(verdict([txt('a'), srv(1)], [txt('a')])).toBeUndefined();
});

test('what is no record is left out of a message', () => {
  const odd = [
    undefined,
    1,
    {},
    { name: 'a', type: 'A', ttl: 1, data: 5 },
    { name: 'a', type: 'A', ttl: 1, data: 'x' },
  ];
  const more = [
    { name: 'a', type: 'SRV', ttl: 1, data: { target: 3 } },
    { name: 'a', type: 'TXT', ttl: 1, data: 'text' },
    { name: 'a', type: 'toString', ttl: 1, data: '' },
    { name: 3, type: 'PTR', ttl: 1, data: 'a' },
    { name: 'A', type: 'PTR', ttl: 1, data: 'B' },
  ];
  expect(readMessage('response', { answers: [...odd, ...more], additionals: 'none' }).records).toEqual([
    { name: 'a', type: 'PTR', ttl: 1, flush: false, data: 'B' },
  ]);
  fc.assert(fc.property(fc.anything(), (packet) => void readMessage('query', packet)));
});

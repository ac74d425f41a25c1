import { expect, test } from '@playwright/test';
import { createSightings } from '../../../main/client/relaySightings';
import type { MdnsRecord } from '../../../main/mdns/records';
import { readMessage } from '../../../main/mdns/records';
import { makeRelayId, type RelayId } from '../../../main/protocol/relayId';
import { goodbyeRecords, recordsFor } from '../../../main/server/discovery/serviceRecords';

const relay = (id: RelayId, name: string, ...addresses: string[]): MdnsRecord[] =>
  recordsFor({ name, id, address: '0.0.0.0', port: 9_001 }, name, {
    name: 'eth0',
    interfaceAddress: '',
    addresses,
  });

/** As the network brings them. */
const heard = (records: readonly MdnsRecord[]) => readMessage('response', { answers: records }).records;

const [ID, OTHER] = [makeRelayId(), makeRelayId()];

test('a relay is put together from one message or from several, and asked for in between', () => {
  const sightings = createSightings();
  const records = heard(relay(ID, 'Küche', '192.168.1.5'));
  const asked: unknown[] = [];
  for (const record of records) {
    sightings.hear([record]);
    asked.push(sightings.questions().map(({ name, type }) => `${name} ${type}`));
  }
  const name = 'küche._buckets-relay._tcp.local';
  const host = `buckets-relay-${ID.slice(0, 12)}.local`;
  expect(asked).toEqual([
    [`${name} SRV`],
    [`${name} SRV`],
    [`${name} TXT`],
    [`${host} A`, `${host} AAAA`],
    [],
  ]);
  const found = [{ id: ID, name: 'Küche', urls: ['http://192.168.1.5:9001/v1/relay'], port: 9_001 }];
  expect(sightings.relays()).toEqual(found);

  const atOnce = createSightings();
  atOnce.hear([...records].reverse());
  expect(atOnce.relays()).toEqual(found);
});

test('the likeliest address comes first; those that lead nowhere do not come', () => {
  const sightings = createSightings();
  sightings.hear(heard(relay(ID, 'R', 'fe80::1', 'fd00::1', '169.254.1.1', '10.0.0.1', '192.168.1.5')));
  expect(sightings.relays()[0]?.urls).toEqual([
    'http://192.168.1.5:9001/v1/relay',
    'http://10.0.0.1:9001/v1/relay',
    'http://[fd00::1]:9001/v1/relay',
  ]);
});

test('another address comes beside the first one, until each is taken back', () => {
  const sightings = createSightings();
  sightings.hear(heard(relay(ID, 'R', '192.168.1.5', 'fd00::1')));
  sightings.hear(heard(relay(ID, 'R', '192.168.1.6')));
  expect(sightings.relays()[0]?.urls).toEqual([
    'http://192.168.1.5:9001/v1/relay',
    'http://192.168.1.6:9001/v1/relay',
    'http://[fd00::1]:9001/v1/relay',
  ]);
  const goodbye = heard(goodbyeRecords(relay(ID, 'R', '192.168.1.5')));
  sightings.hear(goodbye.filter(({ type }) => type === 'A'));
  expect(sightings.relays()[0]?.urls).toHaveLength(2);
  sightings.hear(goodbye);
  expect(sightings.relays()).toEqual([]);
});

test('names are fit for a terminal, with dots or without', () => {
  const sightings = createSightings();
  sightings.hear(heard(relay(ID, '\u001b[2J\u0007Dr. No\u202e', '192.168.1.5')));
  expect(sightings.relays()[0]?.name).toBe('[2J Dr. No');
});

test('what is said of others than relays is not remembered', () => {
  const sightings = createSightings();
  const printer = heard(relay(ID, 'R', '192.168.1.5')).map((record) =>
    record.type === 'PTR' ? { ...record, name: '_ipp._tcp.local' } : record,
  );
  sightings.hear(printer);
  expect(sightings.relays()).toEqual([]);
  expect(sightings.questions()).toEqual([]);
});

test('however many there are, so many are remembered; the one that is wanted always', () => {
  const [all, one] = [createSightings(), createSightings(OTHER)];
  const pointer = (name: string) => heard(relay(ID, name)).slice(0, 1);
  for (let i = 0; i < 1_000; i++) {
    for (const sightings of [all, one]) {
      sightings.hear(heard(relay(makeRelayId(), `false ${i}`, '192.168.1.66')));
      sightings.hear(pointer(`nothing ${i}`));
    }
  }
  for (const sightings of [all, one]) sightings.hear(heard(relay(OTHER, 'R', '192.168.1.5')));
  expect(all.relays()).toHaveLength(256);
  expect(one.relays()).toMatchObject([{ id: OTHER, name: 'R' }]);
  for (const sightings of [all, one]) expect(sightings.questions().length).toBeLessThanOrEqual(16);
});

test('a relay with very many addresses has eight', () => {
  const sightings = createSightings();
  sightings.hear(heard(relay(ID, 'R', ...Array.from({ length: 200 }, (_, i) => `10.0.0.${i + 1}`))));
  expect(sightings.relays()[0]?.urls).toHaveLength(8);
});

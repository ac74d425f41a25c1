import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import {
  deviceNameSchema,
  type KnownDeviceMap,
  NO_KNOWN_DEVICES,
  parseKnownDevices,
  serializeKnownDevices,
} from '../../../../main/app/devices/knownDevice';
import { createKnownDeviceTable } from '../../../../main/app/devices/knownDeviceTable';
import { type DeviceKey, deviceKey } from '../../../../main/protocol/deviceKey';
import { deviceKeys } from '../../../helpers/arbitraries';

const keyOf = (number: number): DeviceKey => {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt32BE(number);
  return deviceKey(bytes);
};
const KEY = keyOf(1);
const stored = (...devices: object[]) => ({ version: 1, devices });
const plain = {
  key: KEY,
  firstSeen: 5,
  letIn: false,
  lastSeen: 5,
  lastFrom: '192.168.1.40',
  blocked: false,
};

const times = fc.integer({ min: 0, max: 8.64e15 });
const names = fc.string({ unit: 'binary', maxLength: 30 }).filter((name) => {
  const parsed = deviceNameSchema.safeParse(name);
  return parsed.success && parsed.data === name && name !== '';
});
/** Books as they come about: by what devices and people do. */
const deeds = fc.record({
  key: deviceKeys,
  from: fc.oneof(fc.ipV4(), fc.ipV6()),
  at: times,
  leaves: fc.boolean(),
  name: fc.option(names, { nil: undefined }),
  blocked: fc.boolean(),
  letIn: fc.boolean(),
});
const livedBooks = fc.array(deeds, { maxLength: 40 }).map((all): KnownDeviceMap => {
  const devices = createKnownDeviceTable(NO_KNOWN_DEVICES, 0);
  for (const { key, from, at, leaves, name, blocked, letIn } of all) {
    devices.came(key, from, at);
    devices.change(key, { ...(name !== undefined && { name }), blocked, letIn });
    if (blocked) devices.change(key, { turnedAway: { at, from } });
    if (leaves) devices.left(key, at);
  }
  return devices.present();
});

test('whatever happened to it, a book comes back from its file as it was', () => {
  fc.assert(
    fc.property(livedBooks, (devices) => {
      const file = JSON.parse(JSON.stringify(serializeKnownDevices(devices)));
      expect(parseKnownDevices(file)).toEqual({ ok: true, value: devices });
    }),
  );
});

test('whatever a file holds, reading it gives a book or a reason', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const parsed = parseKnownDevices(value);
      if (!parsed.ok) expect(['not readable', 'from a newer version']).toContain(parsed.error);
    }),
  );
});

test('a newer version is told from a broken file', () => {
  expect(parseKnownDevices({ version: 2, people: [] })).toEqual({ ok: false, error: 'from a newer version' });
});

for (const [why, broken] of [
  ['nothing', null],
  ['a list', []],
  ['no version', { devices: [] }],
  ['version zero', { version: 0, devices: [] }],
  ['no devices', { version: 1 }],
  ['a device without a key', stored({ ...plain, key: undefined })],
  ['a key of 31 bytes', stored({ ...plain, key: Buffer.alloc(31).toString('base64') })],
  ['a key with bits too many', stored({ ...plain, key: `${'A'.repeat(42)}B=` })],
  ['a time that is text', stored({ ...plain, lastSeen: '5' })],
  ['a time beyond all calendars', stored({ ...plain, lastSeen: 1e300 })],
  ['a time before them', stored({ ...plain, lastSeen: -1e17 })],
  [
    'a time beyond all calendars when it was turned away',
    stored({ ...plain, turnedAway: { at: 1e16, from: '::1' } }),
  ],
  ['a name with a line’s end', stored({ ...plain, name: 'two\nlines' })],
  ['a name that is too long', stored({ ...plain, name: 'x'.repeat(61) })],
] as const) {
  test(`a file with ${why} is not readable`, () => {
    expect(parseKnownDevices(broken)).toEqual({ ok: false, error: 'not readable' });
  });
}

test('what is missing or empty gets its default, and what is unknown is dropped', () => {
  const { blocked: _, letIn: __, firstSeen: ___, ...short } = plain;
  expect(parseKnownDevices(stored({ ...short, name: ' ', colour: 'green' }))).toEqual({
    ok: true,
    value: new Map([[KEY, plain]]),
  });
});

test('a file is read as the first versions wrote it, name by name', () => {
  const text = `{"version":1,"devices":[{"key":"${KEY}","name":"Tablet","firstSeen":1,"lastSeen":2,"lastFrom":"192.168.1.9",
    "blocked":false,"letIn":true},{"key":"${'A'.repeat(43)}=","lastSeen":3,"lastFrom":"::1","blocked":true,
    "turnedAway":{"at":4,"from":"192.168.1.7"}}]}`;
  const parsed = parseKnownDevices(JSON.parse(text));
  if (!parsed.ok) throw new Error(parsed.error);
  expect([...parsed.value.values()]).toEqual([
    expect.objectContaining({ name: 'Tablet', lastFrom: '192.168.1.9', blocked: false, letIn: true }),
    expect.objectContaining({
      lastFrom: '::1',
      blocked: true,
      letIn: false,
      turnedAway: { at: 4, from: '192.168.1.7' },
    }),
  ]);
  expect(JSON.parse(JSON.stringify(serializeKnownDevices(parsed.value))).devices[0]).toEqual(
    JSON.parse(text).devices[0],
  );
});

import { expect, test } from '@playwright/test';
import { type KnownDevice, NO_KNOWN_DEVICES } from '../../../../main/app/devices/knownDevice';
import { createKnownDeviceTable, MAX_UNDECIDED } from '../../../../main/app/devices/knownDeviceTable';
import { type DeviceKey, deviceKey } from '../../../../main/protocol/deviceKey';

const keyOf = (number: number): DeviceKey => {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt32BE(number);
  return deviceKey(bytes);
};
const [a, b] = [keyOf(1), keyOf(2)];
const DAY = 24 * 60 * 60_000;
const NOW = 1_795_000_000_000;

/** So many keys that were made up come, one after the other, and go. */
function flood(devices: ReturnType<typeof createKnownDeviceTable>, count: number, at = NOW): void {
  for (let i = 0; i < count; i++) {
    devices.came(keyOf(1_000_000 + i), '192.168.1.66', at + i);
    devices.left(keyOf(1_000_000 + i), at + i);
  }
}

test('a device keeps what a person said of it, and when it came first, when it is seen again', () => {
  const devices = createKnownDeviceTable(NO_KNOWN_DEVICES, NOW);
  devices.came(a, '::1', 1);
  devices.change(a, { name: 'Tablet', blocked: true });
  devices.left(a, 3);
  devices.came(a, '192.168.1.40', 5);
  expect(devices.get(a)).toEqual({
    ...{ key: a, name: 'Tablet', blocked: true, letIn: false },
    ...{ firstSeen: 1, lastSeen: 5, lastFrom: '192.168.1.40' },
  });
});

test('nothing is changed about one that is not known, and a book that was given away stays as it was', () => {
  const devices = createKnownDeviceTable(NO_KNOWN_DEVICES, NOW);
  devices.came(a, '::1', 1);
  const before = devices.present();
  const copy = structuredClone(before);
  devices.change(b, { name: 'Tablet' });
  expect(devices.present()).toBe(before);
  devices.change(a, { name: 'x' });
  devices.forget(a);
  devices.came(b, '::1', 2);
  expect(before).toEqual(copy);
  expect(devices.present()).not.toBe(before);
});

test('keys that are made up push out none that was known before, and are bounded', () => {
  const devices = createKnownDeviceTable(NO_KNOWN_DEVICES, NOW);
  devices.came(a, '192.168.1.40', NOW - 30 * DAY);
  devices.left(a, NOW - 20 * DAY);
  flood(devices, 3 * MAX_UNDECIDED);
  expect(devices.get(a)).toMatchObject({ firstSeen: NOW - 30 * DAY });
  expect(devices.present().size).toBe(MAX_UNDECIDED);
});

test('who is connected stays, however many come, and is one of the others when it leaves', () => {
  const devices = createKnownDeviceTable(NO_KNOWN_DEVICES, NOW);
  flood(devices, MAX_UNDECIDED);
  devices.came(a, '192.168.1.40', NOW + DAY);
  flood(devices, 10, NOW + 2 * DAY);
  expect(devices.get(a)).toBeDefined();
  devices.left(a, NOW + 3 * DAY);
  expect(devices.get(a)).toBeUndefined();
});

for (const decision of [
  { name: 'Tablet' },
  { blocked: true },
  { letIn: true },
] satisfies Partial<KnownDevice>[]) {
  test(`one that a person decided on stays for good: ${Object.keys(decision)}`, () => {
    const devices = createKnownDeviceTable(NO_KNOWN_DEVICES, NOW);
    flood(devices, MAX_UNDECIDED);
    devices.came(a, '192.168.1.40', NOW + DAY);
    devices.change(a, decision);
    devices.left(a, NOW + DAY);
    flood(devices, 2 * MAX_UNDECIDED, NOW + 2 * DAY);
    expect(devices.get(a)).toMatchObject(decision);
  });
}

test('one that was not seen for a year makes room first', () => {
  const devices = createKnownDeviceTable(NO_KNOWN_DEVICES, NOW);
  devices.came(a, '192.168.1.40', NOW - 400 * DAY);
  devices.left(a, NOW - 366 * DAY);
  flood(devices, MAX_UNDECIDED);
  expect(devices.get(a)).toBeUndefined();
  expect(devices.present().size).toBe(MAX_UNDECIDED);
});

test('a full file of an earlier version loses nothing that is decided, and is bounded', () => {
  const device = (number: number): [DeviceKey, KnownDevice] => [
    keyOf(number),
    {
      ...{ key: keyOf(number), firstSeen: NOW, lastSeen: NOW, lastFrom: '::1' },
      ...{ blocked: number % 2 === 0, letIn: false },
    },
  ];
  const stored = new Map(Array.from({ length: 3 * MAX_UNDECIDED }, (_, number) => device(number)));
  const devices = createKnownDeviceTable(stored, NOW).present();
  expect([...devices.values()].filter(({ blocked }) => blocked)).toHaveLength(1.5 * MAX_UNDECIDED);
  expect(devices.size).toBe(2.5 * MAX_UNDECIDED);
});

test('when the relay stops, nobody is connected any more', () => {
  const devices = createKnownDeviceTable(NO_KNOWN_DEVICES, NOW);
  for (let i = 0; i < 2 * MAX_UNDECIDED; i++) devices.came(keyOf(i), '::1', NOW + i);
  expect(devices.present().size).toBe(2 * MAX_UNDECIDED);
  devices.allLeft();
  expect(devices.present().size).toBe(MAX_UNDECIDED);
});

import { expect, test } from '@playwright/test';
import { type KnownDevice, NO_KNOWN_DEVICES } from '../../../../main/app/devices/knownDevice';
import { createKnownDeviceTable, MOST_UNDECIDED } from '../../../../main/app/devices/knownDeviceTable';
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
function flood(book: ReturnType<typeof createKnownDeviceTable>, count: number, at = NOW): void {
  for (let i = 0; i < count; i++) {
    book.came(keyOf(1_000_000 + i), '192.168.1.66', at + i);
    book.left(keyOf(1_000_000 + i), at + i);
  }
}

test('a device keeps what a person said of it, and when it came first, when it is seen again', () => {
  const book = createKnownDeviceTable(NO_KNOWN_DEVICES, NOW);
  book.came(a, '::1', 1);
  book.change(a, { name: 'Tablet', blocked: true });
  book.left(a, 3);
  book.came(a, '192.168.1.40', 5);
  expect(book.get(a)).toEqual({
    ...{ key: a, name: 'Tablet', blocked: true, letIn: false },
    ...{ firstSeen: 1, lastSeen: 5, lastFrom: '192.168.1.40' },
  });
});

test('nothing is changed about one that is not known, and a book that was given away stays as it was', () => {
  const book = createKnownDeviceTable(NO_KNOWN_DEVICES, NOW);
  book.came(a, '::1', 1);
  const before = book.present();
  const copy = structuredClone(before);
  book.change(b, { name: 'Tablet' });
  expect(book.present()).toBe(before);
  book.change(a, { name: 'x' });
  book.forget(a);
  book.came(b, '::1', 2);
  expect(before).toEqual(copy);
  expect(book.present()).not.toBe(before);
});

test('keys that are made up push out none that was known before, and are bounded', () => {
  const book = createKnownDeviceTable(NO_KNOWN_DEVICES, NOW);
  book.came(a, '192.168.1.40', NOW - 30 * DAY);
  book.left(a, NOW - 20 * DAY);
  flood(book, 3 * MOST_UNDECIDED);
  expect(book.get(a)).toMatchObject({ firstSeen: NOW - 30 * DAY });
  expect(book.present().size).toBe(MOST_UNDECIDED);
});

test('who is connected stays, however many come, and is one of the others when it leaves', () => {
  const book = createKnownDeviceTable(NO_KNOWN_DEVICES, NOW);
  flood(book, MOST_UNDECIDED);
  book.came(a, '192.168.1.40', NOW + DAY);
  flood(book, 10, NOW + 2 * DAY);
  expect(book.get(a)).toBeDefined();
  book.left(a, NOW + 3 * DAY);
  expect(book.get(a)).toBeUndefined();
});

for (const decision of [
  { name: 'Tablet' },
  { blocked: true },
  { letIn: true },
] satisfies Partial<KnownDevice>[]) {
  test(`one that a person decided on stays for good: ${Object.keys(decision)}`, () => {
    const book = createKnownDeviceTable(NO_KNOWN_DEVICES, NOW);
    flood(book, MOST_UNDECIDED);
    book.came(a, '192.168.1.40', NOW + DAY);
    book.change(a, decision);
    book.left(a, NOW + DAY);
    flood(book, 2 * MOST_UNDECIDED, NOW + 2 * DAY);
    expect(book.get(a)).toMatchObject(decision);
  });
}

test('one that was not seen for a year makes room first', () => {
  const book = createKnownDeviceTable(NO_KNOWN_DEVICES, NOW);
  book.came(a, '192.168.1.40', NOW - 400 * DAY);
  book.left(a, NOW - 366 * DAY);
  flood(book, MOST_UNDECIDED);
  expect(book.get(a)).toBeUndefined();
  expect(book.present().size).toBe(MOST_UNDECIDED);
});

test('a full file of an earlier version loses nothing that is decided, and is bounded', () => {
  const device = (number: number): [DeviceKey, KnownDevice] => [
    keyOf(number),
    {
      ...{ key: keyOf(number), firstSeen: NOW, lastSeen: NOW, lastFrom: '::1' },
      ...{ blocked: number % 2 === 0, letIn: false },
    },
  ];
  const stored = new Map(Array.from({ length: 3 * MOST_UNDECIDED }, (_, number) => device(number)));
  const book = createKnownDeviceTable(stored, NOW).present();
  expect([...book.values()].filter(({ blocked }) => blocked)).toHaveLength(1.5 * MOST_UNDECIDED);
  expect(book.size).toBe(2.5 * MOST_UNDECIDED);
});

test('when the relay stops, nobody is connected any more', () => {
  const book = createKnownDeviceTable(NO_KNOWN_DEVICES, NOW);
  for (let i = 0; i < 2 * MOST_UNDECIDED; i++) book.came(keyOf(i), '::1', NOW + i);
  expect(book.present().size).toBe(2 * MOST_UNDECIDED);
  book.allLeft();
  expect(book.present().size).toBe(MOST_UNDECIDED);
});

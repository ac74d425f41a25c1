import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import {
  blocked,
  type DeviceBook,
  deviceNameSchema,
  EMPTY_BOOK,
  forgotten,
  MOST_KNOWN,
  named,
  parseDeviceBook,
  seen,
  storedBook,
  turnedAway,
} from '../../../../main/app/devices/deviceBook';
import { type DeviceKey, deviceKey } from '../../../../main/protocol/deviceKey';
import { deviceKeys } from '../../../helpers/arbitraries';

const keyOf = (number: number): DeviceKey => {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt32BE(number);
  return deviceKey(bytes);
};
const [a, b] = [keyOf(1), keyOf(2)];
const KEY = a;
const stored = (...devices: object[]) => ({ version: 1, devices });
const plain = { key: KEY, lastSeen: 5, lastFrom: '192.168.1.40', blocked: false };

const times = fc.integer({ min: 0, max: 8.64e15 });
const names = fc.string({ unit: 'binary', maxLength: 30 }).filter((name) => {
  const parsed = deviceNameSchema.safeParse(name);
  return parsed.success && parsed.data === name && name !== '';
});
/** Books as they come about: by what devices and people do. */
const deeds = fc.oneof(
  fc.tuple(deviceKeys, fc.ipV4(), times).map(
    ([key, from, at]) =>
      (book: DeviceBook) =>
        seen(book, key, from, at),
  ),
  fc.tuple(fc.nat(), names).map(([at, name]) => onOne(at, (book, key) => named(book, key, name))),
  fc.tuple(fc.nat(), fc.boolean()).map(([at, is]) => onOne(at, (book, key) => blocked(book, key, is))),
  fc
    .tuple(fc.nat(), fc.ipV6(), times)
    .map(([at, from, when]) => onOne(at, (book, key) => turnedAway(book, key, from, when))),
);
const onOne =
  (at: number, change: (book: DeviceBook, key: DeviceKey) => DeviceBook) =>
  (book: DeviceBook): DeviceBook => {
    const key = [...book.keys()][at % Math.max(1, book.size)];
    return key === undefined ? book : change(book, key);
  };
const livedBooks = fc
  .array(deeds, { maxLength: 40 })
  .map((all) => all.reduce((book, deed) => deed(book), EMPTY_BOOK));

test('whatever happened to it, a book comes back from its file as it was', () => {
  fc.assert(
    fc.property(livedBooks, (book) => {
      const file = JSON.parse(JSON.stringify(storedBook(book)));
      expect(parseDeviceBook(file)).toEqual({ ok: true, value: book });
    }),
  );
});

test('whatever a file holds, reading it gives a book or a reason', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const parsed = parseDeviceBook(value);
      if (!parsed.ok) expect(['not readable', 'from a newer version']).toContain(parsed.error);
    }),
  );
});

test('a newer version is told from a broken file', () => {
  expect(parseDeviceBook({ version: 2, people: [] })).toEqual({ ok: false, error: 'from a newer version' });
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
    expect(parseDeviceBook(broken)).toEqual({ ok: false, error: 'not readable' });
  });
}

test('what is missing or empty gets its default, and what is unknown is dropped', () => {
  const { blocked: _, ...short } = plain;
  expect(parseDeviceBook(stored({ ...short, name: ' ', colour: 'green' }))).toEqual({
    ok: true,
    value: new Map([[KEY, plain]]),
  });
});

test('a device keeps its name and whether it is blocked when it is seen again', () => {
  const book = blocked(named(seen(EMPTY_BOOK, a, '::1', 1), a, 'Tablet'), a, true);
  expect(seen(book, a, '192.168.1.40', 2).get(a)).toEqual({
    ...{ key: a, name: 'Tablet', blocked: true, lastSeen: 2, lastFrom: '192.168.1.40' },
  });
});

test('an empty name takes the name away; unblocking forgets what was turned away', () => {
  const book = turnedAway(blocked(named(seen(EMPTY_BOOK, a, '::1', 1), a, 'Tablet'), a, true), a, '::1', 5);
  expect(named(book, a, '').get(a)?.name).toBe(undefined);
  expect(blocked(book, a, false).get(a)).toMatchObject({ blocked: false, turnedAway: undefined });
});

test('nothing can be done to a device that is not known, and books are never changed in place', () => {
  const book = seen(EMPTY_BOOK, a, '::1', 1);
  const before = structuredClone(book);
  expect(named(book, b, 'Tablet')).toBe(book);
  expect(blocked(book, b, true)).toBe(book);
  expect(turnedAway(book, b, '::1', 5)).toBe(book);
  for (const next of [
    named(book, a, 'x'),
    blocked(book, a, true),
    forgotten(book, a),
    seen(book, b, '::1', 2),
  ]) {
    expect(next).not.toBe(book);
    expect(book).toEqual(before);
  }
});

test.describe('a book that is full', () => {
  const full = (more: (number: number) => Partial<{ name: string; blocked: boolean }>): DeviceBook =>
    new Map(
      Array.from({ length: MOST_KNOWN }, (_, number) => [
        keyOf(number),
        { ...plain, key: keyOf(number), lastSeen: 1_000 + number, ...more(number) },
      ]),
    );
  const newcomer = keyOf(MOST_KNOWN + 7);
  const goneOf = (book: DeviceBook) => {
    const next = seen(book, newcomer, '::1', 1_000_000);
    expect(next.size).toBe(MOST_KNOWN);
    return [...book.keys()].filter((key) => !next.has(key));
  };

  test('lets the one go that was seen longest ago', () => {
    expect(goneOf(full(() => ({})))).toEqual([keyOf(0)]);
  });

  test('keeps those that a person named or blocked', () => {
    const book = full((number) => (number === 0 ? { name: 'Tablet' } : { blocked: number === 1 }));
    expect(goneOf(book)).toEqual([keyOf(2)]);
  });

  test('never lets a named or blocked one go for one that just came', () => {
    expect(goneOf(full(() => ({ blocked: true })))).toEqual([]);
  });

  test('does not grow when one comes that it has', () => {
    const book = full(() => ({}));
    expect(seen(book, keyOf(5), '::1', 2_000_000).size).toBe(MOST_KNOWN);
  });
});

import { expect, test } from '@playwright/test';
import { createPendingDevices, MAX_COUNTED } from '../../../../main/app/devices/pendingDevices';
import { type DeviceKey, deviceKey } from '../../../../main/protocol/deviceKey';

const keyOf = (number: number): DeviceKey => {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt32BE(number);
  return deviceKey(bytes);
};

test('who waits stays, however many come after it', () => {
  const list = createPendingDevices();
  expect(list.add({ key: keyOf(1), from: '192.168.1.40', at: 1 })).toBe(true);
  for (let i = 2; i < 5_000; i++) list.add({ key: keyOf(i), from: '192.168.1.40', at: i });
  expect(list.all().map(({ key }) => key)).toEqual(Array.from({ length: 20 }, (_, i) => keyOf(i + 1)));
  expect(list.more()).toBe(MAX_COUNTED);
});

test('a list that is full from one address has room for others', () => {
  const list = createPendingDevices();
  for (let i = 0; i < 100; i++) list.add({ key: keyOf(i), from: '192.168.1.66', at: i });
  expect(list.add({ key: keyOf(1_000), from: '192.168.1.40', at: 1_000 })).toBe(true);
  expect(list.get(keyOf(1_000))).toMatchObject({ from: '192.168.1.40' });
});

test('one that asks again stands once, with its last time and address', () => {
  const list = createPendingDevices();
  list.add({ key: keyOf(1), from: '192.168.1.40', at: 1 });
  list.add({ key: keyOf(2), from: '192.168.1.41', at: 2 });
  expect(list.add({ key: keyOf(1), from: '192.168.1.42', at: 3 })).toBe(false);
  expect(list.all()).toEqual([
    { key: keyOf(1), from: '192.168.1.42', at: 3 },
    { key: keyOf(2), from: '192.168.1.41', at: 2 },
  ]);
  expect(list.all()).toBe(list.all());
});

test('who goes makes room', () => {
  const list = createPendingDevices();
  for (let i = 0; i < 21; i++) list.add({ key: keyOf(i), from: '192.168.1.40', at: i });
  list.delete(keyOf(0));
  expect(list.add({ key: keyOf(20), from: '192.168.1.40', at: 30 })).toBe(true);
  expect(list.more()).toBe(0);
});

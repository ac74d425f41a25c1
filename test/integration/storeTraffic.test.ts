import fc from 'fast-check';
import type { TrafficEntry } from '../../main/accounts/stores';
import type { UserId } from '../../main/accounts/user';
import { addUser, day, expect, test } from '../helpers/storeFixture';

const MOST = Number.MAX_SAFE_INTEGER;

test('the largest come first, by the sum of both ways, and the rest is left out', async ({ open }) => {
  const store = await open();
  const [anna, bert, carl] = [
    await addUser(store, 'anna'),
    await addUser(store, 'bert'),
    await addUser(store, 'carl'),
  ];
  const today = day('2026-11-28');
  await store.traffic.add([
    { day: today, user: anna, address: '192.0.2.1', sent: 3, received: 3 },
    { day: today, user: bert, address: '2001:db8::1', sent: 5_000_000_000, received: 1 },
    { day: day('2026-11-27'), user: carl, address: '192.0.2.1', sent: 0, received: 7 },
    { day: day('2026-11-01'), user: anna, address: '192.0.2.1', sent: 99, received: 99 },
  ]);
  expect(await store.traffic.statistics(day('2026-11-27'), 2)).toEqual({
    users: [
      { user: 'bert@example.org', sent: 5_000_000_000, received: 1 },
      { user: 'carl@example.org', sent: 0, received: 7 },
    ],
    addresses: [
      { address: '2001:db8::1', sent: 5_000_000_000, received: 1 },
      { address: '192.0.2.1', sent: 3, received: 10 },
    ],
  });
  expect(await store.traffic.ofUser(anna, day('2026-11-01'))).toEqual([
    { day: '2026-11-01', sent: 99, received: 99 },
    { day: '2026-11-28', sent: 3, received: 3 },
  ]);
  await store.traffic.clean(today);
  expect(await store.traffic.ofUser(anna, day('2026-01-01'))).toEqual([
    { day: '2026-11-28', sent: 3, received: 3 },
  ]);
  const { users, addresses } = await store.traffic.statistics(day('2026-01-01'), 20);
  expect([users.length, addresses.length]).toEqual([2, 2]);
});

test('who is gone counts for the address alone', async ({ open }) => {
  const store = await open();
  const nobody = 77 as UserId;
  await store.traffic.add([]);
  await store.traffic.add([
    { day: day('2026-11-28'), user: nobody, address: '192.0.2.1', sent: 1, received: 2 },
  ]);
  const { users, addresses } = await store.traffic.statistics(day('2026-01-01'), 20);
  expect({ users, addresses }).toEqual({
    users: [],
    addresses: [{ address: '192.0.2.1', sent: 1, received: 2 }],
  });
});

test('what is beyond the whole numbers of JavaScript counts no more, and nothing breaks', async ({
  open,
}) => {
  const store = await open();
  const anna = await addUser(store, 'anna');
  const entry = { day: day('2026-11-28'), user: anna, address: '192.0.2.1' };
  await store.traffic.add([{ ...entry, sent: MOST - 1, received: 2 ** 32 }]);
  await store.traffic.add([{ ...entry, sent: 1, received: 2 ** 32 }]);
  await store.traffic.add([
    { ...entry, sent: 5, received: 0 },
    { ...entry, day: day('2026-11-27'), sent: MOST, received: 0 },
  ]);
  const sums = { sent: MOST, received: 2 ** 33 };
  expect((await store.traffic.ofUser(anna, entry.day))[0]).toMatchObject(sums);
  const { users, addresses } = await store.traffic.statistics(day('2026-11-01'), 1);
  expect([users[0], addresses[0]]).toMatchObject([sums, sums]);
});

test('all of an addition is there, or none of it', async ({ open }) => {
  const store = await open();
  const anna = await addUser(store, 'anna');
  const entry = { day: day('2026-11-28'), user: anna, address: '192.0.2.1', received: 0 };
  const wrong = store.traffic.add([
    { ...entry, sent: 1 },
    { ...entry, address: '192.0.2.2', sent: -1 },
  ]);
  await expect(wrong).rejects.toThrow();
  expect(await store.traffic.statistics(day('2026-01-01'), 20)).toEqual({ users: [], addresses: [] });
});

test('many at once are added in parts, and others have their turn in between', async ({ open }) => {
  const store = await open();
  const anna = await addUser(store, 'anna');
  const entries = Array.from({ length: 3_000 }, (_, index) => ({
    day: day('2026-11-28'),
    user: anna,
    address: `2001:db8::${index.toString(16)}`,
    sent: 1,
    received: 2,
  }));
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await store.traffic.add(entries);
  isDone = true;
  expect(turns).toBeGreaterThan(10);
  expect(await store.traffic.ofUser(anna, day('2026-11-28'))).toMatchObject([
    { sent: 3_000, received: 6_000 },
  ]);
});

test('sums are those of a simple model, whatever is added in which order', async ({ open }) => {
  const store = await open();
  const users = [await addUser(store, 'anna'), await addUser(store, 'bert'), 99 as UserId];
  const days = ['2026-11-26', '2026-11-27', '2026-11-28'].map(day);
  const bytes = fc.nat({ max: 2 ** 40 });
  const entries = fc.record({
    day: fc.constantFrom(...days),
    user: fc.constantFrom(...users),
    address: fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1'),
    sent: bytes,
    received: bytes,
  });
  const model: TrafficEntry[] = [];
  const sum = (some: readonly TrafficEntry[]) => ({
    sent: some.reduce((all, { sent }) => all + sent, 0),
    received: some.reduce((all, { received }) => all + received, 0),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(entries, { maxLength: 12 }), fc.constantFrom(...days), async (more, since) => {
      await store.traffic.add(more);
      model.push(...more);
      const { users: byUser, addresses } = await store.traffic.statistics(since, 20);
      const counted = model.filter((entry) => entry.day >= since);
      for (const { address, ...sums } of addresses)
        expect(sums).toEqual(sum(counted.filter((entry) => entry.address === address)));
      expect(addresses).toHaveLength(new Set(counted.map((entry) => entry.address)).size);
      const known = counted.filter((entry) => entry.user !== 99);
      expect(byUser).toHaveLength(new Set(known.map((entry) => entry.user)).size);
      expect(sum(known)).toEqual({
        sent: byUser.reduce((all, { sent }) => all + sent, 0),
        received: byUser.reduce((all, { received }) => all + received, 0),
      });
      const order = byUser.map(({ sent, received }) => sent + received);
      expect(order).toEqual(order.toSorted((a, b) => b - a));
    }),
    { numRuns: 60 },
  );
});

import { stat } from 'node:fs/promises';
import { addUser, day, email, expect, licence, test } from '../helpers/storeFixture';

// Users in a real file.

test('a user is added, found by address and by number, and is there after opening anew', async ({ open }) => {
  const store = await open({ now: () => 1_700_000_000_123 });
  const added = await store.users.add({ email: email('anna'), passwordHash: '$argon2id$x', verified: false });
  const anna = {
    id: 1,
    email: 'anna@example.org',
    created: 1_700_000_000_123,
    passwordHash: '$argon2id$x',
    verified: false,
    blocked: false,
    licence: undefined,
  };
  expect(added).toEqual({ ok: true, value: anna });
  await store.close();
  const again = await open({ create: false });
  expect(await again.users.byEmail(email('anna'))).toEqual(anna);
  expect(added.ok && (await again.users.byId(added.value.id))).toEqual(anna);
  expect(await again.users.byEmail(email('nobody'))).toBeUndefined();
  await again.check();
});

test('nobody else can read the file, nor those beside it', async ({ open, file, engine }) => {
  test.skip(engine !== 'sqlite', 'PostgreSQL keeps its files itself');
  test.skip(process.platform === 'win32', 'Windows has no file modes');
  await addUser(await open(), 'anna');
  for (const end of ['', '-wal', '-shm']) expect((await stat(`${file}${end}`)).mode & 0o777).toBe(0o600);
});

test('an address has one user, also when two are added at once', async ({ open }) => {
  const [a, b] = [await open(), await open()];
  const anna = { email: email('anna'), passwordHash: 'x', verified: true };
  const outcomes = await Promise.all([a.users.add(anna), b.users.add(anna), a.users.add(anna)]);
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
  expect(outcomes.filter((outcome) => !outcome.ok)).toEqual(Array(2).fill({ ok: false, error: 'exists' }));
  expect(await b.users.count()).toBe(1);
});

test('a list goes on after a number, and finds parts of addresses as they are written', async ({ open }) => {
  const store = await open();
  for (const name of ['anna', 'b_rt', 'bert', 'c%rl', 'jörg']) await addUser(store, name);
  const names = async (options: { after?: number; part?: string; most?: number }) => {
    const { after, ...rest } = options;
    const from = (await store.users.list({ most: 9 })).find((user) => user.id === after)?.id;
    const users = await store.users.list({
      most: 9,
      ...rest,
      ...(from === undefined ? {} : { after: from }),
    });
    return users.map((user) => user.email.split('@')[0]);
  };
  expect(await names({})).toEqual(['anna', 'b_rt', 'bert', 'c%rl', 'jörg']);
  expect(await names({ most: 2, after: 2 })).toEqual(['bert', 'c%rl']);
  expect(await names({ part: '_' })).toEqual(['b_rt']);
  expect(await names({ part: '%' })).toEqual(['c%rl']);
  expect(await names({ part: 'JÖRG@ex' })).toEqual(['jörg']);
  expect(await names({ part: '\\' })).toEqual([]);
});

test('each change is told once, and what changes nothing is not', async ({ open }) => {
  const [store, other] = [await open(), await open()];
  const { users } = store;
  const id = await addUser(store, 'anna');
  const start = await other.users.changesSince(0);
  expect(start).toEqual({ changes: [], last: 0 });
  expect(await users.setBlocked(id, true)).toBe(true);
  expect(await users.setBlocked(id, true)).toBe(true);
  expect(await users.setBlocked(id, false)).toBe(true);
  expect(await users.setVerified(id)).toBe(true);
  expect(await users.setPassword(id, 'rehashed', 'rehash')).toBe(true);
  expect(await users.setPassword(id, 'new', 'new')).toBe(true);
  // One that was changed meanwhile is not brought back.
  expect(await users.setPassword(id, 'rehashed again', 'rehash', 'rehashed')).toBe(false);
  expect((await users.byId(id))?.passwordHash).toBe('new');
  expect(await users.setPassword(id, 'new', 'rehash', 'new')).toBe(true);
  expect((await users.byId(id))?.passwordHash).toBe('new');
  expect(await users.remove(id)).toBe(true);
  const told = await other.users.changesSince(start.last);
  expect(told.changes.map((change) => change.kind)).toEqual(['blocked', 'unblocked', 'password', 'deleted']);
  expect(told.changes.every((change) => change.user === id)).toBe(true);
  expect(await other.users.changesSince(told.last)).toEqual({ changes: [], last: told.last });
  expect(await other.users.changesSince(Number.MAX_SAFE_INTEGER)).toEqual({ changes: [], last: told.last });
});

test('of a user who is not there, everything is false and nothing is told', async ({ open }) => {
  const store = await open();
  const { users } = store;
  const id = await addUser(store, 'gone');
  await users.remove(id);
  const { last } = await users.changesSince(0);
  expect(await users.setBlocked(id, true)).toBe(false);
  expect(await users.setVerified(id)).toBe(false);
  expect(await users.setPassword(id, 'x', 'new')).toBe(false);
  expect(await users.remove(id)).toBe(false);
  expect(await users.disableLicence(id)).toBe(false);
  expect(await users.changesSince(last)).toEqual({ changes: [], last });
  expect(await addUser(store, 'gone'), 'a number is never given again').not.toBe(id);
});

test('who is removed takes the traffic along', async ({ open }) => {
  const store = await open();
  const id = await addUser(store, 'anna');
  const address = '192.0.2.1';
  await store.traffic.add([{ day: day('2026-11-28'), user: id, address, sent: 1, received: 2 }]);
  await store.users.remove(id);
  expect(await store.traffic.ofUser(id, day('2026-01-01'))).toEqual([]);
  const statistics = await store.traffic.statistics(day('2026-01-01'), 20);
  expect(statistics).toEqual({ users: [], addresses: [{ address, sent: 1, received: 2 }] });
  await store.check();
});

test('changes of a day ago are forgotten, but numbers rise on', async ({ open }) => {
  let now = Date.UTC(2026, 10, 28);
  const store = await open({ now: () => now });
  const id = await addUser(store, 'anna');
  await store.users.setBlocked(id, true);
  await store.users.setBlocked(id, false);
  const { last } = await store.users.changesSince(0);
  now += 25 * 60 * 60 * 1_000;
  await store.users.setBlocked(id, true);
  const { changes } = await store.users.changesSince(0);
  expect(changes.map((change) => change.kind)).toEqual(['blocked']);
  expect(changes[0]?.seq).toBeGreaterThan(last);
});

test.describe('licences', () => {
  test('make a user where there is none, verified and without a password', async ({ open }) => {
    const store = await open();
    const user = await store.users.licenceLogin(email('dora'), licence('A'));
    expect(user).toMatchObject({ verified: true, blocked: false, passwordHash: '', licence: licence('A') });
    expect(await store.users.byEmail(email('dora'))).toEqual(user);
  });

  test('the first one voids a password, and those after it do not', async ({ open }) => {
    const store = await open();
    const added = await store.users.add({ email: email('anna'), passwordHash: 'stolen', verified: false });
    const first = await store.users.licenceLogin(email('anna'), licence('A'));
    expect(first).toMatchObject({ id: added.ok && added.value.id, passwordHash: '', verified: true });
    const { changes, last } = await store.users.changesSince(0);
    expect(changes.map((change) => change.kind)).toEqual(['verified', 'password']);
    await store.users.setPassword(first.id, 'own', 'rehash');
    const second = await store.users.licenceLogin(email('anna'), licence('B'));
    expect(second).toMatchObject({ passwordHash: 'own', licence: licence('B') });
    expect(await store.users.byId(first.id)).toEqual(second);
    expect((await store.users.changesSince(last)).changes).toEqual([]);
  });

  test('the one that logged in last is disabled', async ({ open }) => {
    const store = await open();
    const password = await addUser(store, 'anna');
    expect(await store.users.disableLicence(password)).toBe(false);
    const { id } = await store.users.licenceLogin(email('dora'), licence('A'));
    await store.users.licenceLogin(email('dora'), licence('B'));
    expect(await store.users.disableLicence(id)).toBe(true);
    expect(await store.users.disableLicence(id)).toBe(true);
    expect(await store.users.isDisabled(licence('A'))).toBe(false);
    expect(await store.users.isDisabled(licence('B'))).toBe(true);
    const { changes } = await store.users.changesSince(0);
    expect(changes[0]).toMatchObject({ kind: 'licenceDisabled', user: id });
  });
});

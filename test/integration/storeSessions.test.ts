import { secretDigest } from '../../main/accounts/registration/code';
import { addUser, email, expect, licence, test } from '../helpers/storeFixture';

// Sessions of the pages, in a real file.

const START = Date.UTC(2026, 10, 28);
const expires = START + 1_000;

test('whose a session is, is told until it expires, and in another program too', async ({ open }) => {
  let now = START;
  const [store, other] = [await open({ now: () => now }), await open({ now: () => now })];
  const user = await addUser(store, 'anna');
  const digest = secretDigest('anna');
  expect(await store.sessions.add({ digest, user, expires })).toBe(true);
  now = expires - 1;
  expect(await other.sessions.userOf(digest)).toEqual(await store.users.byId(user));
  expect(await other.sessions.userOf(secretDigest('bert'))).toBeUndefined();
  now = expires;
  expect(await store.sessions.userOf(digest)).toBeUndefined();
});

test('of a user the newest twenty stay', async ({ open }) => {
  const store = await open({ now: () => START });
  const [anna, bert] = [await addUser(store, 'anna'), await addUser(store, 'bert')];
  const digest = (number: number) => secretDigest(`session ${number}`);
  await store.sessions.add({ digest: digest(-1), user: bert, expires });
  for (let number = 0; number < 25; number++)
    await store.sessions.add({ digest: digest(number), user: anna, expires });
  const there = [];
  for (let number = -1; number < 25; number++)
    if (await store.sessions.userOf(digest(number))) there.push(number);
  expect(there).toEqual([-1, ...Array.from({ length: 20 }, (_, index) => index + 5)]);
});

test('one is ended alone, or all of a user', async ({ open }) => {
  const store = await open({ now: () => START });
  const [anna, bert] = [await addUser(store, 'anna'), await addUser(store, 'bert')];
  const digests = ['a', 'b', 'c', 'd'].map(secretDigest);
  for (const [index, digest] of digests.entries())
    await store.sessions.add({ digest, user: index < 3 ? anna : bert, expires });
  const owners = async () => {
    const users = await Promise.all(digests.map((digest) => store.sessions.userOf(digest)));
    return users.map((user) => user?.id);
  };
  await store.sessions.remove(secretDigest('b'));
  await store.sessions.remove(secretDigest('nobody'));
  expect(await owners()).toEqual([anna, undefined, anna, bert]);
  await store.sessions.removeAll(anna);
  expect(await owners()).toEqual([undefined, undefined, undefined, bert]);
});

test.describe('the sessions of a user', () => {
  const digest = secretDigest('anna');

  test('end with another password, and not with the same one hashed anew', async ({ open }) => {
    const store = await open({ now: () => START });
    const user = await addUser(store, 'anna');
    await store.sessions.add({ digest, user, expires });
    await store.users.setPassword(user, 'rehashed', 'rehash');
    expect((await store.sessions.userOf(digest))?.passwordHash).toBe('rehashed');
    await store.users.setPassword(user, 'lost a race', 'new', 'not what is stored');
    expect(await store.sessions.userOf(digest)).toBeDefined();
    await store.users.setPassword(user, 'new', 'new');
    expect(await store.sessions.userOf(digest)).toBeUndefined();
  });

  test('end with a block, which lets none begin either', async ({ open }) => {
    const store = await open({ now: () => START });
    const user = await addUser(store, 'anna');
    await store.sessions.add({ digest, user, expires });
    await store.users.setBlocked(user, true);
    expect(await store.sessions.add({ digest: secretDigest('again'), user, expires })).toBe(false);
    await store.users.setBlocked(user, false);
    expect(await store.sessions.userOf(digest)).toBeUndefined();
    expect(await store.sessions.add({ digest, user, expires })).toBe(true);
  });

  test('end with the first licence, which may be the first thing of the owner', async ({ open }) => {
    const store = await open({ now: () => START });
    const user = await addUser(store, 'anna');
    await store.sessions.add({ digest, user, expires });
    await store.users.licenceLogin(email('anna'), licence('A'));
    expect(await store.sessions.userOf(digest)).toBeUndefined();
    await store.sessions.add({ digest, user, expires });
    await store.users.licenceLogin(email('anna'), licence('B'));
    expect((await store.sessions.userOf(digest))?.id).toBe(user);
  });

  test('end with the licence that may have begun them', async ({ open }) => {
    const store = await open({ now: () => START });
    const { id } = await store.users.licenceLogin(email('dora'), licence('A'));
    await store.sessions.add({ digest, user: id, expires });
    await store.users.disableLicence(id);
    expect(await store.sessions.userOf(digest)).toBeUndefined();
  });

  test('end with the user', async ({ open }) => {
    const store = await open({ now: () => START });
    const user = await addUser(store, 'anna');
    await store.sessions.add({ digest, user, expires });
    await store.users.remove(user);
    expect(await store.sessions.userOf(digest)).toBeUndefined();
    expect(await store.sessions.add({ digest: secretDigest('again'), user, expires })).toBe(false);
    await store.check();
  });
});

import { type CodeKind, newCode, secretDigest } from '../../main/accounts/registration/code';
import type { UserId } from '../../main/accounts/user';
import type { ImportingStore } from '../../main/store/openStore';
import { addUser, email, expect, test } from '../helpers/storeFixture';

// Codes in a real file.

const HOUR = 60 * 60_000;
const START = Date.UTC(2026, 10, 28);

/** Adds a code that is good for an hour from START on, and gives its digest. */
async function addCode(store: ImportingStore, user: UserId, kind: CodeKind, to?: string) {
  const digest = secretDigest(newCode());
  const added = await store.codes.add({
    ...{ user, kind, digest, expires: START + HOUR },
    ...(to === undefined ? {} : { email: email(to) }),
  });
  expect(added).toBe(true);
  return digest;
}

test('of a user and kind the newest three stay, and nobody else loses one', async ({ open }) => {
  const store = await open({ now: () => START });
  const [anna, bert] = [await addUser(store, 'anna'), await addUser(store, 'bert')];
  const others = await addCode(store, bert, 'verification');
  const reset = await addCode(store, anna, 'reset');
  const own = [];
  for (let made = 0; made < 5; made++) own.push(await addCode(store, anna, 'verification'));
  expect(await store.codes.of(anna, 'verification')).toEqual(own.slice(2).reverse());
  expect(await store.codes.of(anna, 'reset')).toEqual([reset]);
  expect(await store.codes.of(bert, 'verification')).toEqual([others]);
  const [first] = own;
  expect(first && (await store.codes.redeemVerification(anna, first))).toBe(false);
});

test('one that has expired is none, and goes with the next that is added', async ({ open }) => {
  let now = START;
  const store = await open({ now: () => now });
  const [anna, bert] = [await addUser(store, 'anna'), await addUser(store, 'bert')];
  const digest = await addCode(store, anna, 'reset');
  now += HOUR - 1;
  expect(await store.codes.ownerOfReset(digest)).toBe(anna);
  now += 1;
  expect(await store.codes.ownerOfReset(digest)).toBeUndefined();
  expect(await store.codes.of(anna, 'reset')).toEqual([]);
  expect(await store.codes.redeemReset(digest, 'x')).toBeUndefined();
  const fresh = secretDigest(newCode());
  await store.codes.add({ user: bert, kind: 'reset', digest: fresh, expires: now + 1 });
  now = START;
  expect(await store.codes.ownerOfReset(digest)).toBeUndefined();
});

test('the right verification code verifies, voids the others, and is told once', async ({ open }) => {
  const store = await open({ now: () => START });
  const added = await store.users.add({ email: email('anna'), passwordHash: 'x', verified: false });
  if (!added.ok) throw new Error('anna is there already');
  const { id } = added.value;
  const [one, other] = [await addCode(store, id, 'verification'), await addCode(store, id, 'verification')];
  const bert = await addUser(store, 'bert');
  expect(await store.codes.redeemVerification(bert, one), "another user's").toBe(false);
  expect((await store.users.byId(id))?.verified).toBe(false);
  expect(await store.codes.redeemVerification(id, one)).toBe(true);
  expect((await store.users.byId(id))?.verified).toBe(true);
  expect(await store.codes.redeemVerification(id, one)).toBe(false);
  expect(await store.codes.redeemVerification(id, other)).toBe(false);
  const again = await addCode(store, id, 'verification');
  expect(await store.codes.redeemVerification(id, again)).toBe(true);
  const { changes } = await store.users.changesSince(0);
  expect(changes).toMatchObject([{ user: id, kind: 'verified' }]);
});

test('a reset code sets the password once, and what the old one was good for is over', async ({ open }) => {
  const store = await open({ now: () => START });
  const id = await addUser(store, 'anna');
  const [one, other] = [await addCode(store, id, 'reset'), await addCode(store, id, 'reset')];
  const move = await addCode(store, id, 'address', 'thief');
  const session = secretDigest('session');
  await store.sessions.add({ digest: session, user: id, expires: START + HOUR });
  expect(await store.codes.redeemReset(one, 'new')).toBe(id);
  expect((await store.users.byId(id))?.passwordHash).toBe('new');
  expect(await store.codes.redeemReset(one, 'newer')).toBeUndefined();
  expect(await store.codes.redeemReset(other, 'newer')).toBeUndefined();
  expect((await store.users.byId(id))?.passwordHash).toBe('new');
  expect(await store.codes.redeemAddress(id, move)).toEqual({ ok: false, error: 'wrong' });
  expect(await store.sessions.userOf(session)).toBeUndefined();
  const { changes } = await store.users.changesSince(0);
  expect(changes).toMatchObject([{ user: id, kind: 'password' }]);
});

test('a password that comes otherwise voids them as well, but not the same one hashed anew', async ({
  open,
}) => {
  const store = await open({ now: () => START });
  const id = await addUser(store, 'anna');
  const verification = await addCode(store, id, 'verification');
  const reset = await addCode(store, id, 'reset');
  await store.users.setPassword(id, 'rehashed', 'rehash');
  expect(await store.codes.ownerOfReset(reset)).toBe(id);
  await store.users.setPassword(id, 'new', 'new');
  expect(await store.codes.ownerOfReset(reset)).toBeUndefined();
  expect(await store.codes.of(id, 'verification')).toEqual([verification]);
});

test('a code for another address moves the user there, verified', async ({ open }) => {
  const store = await open({ now: () => START });
  const id = await addUser(store, 'anna');
  const reset = await addCode(store, id, 'reset');
  const [move, other] = [
    await addCode(store, id, 'address', 'anna.new'),
    await addCode(store, id, 'address', 'other'),
  ];
  const session = secretDigest('session');
  await store.sessions.add({ digest: session, user: id, expires: START + HOUR });
  const moved = await store.codes.redeemAddress(id, move);
  expect(moved).toMatchObject({ ok: true, value: { id, email: email('anna.new'), verified: true } });
  expect(await store.users.byEmail(email('anna'))).toBeUndefined();
  expect(await store.users.byEmail(email('anna.new'))).toEqual(moved.ok && moved.value);
  expect(await store.codes.redeemAddress(id, move)).toEqual({ ok: false, error: 'wrong' });
  expect(await store.codes.redeemAddress(id, other)).toEqual({ ok: false, error: 'wrong' });
  expect(await store.codes.ownerOfReset(reset), 'it was mailed to the address before').toBeUndefined();
  expect(await store.sessions.userOf(session)).toBeUndefined();
  expect((await store.users.changesSince(0)).changes).toMatchObject([{ user: id, kind: 'email' }]);
});

test('none is made for an address that the account has left meanwhile', async ({ open }) => {
  const store = await open({ now: () => START });
  const id = await addUser(store, 'anna');
  const move = await addCode(store, id, 'address', 'anna.new');
  await store.codes.redeemAddress(id, move);
  for (const kind of ['verification', 'reset'] as const) {
    const code = { user: id, kind, digest: secretDigest(newCode()), expires: START + HOUR };
    expect(await store.codes.add({ ...code, email: email('anna') })).toBe(false);
    expect(await store.codes.of(id, kind)).toEqual([]);
    expect(await store.codes.add({ ...code, email: email('anna.new') })).toBe(true);
  }
});

test('an address that somebody else has by now stays theirs', async ({ open }) => {
  const store = await open({ now: () => START });
  const id = await addUser(store, 'anna');
  const move = await addCode(store, id, 'address', 'bert');
  const bert = await addUser(store, 'bert');
  expect(await store.codes.redeemAddress(bert, move)).toEqual({ ok: false, error: 'wrong' });
  expect(await store.codes.redeemAddress(id, move)).toEqual({ ok: false, error: 'exists' });
  expect((await store.users.byId(id))?.email).toBe(email('anna'));
  expect((await store.users.byEmail(email('bert')))?.id).toBe(bert);
});

test('nobody has codes who is gone', async ({ open }) => {
  const store = await open({ now: () => START });
  const id = await addUser(store, 'anna');
  const reset = await addCode(store, id, 'reset');
  await store.users.remove(id);
  expect(await store.codes.ownerOfReset(reset)).toBeUndefined();
  expect(await store.codes.redeemReset(reset, 'x')).toBeUndefined();
  const digest = secretDigest(newCode());
  expect(await store.codes.add({ user: id, kind: 'reset', digest, expires: START + HOUR })).toBe(false);
  await store.check();
});

test('of two who redeem a code at once, in one process or in two, one does', async ({ open, start, url }) => {
  const [store, beside] = [await open(), await open()];
  const digests = [];
  for (let made = 0; made < 40; made++) {
    const user = await addUser(store, `u${made}`);
    const digest = secretDigest(newCode());
    await store.codes.add({ user, kind: 'reset', digest, expires: Date.now() + HOUR });
    digests.push(digest);
  }
  const [first = secretDigest(''), ...rest] = digests;
  const both = await Promise.all([
    store.codes.redeemReset(first, 'a'),
    beside.codes.redeemReset(first, 'b'),
    store.codes.redeemReset(first, 'c'),
  ]);
  expect(both.filter((user) => user !== undefined)).toHaveLength(1);
  const processes = [1, 2].map(() => start('redeem', url, rest.join(',')));
  for (const process of processes) await process.until('stdout', /ready/);
  for (const process of processes) process.child.stdin.end();
  const exits = await Promise.all(processes.map((process) => process.exited));
  expect(exits.map((exit) => exit.stderr)).toEqual(['', '']);
  const [a = [], b = []] = exits.map((exit) => exit.stdout.toString().trim().split('\n').slice(1));
  expect(a).toHaveLength(rest.length);
  const outcomes = a.map((one, index) => [one, b[index]].sort());
  expect(outcomes).toEqual(rest.map((_, index) => [String(index + 2), 'none']));
});

import { secretDigest } from '../../main/accounts/registration/code';
import { addUser, email, expect, test } from '../helpers/storeFixture';

// Invites in a real file.

const START = Date.UTC(2026, 10, 28);
const digest = secretDigest('INVITE');
const person = (name: string) => ({ email: email(name), passwordHash: 'hash' });

test('an invite is listed, the newest first, until it is removed, used up or expired', async ({ open }) => {
  let now = START;
  const store = await open({ now: () => now });
  const { invites } = store;
  await invites.add({ digest, expires: START + 10, uses: 1, note: 'for Anna' });
  now += 1;
  await invites.add({ digest: secretDigest('B'), expires: START + 20, uses: 5, note: '' });
  await invites.add({ digest: secretDigest('C'), expires: START + 30, uses: 5, note: '' });
  const listed = async () => (await invites.list()).map((invite) => invite.digest);
  expect(await listed()).toEqual([secretDigest('C'), secretDigest('B'), digest]);
  expect((await invites.list())[2]).toEqual({
    ...{ digest, created: START, expires: START + 10, uses: 1, note: 'for Anna' },
  });
  expect(await invites.has(digest)).toBe(true);
  expect(await invites.remove(secretDigest('C'))).toBe(true);
  expect(await invites.remove(secretDigest('C'))).toBe(false);
  expect((await invites.register(person('anna'), digest, false)).ok).toBe(true);
  expect(await invites.has(digest)).toBe(false);
  expect(await listed()).toEqual([secretDigest('B')]);
  now = START + 20;
  expect(await invites.has(secretDigest('B'))).toBe(false);
  expect(await invites.register(person('bert'), secretDigest('B'), false)).toEqual({
    ...{ ok: false, error: 'noInvite' },
  });
  expect(await listed()).toEqual([]);
  expect(await store.users.count()).toBe(1);
});

test('who registers by it is unverified', async ({ open }) => {
  const store = await open({ now: () => START });
  await store.invites.add({ digest, expires: START + 10, uses: 2, note: '' });
  const added = await store.invites.register(person('anna'), digest, false);
  expect(added).toMatchObject({ ok: true, value: { ...person('anna'), created: START, verified: false } });
  expect(await store.users.byEmail(email('anna'))).toEqual(added.ok && added.value);
});

test('an address that has a user takes no use, unless that would tell', async ({ open }) => {
  const store = await open({ now: () => START });
  await addUser(store, 'anna');
  await store.invites.add({ digest, expires: START + 10, uses: 3, note: '' });
  const uses = async () => (await store.invites.list())[0]?.uses;
  expect(await store.invites.register(person('anna'), digest, false)).toEqual({ ok: false, error: 'exists' });
  expect(await uses()).toBe(3);
  expect(await store.invites.register(person('anna'), digest, true)).toEqual({ ok: false, error: 'exists' });
  expect(await uses()).toBe(2);
});

test('two processes never use it more often than it may be', async ({ open, start, url }) => {
  const store = await open();
  await store.invites.add({ digest, expires: Date.now() + 60_000, uses: 30, note: '' });
  const processes = ['a', 'b'].map((name) => start('invited', url, digest, name));
  for (const process of processes) await process.until('stdout', /ready/);
  for (const process of processes) process.child.stdin.end();
  const exits = await Promise.all(processes.map((process) => process.exited));
  expect(exits.map((exit) => exit.stderr)).toEqual(['', '']);
  const sum = exits.reduce((before, exit) => before + Number(exit.stdout.toString().split('\n')[1]), 0);
  expect(sum).toBe(30);
  expect(await store.users.count()).toBe(30);
});

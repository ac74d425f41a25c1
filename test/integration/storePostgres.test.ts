import { inspectStore } from '../../main/store/inspectStore';
import { addUser, day, email, expect, licence, problemOf, test } from '../helpers/storeFixture';

// What only a database on a server can do: be used by many programs at once, go away, and come back.

test.use({ engine: 'postgres' });

test('of many that open an empty database at once, one makes it', async ({ open, url }) => {
  expect(await inspectStore(url)).toEqual({ form: 'empty' });
  const stores = await Promise.all(Array.from({ length: 5 }, () => open()));
  const ids = await Promise.all(stores.map((store, index) => addUser(store, `u${index}`)));
  expect(new Set(ids).size).toBe(5);
  for (const store of stores) expect(await store.users.count()).toBe(5);
});

test('traffic that several write down at once is summed', async ({ open }) => {
  const stores = await Promise.all([open(), open(), open()]);
  const users = await Promise.all(['a', 'b', 'c', 'd'].map((name) => addUser(stores[0], name)));
  const entries = users.flatMap((user, index) =>
    ['192.0.2.1', `192.0.2.${index + 2}`].map((address) => ({
      ...{ day: day('2026-11-28'), user, address, sent: 3, received: 5 },
    })),
  );
  const rounds = Array.from({ length: 10 }, () => stores).flat();
  await Promise.all(
    rounds.map((store, index) => store.traffic.add(index % 2 ? [...entries].reverse() : entries)),
  );
  const { users: sums, addresses } = await stores[1].traffic.statistics(day('2026-11-01'), 10);
  expect(sums.map(({ sent, received }) => [sent, received])).toEqual(Array(4).fill([180, 300]));
  expect(addresses[0]).toEqual({ address: '192.0.2.1', sent: 360, received: 600 });
});

test('no change is passed over, however many programs make some', async ({ open }) => {
  const [reader, ...writers] = await Promise.all([open(), open(), open(), open()]);
  const users = await Promise.all(Array.from({ length: 12 }, (_, index) => addUser(reader, `user${index}`)));
  let isDone = false;
  const changing = Promise.all(
    users.map(async (user, index) => {
      const store = writers[index % writers.length] ?? reader;
      for (const blocked of [true, false, true]) await store.users.setBlocked(user, blocked);
    }),
  ).then(() => {
    isDone = true;
  });
  const seen: number[] = [];
  let last = 0;
  for (;;) {
    const wasDone = isDone;
    const found = await reader.users.changesSince(last);
    seen.push(...found.changes.map(({ user }) => user));
    last = found.changes.at(-1)?.seq ?? last;
    if (wasDone && found.changes.length === 0) break;
  }
  await changing;
  expect(seen).toHaveLength(36);
  for (const user of users) expect(seen.filter((one) => one === user)).toHaveLength(3);
});

test('of two first logins by licence at once, one makes the user', async ({ open }) => {
  const stores = await Promise.all([open(), open(), open()]);
  const users = await Promise.all(
    stores.map((store, index) => store.users.licenceLogin(email('dora'), licence(String(index)))),
  );
  expect(new Set(users.map(({ id }) => id)).size).toBe(1);
  expect(await stores[0].users.count()).toBe(1);
});

test('connections that are cut are made anew', async ({ open, postgres }) => {
  const store = await open();
  await addUser(store, 'anna');
  await (await postgres()).cut();
  expect(await store.users.count()).toBe(1);
});

test('a server that is away is told, and the same store works when it is back', async ({
  open,
  postgres,
}) => {
  const store = await open();
  const anna = await addUser(store, 'anna');
  const server = await postgres();
  await server.stop();
  const gone = await problemOf(store.users.byId(anna));
  expect(gone.kind).toBe('unreachable');
  expect(gone.detail).toMatch(/^postgres:\/\/relay@127\.0\.0\.1:\d+\/accounts_\d+ cannot be reached: /);
  expect((await problemOf(addUser(store, 'bert'))).kind).toBe('unreachable');
  await server.start();
  expect(await store.users.byId(anna)).toMatchObject({ id: anna });
  expect(await addUser(store, 'carl')).toBeGreaterThan(anna);
});

test('what is wrong with an address is said, and no password with it', async ({ open, url }) => {
  const { port } = new URL(url);
  const at = (path: string) => problemOf(open({}, `postgres://relay:S3CR3T@127.0.0.1:${path}`));
  expect(await at(`${port}/none`)).toMatchObject({
    kind: 'missing',
    detail: expect.stringContaining('createdb'),
  });
  expect(await problemOf(open({}, url.replace('relay', 'nobody')))).toMatchObject({
    kind: 'unreachable',
    detail: expect.stringMatching(/does not let the relay in \(.*"nobody".*\): look at/),
  });
  expect((await at('1/accounts')).kind).toBe('unreachable');
  expect((await at(`${port}/`)).detail).toContain('is given as postgres://');
  for (const path of [`${port}/none`, '1/accounts', `${port}/`])
    expect((await at(path)).detail).not.toContain('S3CR3T');
});

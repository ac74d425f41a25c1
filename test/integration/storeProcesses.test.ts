import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { addUser, email, expect, licence, problemOf, test } from '../helpers/storeFixture';

// Several processes with one database, and some that are killed.

test('what another process changes is seen by the next question', async ({ open, start, file }) => {
  const store = await open();
  const id = await addUser(store, 'anna');
  const { last } = await store.users.changesSince(0);
  await start('block', file, 'anna@example.org').exited;
  expect((await store.users.byId(id))?.blocked).toBe(true);
  expect((await store.users.changesSince(last)).changes).toMatchObject([{ user: id, kind: 'blocked' }]);
});

test('two processes that log the same people in by licence make each once', async ({ open, start, file }) => {
  const store = await open();
  const both = ['A', 'B'].map((digit) => start('licences', file, licence(digit), '60'));
  const exits = await Promise.all(both.map((process) => process.exited));
  const [a, b] = exits.map((exit) => exit.stdout.toString());
  expect(exits.map((exit) => exit.stderr)).toEqual(['', '']);
  expect(a?.split('\n')).toHaveLength(62);
  expect(a).toBe(b);
  expect(await store.users.count()).toBe(60);
});

test('two who log in at once in one process are one user', async ({ open }) => {
  const store = await open();
  const logins = ['A', 'B', 'A'].map((digit) => store.users.licenceLogin(email('dora'), licence(digit)));
  const ids = (await Promise.all(logins)).map((user) => user.id);
  expect(new Set(ids).size).toBe(1);
  expect(await store.users.count()).toBe(1);
});

test('a lock of another process is waited for, and the rest of this one goes on', async ({
  open,
  start,
  file,
}) => {
  const store = await open();
  await addUser(store, 'anna');
  const holder = start('hold', file);
  await holder.until('stdout', /held/);
  // Who only reads does not wait.
  expect(await store.users.count()).toBe(1);
  let isAdded = false;
  const adding = addUser(store, 'bert').finally(() => {
    isAdded = true;
  });
  // Turns of the event loop that each come though the lock is held.
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(isAdded).toBe(false);
  holder.child.stdin.end();
  await adding;
  expect(await store.users.count()).toBe(2);
});

test('who holds it for too long is said, and afterwards all is well', async ({ open, start, file }) => {
  const store = await open({ patienceMs: 60 });
  const holder = start('hold', file);
  await holder.until('stdout', /held/);
  expect((await problemOf(addUser(store, 'anna'))).kind).toBe('busy');
  holder.child.kill('SIGKILL');
  await holder.exited;
  await addUser(store, 'anna');
  expect(await store.users.count()).toBe(1);
});

test('a file that another process has for itself is waited for, and then said to be busy', async ({
  open,
  start,
  file,
}) => {
  await (await open()).close();
  const holder = start('hold', file, 'alone');
  await holder.until('stdout', /held/);
  expect((await problemOf(open({ create: false, patienceMs: 60 }))).kind).toBe('busy');
  const opening = open({ create: false, patienceMs: 600_000 });
  holder.child.stdin.end();
  expect(await (await opening).users.count()).toBe(0);
});

test('where SQLite is not installed, what to install is said', async ({ folder, storeProcess, file }) => {
  const alone = join(folder, 'process.cjs');
  await copyFile(storeProcess, alone);
  const failed = promisify(execFile)(process.execPath, [alone, 'add', file, 'user']);
  await expect(failed).rejects.toThrow(/run npm install -g better-sqlite3 @node-rs\/argon2 and start again/);
  expect(await readdir(folder)).toEqual(['process.cjs']);
});

test('closing gives up what waits for a lock', async ({ open, start, file }) => {
  const store = await open({ patienceMs: 600_000 });
  const holder = start('hold', file);
  await holder.until('stdout', /held/);
  const adding = problemOf(addUser(store, 'anna'));
  await store.close();
  expect((await adding).kind).toBe('unreachable');
});

test('whoever was confirmed is there, however often the process is killed', async ({ open, start, file }) => {
  const kills = Number(process.env.BUCKETS_KILLS ?? 40);
  test.setTimeout(30_000 + kills * 5_000);
  const confirmed: string[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const adding = start('add', file, `k${kill}`);
    // At some write or between two of them; sometimes while it opens what the one before it left.
    const wanted = kill % 8 === 7 ? 0 : randomInt(1, 30);
    if (wanted > 0) await adding.until('stdout', new RegExp(`(.*\\n){${wanted}}`));
    else await new Promise((resolve) => setTimeout(resolve, randomInt(20, 200)));
    adding.child.kill('SIGKILL');
    const { stdout, stderr } = await adding.exited;
    expect(stderr).toBe('');
    const lines = stdout.toString().split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThanOrEqual(wanted);
    confirmed.push(...lines);
  }
  const store = await open({ create: false });
  await store.check();
  const there = new Set<string>();
  for (let after = await store.users.list({ most: 1_000 }); after.length > 0; ) {
    for (const user of after) there.add(user.email);
    const last = after.at(-1)?.id;
    after = last === undefined ? [] : await store.users.list({ most: 1_000, after: last });
  }
  expect(confirmed.filter((address) => !there.has(address))).toEqual([]);
  expect(confirmed.length).toBeGreaterThan(kills / 2);
});

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Day } from '../../main/accounts/day';
import { openStore } from '../../main/store/openStore';
import { expect, LET_IN, REFUSED, statusOf, test } from '../helpers/multiUserRelay';
import { Random } from '../helpers/random';
import { RawDevice } from '../helpers/rawDevice';

// A relay for many users that is killed at any moment, under logins and traffic: what was confirmed is there afterwards.

/** How often it is killed; `RELAY_TEST_KILLS=200` for the long form. */
const KILLS = Number(process.env.RELAY_TEST_KILLS ?? 6);

/** Moments are spread over so many seconds, so that some runs have written traffic down, and some have not. */
const SECONDS = 8;

/** What passed is looked at each second, and written down five seconds later. */
const INTERVAL_MS = 6_000;

/** Between one login or new user and the next: a computer that can do nothing else is not what is tried here. */
const PAUSE_MS = 50;

/** What two devices hear and say beside the data: challenges, keys, comings. */
const MOST_BESIDE = 1_000;

interface Sum {
  readonly sent: number;
  readonly received: number;
}

const password = (name: string) => `the password of ${name}`;

/** What is in the database, which has to be sound. */
async function look(file: string) {
  const store = await openStore(file, { create: false });
  try {
    await store.check();
    const users = await store.users.list({ most: 100_000 });
    const { users: sums } = await store.traffic.statistics('2000-01-01' as Day, 100_000);
    const total = (of: keyof Sum) => sums.reduce((sum, one) => sum + one[of], 0);
    return { emails: users.map(({ email }) => email), sent: total('sent'), received: total('received') };
  } finally {
    await store.close();
  }
}

/** Has one device send to another, message by message, until the relay is gone; and keeps what the other had when. */
async function exchange(port: number, name: string, random: Random) {
  const login = async () =>
    (await RawDevice.open({ port, username: name, password: password(name) })).login();
  const [from, to] = [await login(), await login()];
  const heard: (Sum & { readonly at: number })[] = [];
  const running = (async () => {
    from.connect(to);
    to.connect(from);
    while ((await from.next()).kind !== 'connected');
    for (;;) {
      from.data(to, Buffer.alloc(random.int(20_000)));
      while ((await to.next()).kind !== 'data');
      // It came, so the relay has counted it.
      heard.push({ at: performance.now(), sent: from.sentBytes, received: to.receivedBytes });
      await sleep(5);
    }
  })().catch(() => Promise.all([from.closed, to.closed]));
  return { from, to, heard, running };
}

/** Logs in, rightly and wrongly, until the relay is gone. */
async function tryLogins(port: number, names: readonly string[]): Promise<void> {
  for (let turn = 0; ; turn++) {
    const name = names[turn % names.length] ?? '';
    const isRight = turn % 3 > 0;
    const given = isRight ? password(name) : `a guess ${turn}`;
    const status = await statusOf(port, name, given).catch(() => undefined);
    if (status === undefined) return;
    expect(status).toBe(isRight ? LET_IN : REFUSED);
    await sleep(PAUSE_MS);
  }
}

test(`what was confirmed outlasts ${KILLS} kills`, async ({ cli, accounts, multiUser, folder }) => {
  test.setTimeout(60_000 + KILLS * 30_000);
  const file = join(folder, 'accounts.sqlite');
  const random = new Random();
  const confirmed: string[] = [];
  let made = 0;
  const addOne = async () => {
    const name = `user-${++made}@example.org`;
    expect(await accounts(['adduser', name, '--password-stdin'], password(name))).toMatchObject({ code: 0 });
    confirmed.push(name);
  };
  await addOne();
  await addOne();
  let before = await look(file);
  let kept = 0;

  for (let round = 0; round < KILLS; round++) {
    const moment = (round % SECONDS) * 1_000 + random.int(1_000);
    if (round % SECONDS === 0) {
      // In the midst of its start.
      const starting = cli(['server', '--port', '0', '--multi-user', '--database', 'accounts.sqlite']);
      await sleep(moment / 3);
      starting.child.kill('SIGKILL');
      await starting.exited;
    }
    const server = await multiUser();
    let isUp = true;
    const adding = (async () => {
      while (isUp) {
        await addOne();
        await sleep(PAUSE_MS);
      }
    })();
    const names = [...confirmed];
    const logins = tryLogins(server.port, names);
    const { from, to, heard, running } = await exchange(server.port, random.pick(names), random);
    await sleep(moment);
    server.child.kill('SIGKILL');
    const killed = performance.now();
    isUp = false;
    expect((await server.exited).signal).toBe('SIGKILL');
    await Promise.all([adding, logins, running]);

    const after = await look(file);
    expect(after.emails).toEqual(expect.arrayContaining(confirmed));
    const known = heard.findLast(({ at }) => at <= killed - INTERVAL_MS) ?? { sent: 0, received: 0 };
    const all = from.sentBytes + to.sentBytes;
    const [sent, received] = [after.sent - before.sent, after.received - before.received];
    const where = `in round ${round}, with RELAY_TEST_SEED=${random.seed}`;
    expect(sent, `sent ${where}`).toBeGreaterThanOrEqual(known.sent);
    expect(sent, `sent ${where}`).toBeLessThanOrEqual(all);
    expect(received, `received ${where}`).toBeGreaterThanOrEqual(known.received);
    expect(received, `received ${where}`).toBeLessThanOrEqual(all + MOST_BESIDE);
    kept += known.sent;
    before = after;
  }
  // Some runs were long enough that not all may be lost: else nothing was tried above.
  expect(kept).toBeGreaterThan(KILLS < SECONDS ? -1 : 0);
});

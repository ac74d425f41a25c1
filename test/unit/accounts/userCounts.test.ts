import { expect, test } from '@playwright/test';
import { createUserCounts } from '../../../main/accounts/userCounts';
import { ManualClock } from '../../helpers/manualClock';
import { MemoryUsers } from '../../helpers/memoryStore';
import { emailOf } from './loginKit';

async function make() {
  const users = new MemoryUsers();
  const clock = new ManualClock();
  /** What waits for its turn behind the users: they are counted when it has come. */
  const counted = () => new Promise((resolve) => setImmediate(resolve));
  const add = async (email: string) => {
    const added = await users.add({ email: emailOf(email), passwordHash: '', verified: true });
    if (!added.ok) throw new Error(added.error);
    return added.value.id;
  };
  return { users, clock, counted, add, counts: createUserCounts(users, clock) };
}

test('users are counted at the start, and twice a minute, however often somebody asks', async () => {
  const { users, clock, counted, add, counts } = await make();
  await add('anna@example.org');
  expect(counts.last).toBeUndefined();
  await counts.start();
  expect(counts.last).toEqual({ all: 1, blocked: 0 });
  await users.setBlocked(await add('bert@example.org'), true);
  clock.pass(29_999);
  await counted();
  expect(counts.last).toEqual({ all: 1, blocked: 0 });
  clock.pass(1);
  await counted();
  expect(counts.last).toEqual({ all: 2, blocked: 1 });
});

test('what was counted last stays while the database fails, and nothing is counted after the end', async () => {
  const { users, clock, counted, add, counts } = await make();
  await add('anna@example.org');
  await counts.start();
  users.problem = { kind: 'busy', detail: 'another program' };
  clock.pass(30_000);
  await counted();
  expect(counts.last).toEqual({ all: 1, blocked: 0 });
  users.problem = undefined;
  await add('bert@example.org');
  clock.pass(30_000);
  await counted();
  expect(counts.last).toEqual({ all: 2, blocked: 0 });
  await counts.stop();
  expect(clock.waiting).toBe(0);
});

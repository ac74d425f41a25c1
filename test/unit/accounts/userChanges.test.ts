import { expect, test } from '@playwright/test';
import type { UserId } from '../../../main/accounts/user';
import { createUserChanges } from '../../../main/accounts/userChanges';
import { ManualClock } from '../../helpers/manualClock';
import { MemoryUsers } from '../../helpers/memoryStore';
import { emailOf } from './loginKit';

const PROBLEM = { kind: 'busy', detail: 'another program' } as const;

async function make() {
  const users = new MemoryUsers();
  const clock = new ManualClock();
  const told: string[] = [];
  const add = async (email: string) => {
    const added = await users.add({ email: emailOf(email), passwordHash: '', verified: false });
    if (!added.ok) throw new Error(added.error);
    return added.value.id;
  };
  const changes = createUserChanges({
    users,
    clock,
    forget: (user) => told.push(`forget ${user}`),
    onExpel: (user, why) => told.push(`expel ${user} ${why}`),
    onFailure: (error) => told.push(String(error)),
    onRecovered: () => told.push('recovered'),
  });
  return {
    users,
    clock,
    told,
    changes,
    anna: await add('anna@example.org'),
    bert: await add('b@example.org'),
  };
}

/** One second, and what is looked at in it. */
async function second({ clock, changes }: Pick<Awaited<ReturnType<typeof make>>, 'clock' | 'changes'>) {
  clock.pass(1_000);
  await changes.look();
}

test('what is changed is told within a second, once and in order; what was before is not', async () => {
  const all = await make();
  const { users, changes, told, anna, bert } = all;
  await users.setBlocked(bert, true);
  await changes.start();
  await second(all);
  expect(told).toEqual([]);
  await users.setPassword(anna, 'new', 'new');
  await users.setBlocked(anna, true);
  await users.setBlocked(anna, false);
  await users.remove(bert);
  await second(all);
  await second(all);
  expect(told).toEqual([
    `forget ${anna}`,
    `forget ${anna}`,
    `expel ${anna} blocked`,
    `forget ${anna}`,
    `forget ${bert}`,
    `expel ${bert} deleted`,
  ]);
});

test('a new password, a verification and an unblocking end nothing; a disabled licence does', async () => {
  const all = await make();
  const { users, changes, told, anna } = all;
  await changes.start();
  await users.setVerified(anna);
  await users.setPassword(anna, 'new', 'new');
  await users.licenceLogin(emailOf('anna@example.org'), 'A'.repeat(40) as never);
  await users.setBlocked(anna, false);
  await second(all);
  expect(told.filter((line) => line.startsWith('expel'))).toEqual([]);
  await users.disableLicence(anna);
  await second(all);
  expect(told.filter((line) => line.startsWith('expel'))).toEqual([`expel ${anna} licenceDisabled`]);
});

test('a database that fails is told once, and what was changed meanwhile when it is back', async () => {
  const all = await make();
  const { users, changes, told, anna } = all;
  await changes.start();
  await users.setBlocked(anna, true);
  users.problem = PROBLEM;
  for (let i = 0; i < 3; i++) await second(all);
  expect(told).toEqual(['Error: busy: another program']);
  expect(changes.failures).toBe(3);
  users.problem = undefined;
  await second(all);
  expect(told.slice(1)).toEqual([`forget ${anna}`, `expel ${anna} blocked`, 'recovered']);
  users.problem = PROBLEM;
  await second(all);
  expect(told.at(-1)).toBe('Error: busy: another program');
});

test('where it fails from the beginning, that is told to who starts it', async () => {
  const { users, changes } = await make();
  users.problem = PROBLEM;
  await expect(changes.start()).rejects.toThrow('busy');
});

test('one look at a time, however slow the database is', async () => {
  const { users, clock, changes } = await make();
  await changes.start();
  let looks = 0;
  let answer = () => {};
  users.changesSince = () => {
    looks += 1;
    return new Promise((resolve) => {
      answer = () => resolve({ changes: [], last: 0 });
    });
  };
  clock.pass(10_000);
  expect(looks).toBe(1);
  answer();
  await changes.look();
  clock.pass(1_000);
  expect(looks).toBe(2);
  const stopped = changes.stop();
  clock.pass(10_000);
  answer();
  await stopped;
  expect(looks).toBe(2);
  expect(clock.waiting).toBe(0);
});

test('a database that was put back to an earlier state is followed from there', async () => {
  const all = await make();
  const { users, changes, told, anna } = all;
  for (let i = 0; i < 5; i++) await users.setBlocked(anna, false);
  await changes.start();
  const other = await make();
  users.changesSince = other.users.changesSince.bind(other.users);
  await second(all);
  await other.users.setBlocked(7 as UserId, true);
  await other.users.setBlocked(other.bert, true);
  await second(all);
  expect(told).toEqual([`forget ${other.bert}`, `expel ${other.bert} blocked`]);
});

import { readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { expect, test } from '@playwright/test';
import { type Argon2, loadArgon2 } from '../../../main/accounts/passwords/argon2';
import { costOf, decoyHash, needsRehash, OWN_COST } from '../../../main/accounts/passwords/passwordHash';
import { createPasswordHasher, hashesAtOnce } from '../../../main/accounts/passwords/passwordHasher';

async function loaded(): Promise<Argon2> {
  const argon2 = await loadArgon2();
  if (!argon2.ok) throw new Error(argon2.error);
  return argon2.value;
}

const asker = (lane = 'here') => ({ lane, signal: new AbortController().signal });
const YES = { ok: true, value: true };
const NO = { ok: true, value: false };

/** The password `correct horse`, as libsodium's functions with their `interactive` cost write it. */
const OTHER_COST = { memory: 65_536, passes: 2, lanes: 1 };

test('a password is hashed in the deployed form, with a salt of its own, and known again', async () => {
  const hasher = createPasswordHasher(await loaded(), 1);
  const made = [await hasher.hash('wörter : x', asker()), await hasher.hash('wörter : x', asker())];
  const [one = '', other = ''] = made.map((hash) => (hash.ok ? hash.value : ''));
  expect(one).toMatch(/^\$argon2id\$v=19\$m=9765,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(one).not.toBe(other);
  expect(needsRehash(one)).toBe(false);
  expect(await hasher.verify(one, 'wörter : x', asker())).toEqual(YES);
  for (const wrong of ['', 'wörter : ', 'Wörter : x', 'wörter : x ', 'worter : x'])
    expect(await hasher.verify(one, wrong, asker())).toEqual(NO);
});

test('a string is verified with the cost that it names, and is to be made again', async () => {
  const argon2 = await loaded();
  const hasher = createPasswordHasher(argon2, 1);
  const stored = await argon2.hash('correct horse', OTHER_COST);
  expect(costOf(stored)).toEqual(OTHER_COST);
  expect(needsRehash(stored)).toBe(true);
  expect(await hasher.verify(stored, 'correct horse', asker())).toEqual(YES);
  expect(await hasher.verify(stored, 'correct house', asker())).toEqual(NO);
});

test('what is no hash, or asks for too much, is never tried, and costs as much as one of ours', async () => {
  const argon2 = await loaded();
  const costs: unknown[] = [];
  const hasher = createPasswordHasher(
    {
      hash: argon2.hash,
      verify: (stored, password) => {
        costs.push(costOf(stored));
        return argon2.verify(stored, password);
      },
    },
    1,
  );
  const salted = decoyHash().split('$').slice(4).join('$');
  const refused = [
    '',
    'nonsense',
    `$argon2i$v=19$m=9765,t=3,p=1$${salted}`,
    `$argon2id$v=16$m=9765,t=3,p=1$${salted}`,
    `$argon2id$v=19$m=4194304,t=1,p=1$${salted}`,
    `$argon2id$v=19$m=9765,t=4000000,p=1$${salted}`,
    `$argon2id$v=19$m=9765,t=3,p=200$${salted}`,
    `$argon2id$v=19$m=9765,t=0,p=1$${salted}`,
    `$argon2id$v=19$m=99999999999,t=3,p=1$${salted}`,
  ];
  for (const stored of refused) expect(await hasher.verify(stored, '', asker()), stored).toEqual(NO);
  expect(costs).toEqual(refused.map(() => OWN_COST));
});

test('who may not begin when their turn has come is not looked at', async () => {
  const hasher = createPasswordHasher(await loaded(), 1);
  const declined = await hasher.verify(decoyHash(), 'x', asker(), () => false);
  expect(declined).toEqual({ ok: false, error: 'declined' });
});

test('one processor is left to the rest, and memory', () => {
  expect([1, 2, 3, 64].map(hashesAtOnce)).toEqual([1, 1, 2, 8]);
});

test('a thread that hashes stands back for all others, and the next hash is its own again', async () => {
  test.skip(process.platform !== 'linux', 'elsewhere a thread has no priority of its own');
  const argon2 = await loaded();
  const threads = () => readdirSync('/proc/self/task').map((thread) => getPriority(Number(thread)));
  const isBehind = (nice: number) => nice > getPriority();
  const before = threads().filter(isBehind).length;
  await argon2.verify(decoyHash(), 'x');
  await argon2.verify(decoyHash(), 'x');
  expect(threads().filter(isBehind)).toHaveLength(before + 1);
});

test('what the package throws is thrown, and the thread goes on', async () => {
  const argon2 = await loaded();
  await expect(argon2.verify('no hash', 'x')).rejects.toThrow();
  expect(await argon2.verify(decoyHash(), 'x')).toBe(false);
});

test('beyond the bound it says that it is busy', async () => {
  const hasher = createPasswordHasher(await loaded(), 2, 24);
  const asked = Array.from({ length: 40 }, () => hasher.verify(decoyHash(), 'x', asker()));
  expect([hasher.working, hasher.waiting]).toEqual([2, 24]);
  const answers = await Promise.all(asked);
  expect(answers.filter((answer) => answer.ok)).toHaveLength(26);
  expect(answers.filter((answer) => !answer.ok && answer.error === 'busy')).toHaveLength(14);
});

test('how many are at work is told, and how long each took; one that is declined took none', async () => {
  const took: number[] = [];
  const hasher = createPasswordHasher(await loaded(), 1, 64, (ms) => took.push(ms));
  const hashing = [hasher.hash('x', asker()), hasher.verify('no hash', 'x', asker())];
  expect([hasher.working, hasher.waiting]).toEqual([1, 1]);
  await Promise.all(hashing);
  await hasher.verify('no hash', 'x', asker(), () => false);
  expect(took).toHaveLength(2);
  for (const ms of took) expect(ms).toBeGreaterThan(0);
  expect([hasher.working, hasher.waiting]).toEqual([0, 0]);
});

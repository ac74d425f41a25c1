import { expect, test } from '@playwright/test';
import { needsRehash, OWN_COST } from '../../../main/accounts/passwords/passwordHash';
import { licenceFor, makeLogin, refused } from './loginKit';

const WEAK = { memory: 1_024, passes: 1, lanes: 1 };
const SECOND = 1_000;

test('the right password of a user lets in, with the address in any case', async () => {
  const { add, enter } = await makeLogin();
  const anna = await add('anna@example.org', 'correct horse');
  expect(await enter('Anna@Example.ORG', 'correct horse')).toEqual({ ok: true, value: anna });
  expect(await enter('anna@example.org', 'Correct horse')).toEqual(refused('wrong'));
});

test('whatever is refused costs one hash of the same kind, and nothing where it was refused before', async () => {
  const { add, enter, users, costs } = await makeLogin();
  await add('anna@example.org', 'correct horse');
  await add('carl@example.org', 'unverified', { verified: false });
  const frida = await add('frida@example.org', 'blocked');
  await users.setBlocked(frida.id, true);
  await add('dora@example.org', '');
  const cases = [
    ['anna@example.org', 'wrong', 'wrong'],
    ['nobody@example.org', 'correct horse', 'unknown'],
    ['no address', 'correct horse', 'unknown'],
    ['', '', 'unknown'],
    ['carl@example.org', 'unverified', 'unverified'],
    ['carl@example.org', 'other', 'wrong'],
    ['frida@example.org', 'blocked', 'blocked'],
    ['frida@example.org', 'other', 'wrong'],
    ['dora@example.org', '', 'wrong'],
    ['_license', 'nonsense', 'licence refused'],
  ] as const;
  for (const [index, [name, password, reason]] of cases.entries()) {
    costs.length = 0;
    const from = `192.0.2.${index}`;
    expect(await enter(name, password, from), name).toEqual(refused(reason));
    expect(costs, `${name} ${password}`).toEqual([OWN_COST]);
    expect(await enter(name, password, from), name).toEqual(refused(reason));
    expect(costs, `${name} again`).toEqual([OWN_COST]);
  }
});

test('what was refused is looked at anew as soon as something about the user is different', async () => {
  const { add, enter, users, hasher } = await makeLogin();
  const carl = await add('carl@example.org', 'old', { verified: false });
  expect(await enter('carl@example.org', 'old')).toEqual(refused('unverified'));
  await users.setVerified(carl.id);
  expect((await enter('carl@example.org', 'old')).ok).toBe(true);
  expect(await enter('carl@example.org', 'new')).toEqual(refused('wrong'));
  const hash = await hasher.hash('new', { lane: '', signal: new AbortController().signal });
  await users.setPassword(carl.id, hash.ok ? hash.value : '', 'new');
  expect((await enter('carl@example.org', 'new')).ok).toBe(true);
  // And what was right is so no longer, though it was remembered.
  expect(await enter('carl@example.org', 'old')).toEqual(refused('wrong'));
  await users.setBlocked(carl.id, true);
  expect(await enter('carl@example.org', 'new')).toEqual(refused('blocked'));
  await users.setBlocked(carl.id, false);
  expect((await enter('carl@example.org', 'new')).ok).toBe(true);
});

test('a household that comes back costs one hash, at once or one by one, and none for ten minutes', async () => {
  const { add, enter, costs, pass, forget } = await makeLogin();
  const anna = await add('anna@example.org', 'correct horse');
  const come = async () => {
    costs.length = 0;
    const all = await Promise.all(
      Array.from({ length: 50 }, () => enter('anna@example.org', 'correct horse')),
    );
    expect(all.every(({ ok }) => ok)).toBe(true);
    return costs.length;
  };
  expect(await come()).toBe(1);
  expect(await come()).toBe(0);
  // From elsewhere, too.
  expect((await enter('anna@example.org', 'correct horse', '198.51.100.1')).ok).toBe(true);
  expect(costs).toEqual([]);
  pass(10 * 60 * SECOND);
  expect(await come()).toBe(1);
  forget(anna.id);
  expect(await come()).toBe(1);
});

test('who is first of many and leaves takes none of them along', async () => {
  const { add, enter } = await makeLogin();
  await add('anna@example.org', 'correct horse');
  const control = new AbortController();
  // Keeps the one thread busy, so that the others wait.
  const other = enter('nobody@example.org', 'x', '198.51.100.1');
  const first = enter('anna@example.org', 'correct horse', '192.0.2.1', control.signal);
  const more = [1, 2, 3].map(() => enter('anna@example.org', 'correct horse'));
  await new Promise((resolve) => setImmediate(resolve));
  control.abort();
  expect(await first).toEqual({ ok: false, error: { kind: 'gone' } });
  expect((await Promise.all(more)).map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(await other).toEqual(refused('unknown'));
});

test('a hash of another cost is made again at a good login, and only then', async () => {
  const { add, enter, users, costs } = await makeLogin();
  const bert = await add('bert@example.org', 'old form', { cost: WEAK });
  expect(await enter('bert@example.org', 'wrong')).toEqual(refused('wrong'));
  expect(users.writes).toEqual([]);
  expect((await enter('bert@example.org', 'old form')).ok).toBe(true);
  expect(users.writes).toEqual(['setPassword']);
  const stored = (await users.byId(bert.id))?.passwordHash ?? '';
  expect(needsRehash(stored)).toBe(false);
  expect((await users.changesSince(0)).changes).toEqual([]);
  costs.length = 0;
  // It is remembered in its new form.
  expect((await enter('bert@example.org', 'old form')).ok).toBe(true);
  expect(costs).toEqual([]);
});

test('a rehash brings no password back that was changed meanwhile', async () => {
  const { add, enter, users } = await makeLogin();
  const bert = await add('bert@example.org', 'old form', { cost: WEAK });
  const byId = users.byId.bind(users);
  // What is stored changes right after the login has looked at it for the last time.
  users.byId = async (id) => {
    const user = await byId(id);
    await users.setPassword(id, 'something new', 'new');
    return user;
  };
  expect((await enter('bert@example.org', 'old form')).ok).toBe(true);
  expect((await byId(bert.id))?.passwordHash).toBe('something new');
});

test('who is blocked or removed while the password is looked at is not let in', async () => {
  for (const change of ['block', 'remove'] as const) {
    const { add, enter, users } = await makeLogin();
    const anna = await add('anna@example.org', 'correct horse');
    const byEmail = users.byEmail.bind(users);
    users.byEmail = async (email) => {
      const user = await byEmail(email);
      if (change === 'block') await users.setBlocked(anna.id, true);
      else await users.remove(anna.id);
      return user;
    };
    const reason = change === 'block' ? 'blocked' : 'unknown';
    expect(await enter('anna@example.org', 'correct horse')).toEqual(refused(reason));
  }
});

test('who guesses is told to wait, without a hash, and the user elsewhere is let in', async () => {
  const { add, enter, costs, pass } = await makeLogin();
  await add('anna@example.org', 'correct horse');
  const guesses = await Promise.all(
    Array.from({ length: 20 }, (_, i) => enter('anna@example.org', `guess ${i}`, '198.51.100.1')),
  );
  const kinds = guesses.map((guess) => (guess.ok ? 'in' : guess.error.kind));
  expect(kinds.filter((kind) => kind === 'refused')).toHaveLength(5);
  expect(kinds.filter((kind) => kind === 'throttled')).toHaveLength(15);
  expect(costs).toHaveLength(5);
  expect(await enter('anna@example.org', 'correct horse', '198.51.100.1')).toEqual({
    ok: false,
    error: { kind: 'throttled', ms: SECOND },
  });
  expect((await enter('anna@example.org', 'correct horse', '192.0.2.1')).ok).toBe(true);
  pass(SECOND);
  expect(await enter('anna@example.org', 'one more', '198.51.100.1')).toEqual(refused('wrong'));
});

test('who has to wait learns nothing from a login that the owner is remembered for', async () => {
  const { add, enter } = await makeLogin();
  const anna = await add('anna@example.org', 'correct horse');
  expect(await enter('anna@example.org', 'correct horse', '192.0.2.1')).toEqual({ ok: true, value: anna });
  for (let i = 0; i < 5; i++) await enter('anna@example.org', `guess ${i}`, '198.51.100.7');
  const waits = { ok: false, error: { kind: 'throttled' } };
  expect(await enter('anna@example.org', 'another guess', '198.51.100.7')).toMatchObject(waits);
  expect(await enter('anna@example.org', 'correct horse', '198.51.100.7')).toMatchObject(waits);
  expect(await enter('anna@example.org', 'correct horse', '192.0.2.1')).toEqual({ ok: true, value: anna });
});

test('a user who came in from an address comes back there, whatever others there guess', async () => {
  const { add, enter } = await makeLogin();
  const anna = await add('anna@example.org', 'correct horse');
  // The second is remembered from the first.
  for (const from of ['192.0.2.1', '203.0.113.9']) {
    expect(await enter('anna@example.org', 'correct horse', from)).toEqual({ ok: true, value: anna });
    for (let i = 0; i < 6; i++) await enter('anna@example.org', `guess ${i}`, from);
    expect(await enter('anna@example.org', 'correct horse', from)).toEqual({ ok: true, value: anna });
  }
});

test('where too many wait it is told, and costs no guess', async () => {
  const { enter } = await makeLogin();
  const all = await Promise.all(
    Array.from({ length: 80 }, (_, i) => enter(`nobody${i}@example.org`, 'x', `10.0.0.${i}`)),
  );
  const busy = all.findIndex((answer) => !answer.ok && answer.error.kind === 'busy');
  expect(busy).toBeGreaterThan(0);
  for (let i = 0; i < 5; i++)
    expect(await enter('nobody@example.org', `guess ${i}`, `10.0.0.${busy}`)).toEqual(refused('unknown'));
});

test('a database that cannot be used is told as it is, and nothing is held against anybody', async () => {
  const { add, enter, users } = await makeLogin();
  await add('anna@example.org', 'correct horse');
  const problem = { kind: 'busy', detail: 'another program' } as const;
  users.problem = problem;
  for (let i = 0; i < 10; i++)
    expect(await enter('anna@example.org', 'correct horse')).toEqual({
      ok: false,
      error: { kind: 'storeFailed', problem },
    });
  users.problem = undefined;
  // It fails again after the hash, when the user is read for the last time.
  const byId = users.byId.bind(users);
  users.byId = async () => {
    users.problem = problem;
    return byId(1 as never);
  };
  expect(await enter('anna@example.org', 'correct horse')).toMatchObject({ error: { kind: 'storeFailed' } });
  users.problem = undefined;
  users.byId = byId;
  expect((await enter('anna@example.org', 'correct horse')).ok).toBe(true);
});

test('each login is told once, by how it went', async () => {
  const { add, enter, users, outcomes, pass } = await makeLogin();
  await add('anna@example.org', 'right');
  await add('carl@example.org', 'right', { verified: false });
  const frida = await add('frida@example.org', 'right');
  await users.setBlocked(frida.id, true);
  await enter('anna@example.org', 'right');
  await enter('anna@example.org', 'right');
  for (const name of ['anna', 'anna', 'nobody', 'carl', 'frida'])
    await enter(`${name}@example.org`, name === 'anna' ? 'wrong' : 'right');
  await enter('_license', 'no licence');
  await enter('anna@example.org', 'another guess');
  pass(60_000);
  await enter('_license', licenceFor('dora@example.org', 1));
  await enter('anna@example.org', 'left', '192.0.2.9', AbortSignal.abort());
  users.problem = { kind: 'busy', detail: 'another program' };
  await enter('anna@example.org', 'right');
  expect(outcomes).toEqual([
    ...['let in', 'remembered'],
    ...['wrong', 'wrong', 'unknown', 'unverified', 'blocked', 'licence refused'],
    ...['throttled', 'let in', 'gone', 'storeFailed'],
  ]);
});

import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { done, fails, makeRegistration, visitor } from './registrationKit';

const ANNA = 'anna@example.org';
const HOUR = 60 * 60_000;

test('who registers is there, unverified, and is mailed a code that verifies', async () => {
  const { register, users, verify, mails, ...kit } = makeRegistration();
  expect(await register(' Anna@Example.org ', 'secret')).toEqual(done);
  const [anna] = await users.list({ most: 9 });
  expect(anna).toMatchObject({ email: ANNA, passwordHash: 'hash of secret', verified: false });
  expect(mails).toMatchObject([{ kind: 'verification', to: ANNA, language: 'en' }]);
  const code = kit.code();
  expect(code).toMatch(/^[0-9A-F]{32}$/);
  expect(await verify(ANNA, 'F'.repeat(32), visitor())).toEqual({ ok: true, value: false });
  expect(await verify('ANNA@example.org', ` ${code.toLowerCase()}\n`, visitor())).toEqual({
    ...{ ok: true, value: true },
  });
  expect((await users.list({ most: 9 }))[0]?.verified).toBe(true);
  expect(await verify(ANNA, 'whatever', visitor()), 'it is verified').toEqual({ ok: true, value: true });
  expect(kit.hashed).toEqual(['secret']);
});

test('as deployed pages know it, strangers are told who has an account', async () => {
  const { register, sendVerification, sendReset, verify, add, ...kit } = makeRegistration();
  await add(ANNA, { verified: false });
  expect(await register(ANNA)).toEqual(fails('exists'));
  expect(kit.hashed).toEqual([]);
  for (const nobody of ['bert@example.org', 'no address', '']) {
    expect(await sendVerification(nobody, visitor())).toEqual(fails('notFound'));
    expect(await sendReset(nobody, visitor())).toEqual(fails('notFound'));
    expect(await verify(nobody, 'x', visitor())).toEqual(fails('notFound'));
  }
  expect(kit.told()).toEqual([]);
  expect(await sendVerification(ANNA, visitor())).toEqual(done);
  expect(await verify(ANNA, kit.code(), visitor())).toEqual({ ok: true, value: true });
  expect(await sendVerification(ANNA, visitor()), 'also once verified').toEqual(done);
  expect(await sendReset(ANNA, visitor())).toEqual(done);
  expect(kit.told()).toEqual([`verification ${ANNA}`, `verification ${ANNA}`, `reset ${ANNA}`]);
});

test('a mailed code sets a new password, once and within an hour', async () => {
  const { sendReset, resetPassword, users, add, clock, ...kit } = makeRegistration();
  const { id } = await add(ANNA);
  const passwordHash = async () => (await users.byId(id))?.passwordHash;
  await sendReset(ANNA, visitor());
  const late = kit.code();
  clock.pass(HOUR);
  expect(await resetPassword(late, 'new', visitor())).toEqual(fails('notFound'));
  await sendReset(ANNA, visitor());
  expect(await resetPassword('F'.repeat(32), 'new', visitor())).toEqual(fails('notFound'));
  expect(kit.hashed, 'wrong codes cost no hash').toEqual([]);
  expect(await passwordHash()).toBe('hash of old');
  expect(await resetPassword(` ${kit.code().toLowerCase()} `, 'new', visitor())).toEqual(done);
  expect(await passwordHash()).toBe('hash of new');
  expect(await resetPassword(kit.code(), 'newer', visitor())).toEqual(fails('notFound'));
  expect(await passwordHash()).toBe('hash of new');
});

test('of two who use one code at once, one sets the password', async () => {
  const { sendReset, resetPassword, add, ...kit } = makeRegistration();
  await add(ANNA);
  await sendReset(ANNA, visitor());
  const both = await Promise.all(['a', 'b'].map((new_) => resetPassword(kit.code(), new_, visitor())));
  expect(both.map((outcome) => outcome.ok).sort()).toEqual([false, true]);
});

test('what cannot be an address or a password is refused before anything is done', async () => {
  const { register, resetPassword, users, ...kit } = makeRegistration({
    acceptsDomain: (email) => !email.endsWith('@blocked.example'),
  });
  expect(await register('a b@example.org')).toEqual(fails('notAnAddress'));
  for (const password of ['', 'ä'.repeat(513)]) {
    expect(await register(ANNA, password)).toEqual(fails('passwordLength'));
    expect(await resetPassword('F'.repeat(32), password, visitor())).toEqual(fails('passwordLength'));
  }
  expect(await register('anna@blocked.example')).toEqual(fails('domainRefused'));
  expect([await users.count(), kit.hashed, kit.told()]).toEqual([0, [], []]);
  expect(await register(ANNA, 'ä'.repeat(512))).toEqual(done);
});

test('where it is closed nobody registers, and users go on as before', async () => {
  const { register, sendReset, resetPassword, add, users, ...kit } = makeRegistration({ mode: 'closed' });
  await add(ANNA);
  expect(await register('bert@example.org')).toEqual(fails('closed'));
  expect(await users.count()).toBe(1);
  await sendReset(ANNA, visitor());
  expect(await resetPassword(kit.code(), 'new', visitor())).toEqual(done);
});

test('an invite is taken however it is typed, and as often as it may be', async () => {
  const { register, users, invite, invites } = makeRegistration({ mode: 'invite' });
  invite('ABCD1234', 2);
  for (const none of [undefined, '', 'ABCD1235'])
    expect(await register(ANNA, 'secret', undefined, none)).toEqual(fails('inviteNeeded'));
  expect(await users.count()).toBe(0);
  expect(await register(ANNA, 'secret', undefined, ' abcd-1234\n')).toEqual(done);
  expect(await register(ANNA, 'secret', undefined, 'ABCD1234')).toEqual(fails('exists'));
  expect([...invites.uses.values()]).toEqual([1]);
  expect(await register('b@example.org', 'secret', undefined, 'AB CD–12 34')).toEqual(done);
  expect(await register('c@example.org', 'secret', undefined, 'ABCD1234')).toEqual(fails('inviteNeeded'));
});

test('where everybody may register, an invite is not looked at', async () => {
  const { register } = makeRegistration();
  expect(await register(ANNA, 'secret', undefined, 'nonsense')).toEqual(done);
});

test('a mail that fails is said, and the user is there all the same', async () => {
  const { register, sendReset, users, post } = makeRegistration();
  post.send = async () => 'failed';
  expect(await register(ANNA)).toEqual(fails('mailFailed'));
  expect(await users.count()).toBe(1);
  expect(await sendReset(ANNA, visitor())).toEqual(fails('mailFailed'));
  post.send = async () => 'waiting';
  expect(await sendReset(ANNA, visitor())).toEqual(done);
});

test('a database that cannot be used is an answer, and told', async () => {
  const { register, sendVerification, sendReset, verify, resetPassword, users, problems } =
    makeRegistration();
  users.problem = { kind: 'full', detail: 'The disk is full.' };
  const outcomes = [
    await register(ANNA),
    await sendVerification(ANNA, visitor()),
    await sendReset(ANNA, visitor()),
    await verify(ANNA, 'x', visitor()),
    await resetPassword('x', 'y', visitor()),
  ];
  expect(outcomes).toEqual(Array(5).fill(fails('storeFailed')));
  expect(problems.map(({ kind }) => kind)).toEqual(Array(5).fill('full'));
});

test('nobody is registered who has left', async () => {
  const { register, users } = makeRegistration();
  const left = AbortSignal.abort();
  expect(await register(ANNA, 'secret', '192.0.2.1', undefined, left)).toEqual(fails('gone'));
  expect(await users.count()).toBe(0);
});

test('where too many hashes wait it says so, and nothing is counted', async () => {
  const { register } = makeRegistration({}, 0);
  for (let round = 0; round < 10; round++) {
    const names = [`a${round}@example.org`, ANNA];
    const [first, second] = await Promise.all(names.map((name) => register(name, 'x', `10.0.0.${round}`)));
    expect(first).toEqual(done);
    expect(second).toEqual({ ok: false, error: { kind: 'busy', ms: 1_000 } });
  }
  expect(await register(ANNA)).toEqual(done);
});

test.describe('with private accounts', () => {
  test('the owner of an address is mailed, and who asks is told the same as ever', async () => {
    const { register, sendVerification, sendReset, add, settled, users, ...kit } = makeRegistration({
      privateAccounts: true,
    });
    await add(ANNA);
    kit.post.send = () => new Promise(() => {});
    const outcomes = [
      await register(ANNA),
      await register('bert@example.org'),
      await sendVerification(ANNA, visitor()),
      await sendVerification('nobody@example.org', visitor()),
      await sendReset(ANNA, visitor()),
      await sendReset('nobody@example.org', visitor()),
    ];
    expect(outcomes).toEqual(Array(6).fill(done));
    expect(kit.told(), 'what differs comes behind the answer').toEqual([]);
    await settled();
    expect(kit.told().sort()).toEqual([
      `registeredAlready ${ANNA}`,
      `reset ${ANNA}`,
      `verification ${ANNA}`,
      'verification bert@example.org',
    ]);
    expect(kit.hashed, 'one each').toEqual(['secret', 'secret']);
    expect(await users.count()).toBe(2);
  });

  test('only a right code verifies, and says so to who has it alone', async () => {
    const { register, verify, settled, add, ...kit } = makeRegistration({ privateAccounts: true });
    await add('bert@example.org');
    await register(ANNA);
    await settled();
    for (const who of [ANNA, 'bert@example.org', 'nobody@example.org', 'no address'])
      expect(await verify(who, 'F'.repeat(32), visitor())).toEqual({ ok: true, value: false });
    expect(await verify('bert@example.org', kit.code(), visitor())).toEqual({ ok: true, value: false });
    expect(await verify(ANNA, kit.code(), visitor())).toEqual({ ok: true, value: true });
    expect(await verify(ANNA, kit.code(), visitor())).toEqual({ ok: true, value: false });
  });

  test('an invite is used up either way', async () => {
    const { register, settled, add, invite, invites } = makeRegistration({
      ...{ mode: 'invite', privateAccounts: true },
    });
    await add(ANNA);
    invite('A', 2);
    for (const who of [ANNA, 'bert@example.org'])
      expect(await register(who, 'secret', undefined, 'A')).toEqual(done);
    await settled();
    expect([...invites.uses.values()]).toEqual([0]);
  });

  // A write may stop the whole process for a moment, which shows on any other connection.
  for (const what of ['register', 'sendVerification', 'sendReset'] as const)
    test(`${what} writes as often for somebody as for nobody`, async () => {
      const writes = await Promise.all(
        [true, false].map(async (isKnown) => {
          const kit = makeRegistration({ privateAccounts: true });
          if (isKnown) await kit.add(ANNA);
          const before = await kit.users.count();
          await (what === 'register' ? kit.register(ANNA) : kit[what](ANNA, visitor()));
          await kit.settled();
          // That a mail is to be sent is written, and what became of it.
          return kit.codes.writes + 2 * kit.mails.length + (await kit.users.count()) - before;
        }),
      );
      expect(writes[0]).toBe(writes[1]);
      expect(writes[0]).toBeGreaterThan(1);
    });

  test('a failure behind the answer is told to the operator', async () => {
    const { register, settled, users, problems } = makeRegistration({ privateAccounts: true });
    expect(await register(ANNA)).toEqual(done);
    users.problem = { kind: 'full', detail: 'The disk is full.' };
    await settled();
    expect(problems).toEqual([users.problem]);
  });
});

// What strangers see must not depend on who has an account: the same history with and without one.
const act = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      what: fc.constantFrom('register', 'verification', 'reset', 'verify', 'password'),
      from: fc.constantFrom('192.0.2.1', '192.0.2.2', '127.0.0.1'),
      // One above all, so that what counts by account is used up.
      who: fc.constantFrom(ANNA, ANNA, ANNA, ANNA, 'bert@example.org', 'no address'),
      password: fc.constantFrom('secret', ''),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('pass' as const), ms: fc.nat(10 * 60_000) }),
  },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

async function play(
  acts: readonly Act[],
  mode: 'open' | 'invite',
  account: 'none' | 'verified' | 'unverified',
) {
  const kit = makeRegistration({ mode, privateAccounts: true });
  kit.invite('A', 2);
  if (account !== 'none') await kit.add(ANNA, { verified: account === 'verified' });
  const wrong = 'F'.repeat(32);
  const answers: unknown[] = [];
  for (const one of acts) {
    if (one.what === 'pass') kit.clock.pass(one.ms);
    else {
      const by = visitor(one.from);
      const { who, password, from } = one;
      if (one.what === 'register') answers.push(await kit.register(who, password, from, 'A'));
      if (one.what === 'verification') answers.push(await kit.sendVerification(who, by));
      if (one.what === 'reset') answers.push(await kit.sendReset(who, by));
      if (one.what === 'verify') answers.push(await kit.verify(who, wrong, by));
      if (one.what === 'password') answers.push(await kit.resetPassword(wrong, password, by));
    }
    await kit.settled();
  }
  return { answers, hashed: kit.hashed };
}

test('with private accounts no history of answers tells whether somebody has one', async () => {
  const histories = fc.array(act, { maxLength: 60, size: 'max' });
  await fc.assert(
    fc.asyncProperty(histories, fc.constantFrom('open', 'invite'), async (acts, mode) => {
      const without = await play(acts, mode, 'none');
      expect(await play(acts, mode, 'verified')).toEqual(without);
      expect(await play(acts, mode, 'unverified')).toEqual(without);
    }),
    { numRuns: 60 },
  );
});

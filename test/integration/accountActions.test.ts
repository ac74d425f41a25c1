import { createAccountLogin } from '../../main/accounts/login/login';
import { loadArgon2 } from '../../main/accounts/passwords/argon2';
import { createPasswordHasher } from '../../main/accounts/passwords/passwordHasher';
import { SESSION_MS } from '../../main/accounts/registration/accountActions';
import type { AccountMail } from '../../main/accounts/registration/accountMail';
import { createAccountActions } from '../../main/accounts/registration/createAccountActions';
import { createRegistration } from '../../main/accounts/registration/registration';
import { createRegistrationThrottle } from '../../main/accounts/registration/registrationThrottle';
import type { Visitor } from '../../main/accounts/registration/visitor';
import type { User } from '../../main/accounts/user';
import type { ImportingStore, StoreOptions } from '../../main/store/openStore';
import { ManualClock } from '../helpers/manualClock';
import { test as base, email, expect, licence } from '../helpers/storeFixture';

// What people do about their accounts, with a real database and real hashes.

const ANNA = email('anna');
const visitor: Visitor = { from: '192.0.2.1', language: 'de', signal: new AbortController().signal };
const done = { ok: true, value: undefined };
const fails = (kind: string) => ({ ok: false, error: { kind } });

async function make(
  open: (options?: Partial<StoreOptions>) => Promise<ImportingStore>,
  privateAccounts: boolean,
) {
  const clock = new ManualClock();
  const store = await open({ now: clock.now });
  const loaded = await loadArgon2();
  if (!loaded.ok) throw new Error(loaded.error);
  const mails: AccountMail[] = [];
  const hashed = { count: 0 };
  const onHashed = () => {
    hashed.count += 1;
  };
  const parts = {
    ...{ ...store, clock, throttle: createRegistrationThrottle(clock.now) },
    hasher: createPasswordHasher(loaded.value, 1, undefined, onHashed),
    mail: async (mail: AccountMail) => {
      mails.push(mail);
      return 'sent' as const;
    },
    rules: { mode: 'open', privateAccounts, acceptsDomain: (to: string) => !to.endsWith('.test') } as const,
  };
  const login = createAccountLogin({ ...parts, licences: undefined, now: clock.now });
  const actions = createAccountActions({ ...parts, login });
  const registration = createRegistration({ ...parts, login });
  return {
    ...{ store, clock, mails, hashed, actions, registration },
    enter: (name: string, password: string) =>
      login.login(name, password, visitor.from, visitor.signal).then((outcome) => outcome.ok),
    async add(name: string, password = 'secret'): Promise<User> {
      const hash = await loaded.value.hash(password, { memory: 8, passes: 1, lanes: 1 });
      const added = await store.users.add({ email: email(name), passwordHash: hash, verified: true });
      if (!added.ok) throw new Error(`${name} is there already`);
      return added.value;
    },
    async session(user: User) {
      const begun = await actions.begin(user);
      if (!begun.ok) throw new Error(begun.error.kind);
      return begun.value;
    },
    code(): string {
      const mail = mails.at(-1);
      if (!mail || !('code' in mail)) throw new Error('no code was mailed');
      return mail.code;
    },
  };
}

type Kit = Awaited<ReturnType<typeof make>>;

const test = base.extend<{ kit: Kit; privateKit: Kit }>({
  kit: async ({ open }, use) => use(await make(open, false)),
  privateKit: async ({ open }, use) => use(await make(open, true)),
});

test('from registering to another password, all by mail', async ({ kit }) => {
  const { registration, enter } = kit;
  expect(await registration.register({ email: ANNA, password: 'first' }, visitor)).toEqual(done);
  expect(await enter(ANNA, 'first')).toBe(false);
  expect(await registration.verify(ANNA, kit.code(), visitor)).toEqual({ ok: true, value: true });
  expect(await enter(ANNA, 'first')).toBe(true);
  expect(await registration.sendReset(ANNA, visitor)).toEqual(done);
  expect(await registration.resetPassword(kit.code(), 'second', visitor)).toEqual(done);
  expect([await enter(ANNA, 'first'), await enter(ANNA, 'second')]).toEqual([false, true]);
  expect(kit.mails.map(({ language }) => language)).toEqual(['de', 'de']);
});

test('a session tells who somebody is, for two weeks, or until it is ended', async ({ kit }) => {
  const { actions, clock } = kit;
  const anna = await kit.add('anna');
  const [one, other] = [await kit.session(anna), await kit.session(anna)];
  expect(one).toMatch(/^[\w-]{43}$/);
  expect(one).not.toBe(other);
  const userOf = async (secret: string) => {
    const user = await actions.userOf(secret);
    return user.ok && user.value?.email;
  };
  expect([await userOf(one), await userOf(`${one}x`), await userOf('')]).toEqual([
    ANNA,
    undefined,
    undefined,
  ]);
  await actions.end(one);
  expect([await userOf(one), await userOf(other)]).toEqual([undefined, ANNA]);
  clock.pass(SESSION_MS - 1);
  expect(await userOf(other)).toBe(ANNA);
  clock.pass(1);
  expect(await userOf(other)).toBeUndefined();
  await kit.store.users.setBlocked(anna.id, true);
  expect(await actions.begin(anna)).toEqual(fails('notFound'));
});

test('another password needs the one before, and ends all sessions', async ({ kit }) => {
  const { actions, enter } = kit;
  const anna = await kit.add('anna');
  const session = await kit.session(anna);
  const change = (password: string, newPassword: string) =>
    actions.changePassword(anna, { password, newPassword }, visitor);
  expect(await change('guessed', 'new')).toEqual(fails('wrongPassword'));
  expect(await change('secret', '')).toEqual(fails('passwordLength'));
  expect(await actions.userOf(session)).toMatchObject({ ok: true, value: { id: anna.id } });
  expect(await change('secret', 'new')).toEqual(done);
  expect(await actions.userOf(session)).toEqual(done);
  expect([await enter(ANNA, 'secret'), await enter(ANNA, 'new')]).toEqual([false, true]);
});

test('guesses at the password of a session that was left open are slowed down as logins are', async ({
  kit,
}) => {
  const anna = await kit.add('anna');
  const kinds = [];
  for (let guess = 0; guess < 7; guess++) {
    const outcome = await kit.actions.deleteAccount(anna, `guess ${guess}`, visitor);
    kinds.push(!outcome.ok && outcome.error.kind);
  }
  expect(kinds).toEqual([...Array(5).fill('wrongPassword'), 'throttled', 'throttled']);
  expect(await kit.store.users.count()).toBe(1);
});

test('the account moves to an address whose mail was read, and the one before is told', async ({ kit }) => {
  const { actions, mails } = kit;
  const anna = await kit.add('anna');
  const [own, other] = [await kit.session(anna), await kit.session(anna)];
  const request = (to: string, password = 'secret') =>
    actions.requestAddress(anna, { email: to, password }, visitor);
  expect(await request('no address')).toEqual(fails('notAnAddress'));
  expect(await request('anna@domain.test')).toEqual(fails('domainRefused'));
  expect(await request('new@example.org', 'guessed')).toEqual(fails('wrongPassword'));
  expect(await request(' Anna@example.org')).toEqual(fails('exists'));
  expect(mails).toEqual([]);
  expect(await request(' New@example.org ')).toEqual(done);
  expect(mails).toMatchObject([{ kind: 'newAddress', to: email('new') }]);
  const code = kit.code();
  const bert = await kit.add('bert');
  expect(await actions.confirmAddress(bert, code, visitor)).toEqual(fails('notFound'));
  expect(await actions.confirmAddress(anna, 'F'.repeat(32), visitor)).toEqual(fails('notFound'));
  const moved = await actions.confirmAddress(anna, ` ${code.toLowerCase()}`, visitor);
  expect(moved).toMatchObject({ ok: true, value: { user: { id: anna.id, email: email('new') } } });
  expect(mails.at(-1)).toMatchObject({ kind: 'addressChanged', to: ANNA, newAddress: email('new') });
  for (const secret of [own, other]) expect(await actions.userOf(secret)).toEqual(done);
  const session = moved.ok ? moved.value.session : '';
  expect(await actions.userOf(session)).toMatchObject({ ok: true, value: { email: email('new') } });
  expect([await kit.enter(ANNA, 'secret'), await kit.enter(email('new'), 'secret')]).toEqual([false, true]);
  expect(await actions.confirmAddress(anna, code, visitor)).toEqual(fails('notFound'));
});

test("another user's address is refused, at once or when it is theirs by then", async ({ kit }) => {
  const { actions } = kit;
  const anna = await kit.add('anna');
  await kit.add('bert');
  const request = (to: string) => actions.requestAddress(anna, { email: to, password: 'secret' }, visitor);
  expect(await request(email('bert'))).toEqual(fails('exists'));
  await request(email('carl'));
  await kit.add('carl');
  expect(await actions.confirmAddress(anna, kit.code(), visitor)).toEqual(fails('exists'));
  expect((await kit.store.users.byId(anna.id))?.email).toBe(ANNA);
});

test("with private accounts, another user's address is not told, and not mailed to", async ({
  privateKit: kit,
}) => {
  const anna = await kit.add('anna');
  await kit.add('bert');
  for (const name of ['bert', 'free']) {
    const asked = { email: email(name), password: 'secret' };
    expect(await kit.actions.requestAddress(anna, asked, visitor)).toEqual(done);
  }
  expect(kit.mails, 'what differs comes behind the answer').toEqual([]);
  await kit.actions.settled();
  expect(kit.mails).toMatchObject([{ kind: 'newAddress', to: email('free') }]);
  expect(await kit.store.codes.of(anna.id, 'address')).toHaveLength(2);
});

test('with private accounts, the time of a login does not tell either whether a registration made a user', async ({
  privateKit: kit,
}) => {
  await kit.add('taken');
  /** How many hashes a login costs, which is what its time is made of. */
  const costOfLogin = async (name: string) => {
    const before = kit.hashed.count;
    expect(await kit.enter(name, 'guess')).toBe(false);
    return kit.hashed.count - before;
  };
  for (const name of [email('taken'), email('free')]) {
    expect([await costOfLogin(name), await costOfLogin(name)], 'it is known to be wrong').toEqual([1, 0]);
    await kit.registration.register({ email: name, password: 'other' }, visitor);
    expect(await costOfLogin(name), name).toBe(0);
    await kit.registration.settled();
    expect([await costOfLogin(name), await costOfLogin(name)], name).toEqual([1, 0]);
  }
});

test('the address before is mailed no code that was asked for just before the move', async ({
  privateKit: kit,
}) => {
  const { actions, registration, store } = kit;
  const anna = await kit.add('anna');
  await actions.requestAddress(anna, { email: email('new'), password: 'secret' }, visitor);
  await actions.settled();
  const code = kit.code();
  expect(await registration.sendReset(ANNA, visitor)).toEqual(done);
  expect(await actions.confirmAddress(anna, code, visitor)).toMatchObject({ ok: true });
  await registration.settled();
  expect(kit.mails.map(({ kind }) => kind)).toEqual(['newAddress', 'addressChanged']);
  expect(await store.codes.of(anna.id, 'reset')).toEqual([]);
});

test('who deletes the account needs the password, and nothing of it stays', async ({ kit }) => {
  const { actions } = kit;
  const anna = await kit.add('anna');
  const session = await kit.session(anna);
  expect(await actions.deleteAccount(anna, 'guessed', visitor)).toEqual(fails('wrongPassword'));
  expect(await actions.deleteAccount(anna, 'secret', visitor)).toEqual(done);
  expect(await kit.store.users.byEmail(ANNA)).toBeUndefined();
  expect(await actions.userOf(session)).toEqual(done);
  expect(await actions.deleteAccount(anna, 'secret', visitor)).toEqual(fails('wrongPassword'));
  await kit.store.check();
});

test('who logs in by licence is told that there is no password, and sets one by mail', async ({ kit }) => {
  const { actions, registration, store } = kit;
  const dora = await store.users.licenceLogin(email('dora'), licence('A'));
  const asked = { email: email('new'), password: '' };
  expect([
    await actions.changePassword(dora, { password: '', newPassword: 'new' }, visitor),
    await actions.requestAddress(dora, asked, visitor),
    await actions.deleteAccount(dora, '', visitor),
  ]).toEqual(Array(3).fill(fails('noPassword')));
  await registration.sendReset(dora.email, visitor);
  await registration.resetPassword(kit.code(), 'own', visitor);
  const present = await store.users.byId(dora.id);
  expect(present && (await actions.deleteAccount(present, 'own', visitor))).toEqual(done);
});

import { expect, test } from '@playwright/test';
import { formatLicence, type LicenceToken } from '../../../main/accounts/licence';
import { emailOf, licenceFor, makeLogin, refused } from './loginKit';

const NEWCOMER = licenceFor('Newcomer@Example.org', 1_700_000_002);

test('a licence makes its user, verified and without a password, and costs no hash', async () => {
  const { enter, users, costs } = await makeLogin();
  const entered = await enter('_license', formatLicence(NEWCOMER as LicenceToken));
  expect(entered).toMatchObject({ ok: true, value: { email: 'newcomer@example.org', verified: true } });
  expect(await enter('newcomer@example.org', '')).toEqual(refused('wrong'));
  expect(await users.count()).toBe(1);
  expect(costs).toHaveLength(1);
});

test('who comes back with the same licence is let in without a write', async () => {
  const { enter, users, costs } = await makeLogin();
  for (let i = 0; i < 50; i++) expect((await enter('_license', NEWCOMER)).ok).toBe(true);
  expect(users.writes).toEqual(['licenceLogin']);
  expect(costs).toEqual([]);
});

test('the first licence voids a password, remembered or not; one that is set later stays', async () => {
  const { add, enter, users, hasher } = await makeLogin();
  const anna = await add('anna@example.org', 'of a stranger');
  expect((await enter('anna@example.org', 'of a stranger')).ok).toBe(true);
  expect((await enter('_license', licenceFor('anna@example.org', 1))).ok).toBe(true);
  expect(await enter('anna@example.org', 'of a stranger')).toEqual(refused('wrong'));
  const hash = await hasher.hash('her own', { lane: '', signal: new AbortController().signal });
  await users.setPassword(anna.id, hash.ok ? hash.value : '', 'new');
  expect((await enter('_license', licenceFor('anna@example.org', 2))).ok).toBe(true);
  expect((await enter('anna@example.org', 'her own')).ok).toBe(true);
});

test('a disabled licence is refused in whatever spelling; another one for the address works', async () => {
  const { enter, users } = await makeLogin();
  await enter('_license', NEWCOMER);
  const user = await users.byEmail(emailOf('newcomer@example.org'));
  if (!user) throw new Error('no user');
  await users.disableLicence(user.id);
  for (const spelling of [NEWCOMER, `${NEWCOMER}==`, NEWCOMER.replaceAll('_', '/').replaceAll('-', '+')])
    expect(await enter('_license', spelling)).toEqual(refused('licence refused'));
  expect((await enter('_license', licenceFor('newcomer@example.org', 3))).ok).toBe(true);
});

test('a licence that is disabled while it is looked at lets nobody in', async () => {
  const { enter, users } = await makeLogin();
  const licenceLogin = users.licenceLogin.bind(users);
  users.licenceLogin = async (email, licence) => {
    const user = await licenceLogin(email, licence);
    await users.disableLicence(user.id);
    return user;
  };
  expect(await enter('_license', NEWCOMER)).toEqual(refused('licence refused'));
});

test('a blocked user’s licence is refused, and nothing is written', async () => {
  const { add, enter, users } = await makeLogin();
  const anna = await add('anna@example.org', 'hers');
  await users.setBlocked(anna.id, true);
  users.writes.length = 0;
  expect(await enter('_license', licenceFor('anna@example.org', 1))).toEqual(refused('blocked'));
  expect(users.writes).toEqual([]);
  await users.setBlocked(anna.id, false);
  expect((await enter('_license', licenceFor('anna@example.org', 1))).ok).toBe(true);
});

test('bad licences are guesses; a good one is looked at whatever came before it', async () => {
  const { enter } = await makeLogin();
  for (let i = 0; i < 5; i++)
    expect(await enter('_license', `nonsense ${i}`)).toEqual(refused('licence refused'));
  expect(await enter('_license', 'more nonsense')).toMatchObject({ error: { kind: 'throttled' } });
  expect((await enter('_license', NEWCOMER)).ok).toBe(true);
});

test('without a key there are no licences, and the name is nobody’s', async () => {
  const { enter, users, costs } = await makeLogin({ withLicences: false });
  expect(await enter('_license', NEWCOMER)).toEqual(refused('unknown'));
  expect(costs).toHaveLength(1);
  expect(await users.count()).toBe(0);
});

test('only the exact name is that of licences', async () => {
  const { enter } = await makeLogin();
  for (const name of ['_LICENSE', '_license ', 'license'])
    expect(await enter(name, NEWCOMER, `10.0.0.${name.length}`)).toEqual(refused('unknown'));
});

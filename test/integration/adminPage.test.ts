import { expect } from '@playwright/test';
import { dayOf } from '../../main/accounts/day';
import { secretDigest } from '../../main/accounts/registration/code';
import { parseEmail } from '../../main/accounts/user';
import { DAY_MS, fill, NOW, test } from '../helpers/adminSite';
import type { FormBrowser } from '../helpers/formBrowser';
import { addUser, email } from '../helpers/storeFixture';

// What the operator sees and does, with a browser that has no script, on a real database.

const text = ({ page }: FormBrowser): string => page.html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

test('users are listed fifty at a time, each once, and found by a part of their address', async ({
  serveAdmin,
}) => {
  const { store, enter } = await serveAdmin();
  const browser = await enter();
  expect(browser.title).toBe('There are no users yet.');
  const names = Array.from({ length: 121 }, (_, index) => `user${index}`);
  for (const name of names) await addUser(store, name);
  await store.users.setBlocked(await addUser(store, '100%_sure'), true);

  const seen: string[] = [];
  await browser.open('./');
  expect(browser.title).toBe('122 users');
  expect(text(browser)).toContain('1 of them is blocked.');
  for (;;) {
    seen.push(
      ...[...browser.page.html.matchAll(/>([^<>]+)@example\.org<\/a>/g)].map(([, name = '']) => name),
    );
    const [, next] = /<a class="button" href="([^"]*)">Next<\/a>/.exec(browser.page.html) ?? [];
    if (next === undefined) break;
    await browser.open(next);
  }
  expect(seen).toEqual([...names, '100%_sure']);
  expect(browser.page.html).toContain('Back to the first');

  // The signs of a pattern stand for themselves.
  for (const [part, count] of [
    ['USER12', 2],
    ['%', 1],
    ['_', 1],
    ['nobody', 0],
  ] as const) {
    await browser.open(`./?${new URLSearchParams({ part })}`);
    expect(browser.page.html.match(/@example\.org<\/a>/g) ?? [], part).toHaveLength(count);
  }
  expect(text(browser)).toContain('No address has “nobody” in it.');
});

test('one user is blocked, let in again, verified and logged out of the pages', async ({ serveAdmin }) => {
  const { store, enter } = await serveAdmin();
  const added = await store.users.add({ email: email('carl'), passwordHash: '', verified: false });
  if (!added.ok) throw new Error(added.error);
  const { id } = added.value;
  const digest = secretDigest('a session');
  const user = () => store.users.byId(id);

  const browser = await enter();
  await browser.open(`user?id=${id}`);
  expect(browser.title).toBe('carl@example.org');
  expect(text(browser)).toMatch(/State Not verified Logs in with Nothing yet Made 28 Nov 2026 Number \d/);
  await browser.submit({ action: 'verify' });
  expect(browser.page.html).toContain('The address is taken for verified.');
  expect(browser.page.html).not.toContain('value="verify"');
  expect(await user()).toMatchObject({ verified: true });

  await store.sessions.add({ digest, user: id, expires: NOW + DAY_MS });
  await browser.submit({ action: 'endSessions' });
  expect(browser.page.html).toContain('Logged out of the pages in every browser.');
  expect(await store.sessions.userOf(digest)).toBeUndefined();

  await browser.submit({ action: 'block' });
  expect(browser.page.html).toContain('Blocked. Devices are out within two seconds');
  expect(await user()).toMatchObject({ blocked: true });
  await browser.submit({ action: 'unblock' });
  expect(browser.page.html).toContain('Let in again.');
  expect(await user()).toMatchObject({ blocked: false });
  const { changes } = await store.users.changesSince(0);
  expect(changes.map(({ kind }) => kind)).toEqual(['verified', 'blocked', 'unblocked']);

  await browser.submit({ action: 'somethingElse' });
  expect(browser.page.status).toBe(404);
});

test('a user is deleted by whoever says yes, and is gone then', async ({ serveAdmin }) => {
  const { store, enter } = await serveAdmin();
  const id = await addUser(store, 'anna');
  const browser = await enter();
  await browser.open(`user?email=${encodeURIComponent('ANNA@example.org')}`);
  await browser.open(`delete?id=${id}`);
  expect(browser.page.html).toContain('With anna@example.org goes all');
  await browser.submit({});
  expect(browser.page.status).toBe(422);
  expect(browser.page.html).toContain('Tick the box if you are sure.');
  expect(await store.users.count()).toBe(1);
  await browser.submit({ sure: 'yes' });
  expect(browser.page.html).toContain('The user is deleted');
  expect(browser.title).toBe('There are no users yet.');
  for (const page of [
    `user?id=${id}`,
    `delete?id=${id}`,
    'user',
    'user?id=x',
    'user?email=a b',
    'elsewhere',
  ]) {
    await browser.open(page);
    expect(browser.page.status, page).toBe(404);
    expect(browser.title).toBe('There is no such page or user.');
  }
});

test('traffic is told by user and address, over the days that are asked for', async ({ serveAdmin }) => {
  const { store, enter } = await serveAdmin();
  await fill(store);
  const browser = await enter();
  const annas = async (days: string) => {
    await browser.open(`traffic${days}`);
    return /anna@example\.org ([\d.]+ MB) ([\d.]+ MB)/.exec(text(browser))?.slice(1);
  };
  expect(await annas('?days=1')).toEqual(['3 MB', '5 MB']);
  expect(await annas('?days=7')).toEqual(['12 MB', '20 MB']);
  // The day 29 days ago is the first of thirty.
  expect(await annas('')).toEqual(['18 MB', '30 MB']);
  expect(await annas('?days=90')).toEqual(['21 MB', '35 MB']);
  expect(await annas('?days=4')).toEqual(['18 MB', '30 MB']);
  expect(text(browser)).toContain('203.0.113.7 18 MB 30 MB');
  expect(text(browser)).toMatch(/2001:db8:85a3:8d3:1319:8a2e:370:7344 240 kB 12 kB/);
  await browser.open('user?email=anna%40example.org');
  expect(text(browser)).toContain('Sent 18 MB, received 30 MB.');
});

test('refused logins are told by day, address and reason', async ({ serveAdmin }) => {
  const { store, enter } = await serveAdmin();
  await fill(store);
  await store.refusals.add([{ day: dayOf(NOW), address: '198.51.100.5', reason: 'of tomorrow', count: 1 }]);
  const browser = await enter();
  await browser.open('logins');
  expect(text(browser)).toMatch(
    /198\.51\.100\.4 Wrong password 28 Nov 2026 1,234 2001:db8:1:2::\/64 Tried too often 28 Nov 2026 300 Other addresses No such user 23 Nov 2026 77 198\.51\.100\.5 of tomorrow/,
  );
  expect(text(browser)).not.toContain('Licence refused');
  await browser.open('logins?days=90');
  expect(text(browser)).toContain('198.51.100.9 Licence refused 19 Oct 2026 5');
  await browser.open('logins?days=1');
  expect(text(browser)).not.toContain('Other addresses');
});

test('mails are told with what became of them; what waits for too long is given up', async ({
  serveAdmin,
}) => {
  const { store, enter } = await serveAdmin();
  await fill(store);
  const browser = await enter();
  await browser.open('mails');
  const states = [
    'Verify the address Waiting after 1 try the mail server cannot be reached',
    'Confirm a new address Given up after 4 tries the mail server cannot be reached',
    'Set a new password Failed after 1 try the mail server refused the recipient (550 5.1.1 no such user)',
    'Verify the address Sent',
  ];
  const places = states.map((state) => text(browser).indexOf(`anna@example.org ${state}`));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  for (let index = 0; index < 60; index += 1)
    await store.mails.add({
      ...{
        at: NOW,
        kind: 'reset',
        to: email(`bert${index}`),
        state: 'sent',
        attempts: 1,
        problem: undefined,
      },
    });
  await browser.open('mails');
  expect(text(browser)).toContain('bert59@');
  expect(text(browser)).not.toContain('bert9@');
  const [, next = ''] = /<a class="button" href="([^"]*)">Next<\/a>/.exec(browser.page.html) ?? [];
  await browser.open(next);
  expect(text(browser)).toContain('bert9@');
  expect(text(browser)).not.toContain('bert10@');
  expect(browser.page.html).toContain('Back to the first');
});

test('no page has a hash in it, and what strangers chose stays text', async ({ serveAdmin }) => {
  const { store, enter, failures } = await serveAdmin();
  await fill(store);
  const odd = parseEmail('<b>"&\'@example.org');
  if (odd === undefined) throw new Error('no address');
  await store.users.add({ email: odd, passwordHash: '', verified: false });
  await store.mails.add({
    ...{ at: NOW, kind: '<i>', to: odd, state: 'failed', attempts: 1, problem: '<script>alert(1)</script>' },
  });
  await store.refusals.add([{ day: dayOf(NOW), address: '<u>', reason: '<s>', count: 9_999 }]);
  const browser = await enter();
  const pages = [
    '',
    '?part=%3Cb%3E',
    'user?id=1',
    `user?${new URLSearchParams({ email: odd })}`,
    'delete?id=1',
  ];
  for (const page of [...pages, 'traffic', 'logins', 'mails']) {
    await browser.open(page || './');
    expect(browser.page.status, page).toBe(200);
    expect(browser.page.html).not.toMatch(/argon2|secret-hash/);
    expect(browser.page.html.match(/<(b|i|u|s|script)>/g), page).toBeNull();
  }
  expect(text(browser)).toContain('&lt;script>alert(1)&lt;/script>');
  expect(failures).toEqual([]);
});

test('where the database cannot be used, that is said', async ({ serveAdmin }) => {
  const { store, enter, failures } = await serveAdmin();
  const browser = await enter();
  await store.close();
  for (const page of ['./', 'user?id=1', 'traffic', 'logins', 'mails']) {
    await browser.open(page);
    expect(browser.page.status, page).toBe(503);
    expect(browser.title).toBe('The database cannot be used just now.');
  }
  expect(failures).toEqual([]);
});

test('it speaks the language of the browser, or the one that was chosen', async ({ serveAdmin }) => {
  const { enter } = await serveAdmin();
  const browser = await enter({ 'accept-language': 'de-AT,de;q=0.9' });
  expect(browser.title).toBe('Es gibt noch keine Konten.');
  await browser.open('traffic?days=7&lang=en');
  expect(browser.page.url).toMatch(/\/traffic\?days=7$/);
  expect(browser.title).toBe('Traffic');
  await browser.open('mails');
  expect(browser.title).toBe('Mails');
});

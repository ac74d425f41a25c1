import { expect } from '@playwright/test';
import { test } from '../helpers/adminSite';
import { FormBrowser } from '../helpers/formBrowser';
import { RawSocket } from '../helpers/rawSocket';
import { addUser } from '../helpers/storeFixture';

// Who sees the operator's page: one browser, and no other program, user or page of the same computer.

const LOCKED = 'This page opens with its key.';

const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const tokenOf = (html: string): string => /name="token" value="([^"]+)"/.exec(html)?.[1] ?? '';

test('the key works once, for the browser that opens it first', async ({ serveAdmin }) => {
  const { origin, address, home } = await serveAdmin();
  const [first, second] = [new FormBrowser(origin), new FormBrowser(origin)];
  const path = address.slice(origin.length);
  for (const wrong of [
    '/',
    '/?key=',
    `${path}x`,
    path.slice(0, -1),
    '/elsewhere',
    home.slice(origin.length),
  ]) {
    await second.open(wrong);
    expect(second.page.status, wrong).toBe(403);
    expect(second.title).toBe(LOCKED);
  }
  // A program that looks what is there does not use it up.
  for (const method of ['HEAD', 'POST']) expect((await fetch(address, { method })).status).toBe(403);

  await first.open(path);
  expect(first.page.url).toBe(home);
  expect(first.page.status).toBe(200);
  expect(first.set).toHaveLength(1);
  const place = home.slice(origin.length);
  expect(first.set[0]).toMatch(
    new RegExp(`^session=[\\w-]{22}; Path=${place}; Max-Age=86400; HttpOnly; SameSite=Strict$`),
  );
  await second.open(path);
  expect(second.page.status).toBe(403);
  expect(second.set).toEqual([]);
  second.cookies.set('session', 'A'.repeat(22));
  await second.open(place);
  expect(second.page.status).toBe(403);
});

test('who is not let in sees no more than that, with its style', async ({ serveAdmin }) => {
  const { origin, store } = await serveAdmin();
  await addUser(store, 'anna');
  const browser = new FormBrowser(origin);
  for (const path of ['/', '/deep/er/still', '/user?id=1']) {
    await browser.open(path);
    expect(browser.page.html).not.toMatch(/anna|<nav|<form/);
    const [, style = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(browser.page.html) ?? [];
    const loaded = await browser.open(style);
    expect([loaded.status, loaded.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  }
});

test('every answer has the policy of the pages, and is kept by nobody', async ({ serveAdmin }) => {
  const { store, enter } = await serveAdmin();
  await addUser(store, 'anna');
  const browser = await enter();
  for (const page of ['./', 'user?id=1', 'delete?id=1', 'traffic', 'logins', 'mails', 'nowhere']) {
    const { headers } = await browser.open(page);
    expect(headers.get('content-security-policy'), page).toBe(POLICY);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(browser.page.html).not.toMatch(/<script|style=/);
  }
});

test('a name that was made to lead here is not answered, and does not use the key up', async ({
  serveAdmin,
}) => {
  const { port, address, origin } = await serveAdmin();
  const path = address.slice(origin.length);
  const ask = async (host: string) => {
    const socket = await RawSocket.open(port);
    socket.request(`GET ${path} HTTP/1.1`, `Host: ${host}`);
    return (await socket.answer('GET')).statusLine;
  };
  for (const host of [
    'evil.example',
    `evil.example:${port}`,
    '127.0.0.1.evil.example',
    '192.168.7.1',
    'a b',
    '',
  ])
    expect(await ask(host), host).toContain(' 403 ');
  // As through a tunnel, which may have another port.
  expect(await ask('localhost:9500')).toContain(' 303 ');
});

test('it answers by every name of this computer alone', async ({ serveAdmin }) => {
  for (const host of ['127.0.0.1', '127.9.9.9', '[::1]:1', 'LOCALHOST']) {
    const { port, address, origin } = await serveAdmin();
    const socket = await RawSocket.open(port);
    socket.request(`GET ${address.slice(origin.length)} HTTP/1.1`, `Host: ${host}`);
    expect((await socket.answer('GET')).statusLine, host).toContain(' 303 ');
  }
});

test('what a foreign page sends does nothing, even with the right token', async ({ serveAdmin }) => {
  const { store, enter, home } = await serveAdmin();
  const id = await addUser(store, 'anna');
  const browser = await enter();
  await browser.open(`user?id=${id}`);
  const fields = { token: tokenOf(browser.page.html), id: String(id), action: 'block' };
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'http://127.0.0.1:1' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ]) {
    await browser.post(`${home}user`, fields, headers as Record<string, string>);
    expect(browser.page.status, JSON.stringify(headers)).toBe(403);
    expect(browser.title).toBe('This came from another page.');
  }
  for (const token of ['', 'x', `${fields.token}x`, fields.token.slice(1)]) {
    await browser.post(`${home}user`, { ...fields, token });
    expect(browser.page.status).toBe(403);
    expect(browser.title).toBe('This form is too old.');
  }
  expect(await store.users.byId(id)).toMatchObject({ blocked: false });
  await browser.post(`${home}user`, fields, { 'sec-fetch-site': 'same-origin' });
  expect(await store.users.byId(id)).toMatchObject({ blocked: true });
});

test('what is no form, or too much of one, is refused', async ({ serveAdmin }) => {
  const { enter, home } = await serveAdmin();
  const browser = await enter();
  const cookie = `session=${browser.cookies.get('session')}`;
  const statusOf = async (init: RequestInit, page = 'user') =>
    (
      await fetch(home + page, {
        ...init,
        headers: { cookie, ...Object.fromEntries(new Headers(init.headers)) },
      })
    ).status;
  expect(await statusOf({ method: 'POST', body: '{}' })).toBe(415);
  expect(await statusOf({ method: 'POST', body: new URLSearchParams({ a: 'x'.repeat(20_000) }) })).toBe(413);
  expect(await statusOf({ method: 'POST', body: new URLSearchParams() }, 'traffic')).toBe(405);
  expect(await statusOf({ method: 'PUT' })).toBe(405);
});

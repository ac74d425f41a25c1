import { expect } from '@playwright/test';
import fc from 'fast-check';
import { createOriginCheck } from '../../main/web/originCheck';
import { CODE, test } from '../helpers/accountSite';
import { FormBrowser, unescaped } from '../helpers/formBrowser';

// What keeps the pages from being used against those who are logged in.

const ANNA = 'anna@example.org';

const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const PUBLIC = ['', 'register', 'verify', 'verify/resend', 'login', 'forgot', 'reset'];
const OWN = ['account', 'account/pairing', 'account/password', 'account/address', 'account/delete'];

const tokenOf = (html: string): string => /name="token" value="([^"]+)"/.exec(html)?.[1] ?? '';

async function loggedIn(origin: string): Promise<FormBrowser> {
  const browser = new FormBrowser(origin);
  await browser.open('/v1/login');
  await browser.submit({ email: ANNA, password: 'secret' });
  expect(browser.page.url).toBe(`${origin}/v1/account`);
  return browser;
}

test('a form without its token, or with that of another browser, does nothing', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  const [own, other] = [new FormBrowser(origin), new FormBrowser(origin)];
  await other.open('/v1/register');
  const foreign = tokenOf(other.page.html);
  await own.open('/v1/register');
  const right = tokenOf(own.page.html);
  expect(right).not.toBe(foreign);
  for (const token of ['', foreign, `${right}x`, right.slice(1)]) {
    await own.post(`${origin}/v1/register`, { token, email: ANNA, password: 'secret' });
    expect(own.page.status).toBe(403);
    expect(own.page.html).toContain('This form was open for too long');
    expect(own.page.html).toContain(`value="${ANNA}"`);
  }
  expect(accounts.calls).toEqual([]);
  // It is shown again with the right one, so that sending it once more is enough.
  await own.submit({ email: ANNA, password: 'secret' });
  expect(accounts.calls).toHaveLength(1);
});

test('a browser that keeps no cookies is told so', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  const browser = new FormBrowser(origin);
  await browser.open('/v1/login');
  browser.cookies.clear();
  await browser.submit({ email: ANNA, password: 'secret' });
  expect(browser.page.status).toBe(403);
  expect(browser.page.html).toContain('your browser keeps no cookies');
  expect(accounts.calls).toEqual([]);
});

test('what a foreign page sends does nothing, even with the right token', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  accounts.add(ANNA, 'secret');
  const browser = await loggedIn(origin);
  accounts.calls.length = 0;
  const token = tokenOf(browser.page.html);
  const fields = { token, password: 'secret', sure: 'yes' };
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ]) {
    await browser.post(`${origin}/v1/account/delete`, fields, headers as Record<string, string>);
    expect(browser.page.status, JSON.stringify(headers)).toBe(403);
    expect(browser.title).toBe('This came from another page.');
  }
  expect(accounts.calls).toEqual([]);
  await browser.post(`${origin}/v1/account/delete`, fields, { 'sec-fetch-site': 'same-origin' });
  expect(accounts.calls).toEqual(['deleteAccount 1']);
});

test('a token from before the login is worth nothing after it', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  accounts.add(ANNA, 'secret');
  const browser = new FormBrowser(origin);
  await browser.open('/v1/login');
  const before = tokenOf(browser.page.html);
  await browser.submit({ email: ANNA, password: 'secret' });
  await browser.post(`${origin}/v1/account/delete`, { token: before, password: 'secret', sure: 'yes' });
  expect(browser.page.status).toBe(403);
  expect(accounts.people.size).toBe(1);
});

test('a login begins a session of its own, whatever the browser was given before', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  accounts.add(ANNA, 'secret');
  const browser = new FormBrowser(origin);
  browser.cookies.set('session', 'x'.repeat(43));
  await browser.open('/v1/login');
  await browser.submit({ email: ANNA, password: 'secret' });
  expect(browser.title).toBe('2 devices are connected.');
  expect(browser.cookies.get('session')).not.toBe('x'.repeat(43));
});

test('cookies are for the pages alone, and by https for nobody else', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  accounts.add(ANNA, 'secret');
  const open = await loggedIn(origin);
  expect(open.set).toEqual([
    expect.stringMatching(/^form=[\w-]{22}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Lax$/),
    expect.stringMatching(/^session=[\w-]{43}; Path=\/; Max-Age=1209600; HttpOnly; SameSite=Lax$/),
  ]);
  const publicUrl = new URL('https://relay.example.org');
  const secure = await serveSite({
    reached: { publicUrl, tls: false, pathPrefix: '' },
    isForeign: createOriginCheck(publicUrl),
  });
  secure.accounts.add(ANNA, 'secret');
  const browser = new FormBrowser(secure.origin);
  await browser.open('/v1/login');
  await browser.submit({ email: ANNA, password: 'secret' }, { origin: publicUrl.origin });
  expect(browser.set).toEqual([
    expect.stringMatching(/^__Host-form=[\w-]{22}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure$/),
    expect.stringMatching(/^__Host-session=[\w-]{43}; .*; HttpOnly; SameSite=Lax; Secure$/),
  ]);
  expect(browser.page.html).toContain('https://relay.example.org<wbr/>/v1/relay');
});

test('to look at a page changes nothing, whatever its address says', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  accounts.add(ANNA, 'secret');
  const browser = await loggedIn(origin);
  accounts.calls.length = 0;
  const query = new URLSearchParams({
    ...{ email: ANNA, code: CODE, password: 'secret', newPassword: 'new', sure: 'yes' },
    token: tokenOf(browser.page.html),
  });
  for (const path of [...PUBLIC, ...OWN, 'logout']) await browser.open(`/v1/${path}?${query}`);
  expect(accounts.calls).toEqual([]);
});

test('every page has a strict policy, is kept by nobody, and holds nothing that the policy forbids', async ({
  serveSite,
}) => {
  const { origin, accounts } = await serveSite();
  accounts.add(ANNA, 'secret');
  const [stranger, owner] = [new FormBrowser(origin), await loggedIn(origin)];
  const pages = [
    ...PUBLIC.map((path) => stranger.open(`/v1/${path}`)),
    ...OWN.map((path) => owner.open(`/v1/${path}`)),
  ];
  for (const { headers, html, status } of await Promise.all(pages)) {
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toBe(POLICY);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(html).not.toMatch(/\sstyle=|<style|\son\w+=|javascript:|(href|src|action)="(https?:)?\/\//);
    expect(html.match(/<script[^>]*>[^<]*/g)).toEqual([expect.stringMatching(/ src="[^"]+">$/)]);
    expect(html).not.toContain('secret');
  }
});

test('the pages and their files are small, and the files may be kept for good', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite({
    reached: { publicUrl: new URL(`https://${'long.'.repeat(40)}example.org`), tls: false, pathPrefix: '' },
    isForeign: () => false,
  });
  // With the address, as much as a code may hold.
  const password = 'p'.repeat(340);
  accounts.add(ANNA, password);
  const browser = new FormBrowser(origin);
  await browser.open('/v1/login');
  let files = 0;
  for (const [, path = ''] of browser.page.html.matchAll(/(?:href|src)="(static\/[^"]+\.(?:css|js|svg))"/g)) {
    const file = await fetch(new URL(path, browser.page.url));
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(file.headers.get('content-type')).toMatch(
      /^(text\/(css|javascript)|image\/svg\+xml); charset=utf-8$/,
    );
    files += (await file.text()).length;
  }
  expect(files).toBeGreaterThan(5_000);
  await browser.submit({ email: ANNA, password });
  expect(files + browser.page.html.length).toBeLessThan(60_000);
  await browser.open('/v1/account/pairing');
  await browser.submit({ password });
  expect(browser.page.html).toContain('class="code"');
  expect(files + browser.page.html.length).toBeLessThan(60_000);
  expect((await fetch(`${origin}/v1/static/none.css`)).status).toBe(404);
});

test('a password that is too long for a code is typed', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  const password = 'p'.repeat(1_000);
  accounts.add(ANNA, password);
  const browser = new FormBrowser(origin);
  await browser.open('/v1/login');
  await browser.submit({ email: ANNA, password });
  await browser.open('/v1/account/pairing');
  await browser.submit({ password });
  expect(browser.page.html).toContain('Together these are too long for a code.');
  expect(browser.page.html).not.toContain('class="code"');
});

test('whatever is typed is shown again as a text, and nothing else', async ({ serveSite }) => {
  const { origin, failures } = await serveSite();
  const browser = new FormBrowser(origin);
  await browser.open('/v1/verify');
  const token = tokenOf(browser.page.html);
  const ways = browser.page.html.match(/<(?!input)\w+/g);
  const markup = fc.constantFrom(
    '"><script>alert(1)</script>',
    "' onfocus='x",
    '&quot;',
    '<!--',
    '</main>',
    '\u2028',
  );
  const typed = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), markup, fc.constantFrom('', ' '));
  await fc.assert(
    fc.asyncProperty(typed, async (email) => {
      await browser.post(`${origin}/v1/verify`, { token, email, code: '' });
      expect(browser.page.status).toBe(422);
      const value = /<input id="email"[^>]*? value="([^"]*)"/.exec(browser.page.html)?.[1];
      // As a form sends it and a page has it: half of a surrogate pair is no character.
      expect(unescaped(value ?? '')).toBe(Buffer.from(email).toString());
      expect(browser.page.html.match(/<(script|main)\b/g)).toEqual(['<script', '<main']);
    }),
    { numRuns: 150 },
  );
  expect(ways?.length).toBeGreaterThan(10);
  expect(failures).toEqual([]);
});

test('a login leads to pages of the account alone', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  accounts.add(ANNA, 'secret');
  for (const next of [
    '//evil.example',
    'https://evil.example',
    '../../x',
    'account/../../x',
    'account\r\nX: y',
    '',
  ]) {
    const browser = new FormBrowser(origin);
    await browser.open(`/v1/login?next=${encodeURIComponent(next)}`);
    await browser.submit({ email: ANNA, password: 'secret' });
    expect(browser.page.url).toBe(`${origin}/v1/account`);
  }
});

test('what is no form, or too much of one, is told so', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  const send = async (body: string, type: string) => {
    const headers = { 'content-type': type };
    return (await fetch(`${origin}/v1/login`, { method: 'POST', body, headers })).status;
  };
  expect(await send('{}', 'application/json')).toBe(415);
  expect(await send('email=a', 'text/plain')).toBe(415);
  expect(await send(`email=${'a'.repeat(16 * 1024)}`, 'application/x-www-form-urlencoded')).toBe(413);
  expect(await send('%%%&&&===', 'application/x-www-form-urlencoded')).toBe(403);
  const put = await fetch(`${origin}/v1/login`, { method: 'PUT', body: '' });
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  expect((await fetch(`${origin}/v1/login`, { method: 'HEAD' })).status).toBe(200);
  expect(accounts.calls).toEqual([]);
});

test('a fault in a page is told to the log, and not to the visitor', async ({ serveSite }) => {
  const fault = new Error('a fault with a secret');
  const { origin, accounts, failures } = await serveSite({
    devicesOf: async () => {
      throw fault;
    },
  });
  accounts.add(ANNA, 'secret');
  const browser = new FormBrowser(origin);
  await browser.open('/v1/login');
  await browser.submit({ email: ANNA, password: 'secret' });
  expect(browser.page.status).toBe(500);
  expect(browser.page.html).not.toContain('a fault');
  expect(failures).toEqual([fault]);
});

test('the pages speak the language that is asked for, and the one that is chosen', async ({ serveSite }) => {
  const { origin } = await serveSite();
  const german = new FormBrowser(origin, { 'accept-language': 'de-CH, en;q=0.8' });
  await german.open(`/v1/verify?email=${ANNA}&code=${CODE}`);
  expect(german.page.html).toContain('<html lang="de">');
  expect(german.title).toBe('Adresse bestätigen');
  const way = unescaped(/hreflang="en" href="([^"]+)"/.exec(german.page.html)?.[1] ?? '');
  await german.open(way);
  expect(german.title).toBe('Verify your address');
  expect(german.page.url).toBe(`${origin}/v1/verify?email=${encodeURIComponent(ANNA)}&code=${CODE}`);
  expect(german.page.html).toContain(`value="${CODE}"`);
  await german.open('/v1/');
  expect(german.page.html).toContain('<html lang="en">');
  expect(german.page.html).toContain('href="?lang=de"');
});

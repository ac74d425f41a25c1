import { expect } from '@playwright/test';
import { CODE, test } from '../helpers/accountSite';
import { FormBrowser } from '../helpers/formBrowser';

// What people do on the pages, with a browser that has no script; and what the pages say when something is not right.

const ANNA = 'anna@example.org';

test('an account is made, verified and used, and left', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  const browser = new FormBrowser(origin);
  await browser.open('/v1/');
  expect(browser.title).toBe('A Buckets relay runs here.');
  await browser.open('register');
  await browser.submit({ email: ANNA, password: 'correct horse' });
  expect(browser.page.url).toContain('/v1/verify?');
  expect(browser.page.html).toContain('a mail with a code is on its way');
  await browser.submit({ email: ANNA, code: CODE });
  expect(browser.page.html).toContain('Your address is verified.');
  await browser.submit({ email: ANNA, password: 'correct horse' });
  expect(browser.page.url).toBe(`${origin}/v1/account`);
  expect(browser.title).toBe('2 devices are connected.');
  expect(browser.page.html).toContain(`>${origin}<wbr/>/v1/relay<`);
  expect(accounts.calls).toEqual([
    `register ${ANNA} correct horse -`,
    `verify ${ANNA} ${CODE}`,
    `login ${ANNA} correct horse 203.0.113.7`,
    'begin 1',
  ]);
  await browser.submit({ token: /name="token" value="([^"]+)"/.exec(browser.page.html)?.[1] ?? '' });
  expect(browser.page.html).toContain('You are logged out.');
  expect(accounts.sessionCount).toBe(0);
  await browser.open('account');
  expect(browser.title).toBe('Log in');
});

test('everything works behind a path, and the code of a mailed link waits for the login', async ({
  serveSite,
}) => {
  const { origin, accounts } = await serveSite({}, '/buckets');
  accounts.add(ANNA, 'secret');
  const browser = new FormBrowser(origin);
  await browser.open(`/v1/account/address?code=${CODE}`);
  expect(browser.title).toBe('Log in');
  await browser.submit({ email: ANNA, password: 'secret' });
  expect(browser.page.url).toBe(`${origin}/v1/account/address?code=${CODE}`);
  await browser.open('../account/address');
  await browser.submit({ email: 'anna@example.net', password: 'secret' });
  expect(browser.page.html).toContain('A mail with a code is on its way to the new address.');
  await browser.submit({ code: CODE });
  expect(browser.page.url).toBe(`${origin}/v1/account?done=addressChanged`);
  expect(browser.page.html).toContain('anna@example.net');
  expect(browser.page.html).toContain(`${new URL(origin).origin}<wbr/>/buckets/v1/relay`);
});

test('a forgotten password is set anew by a mailed code', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  accounts.add(ANNA, 'secret');
  const browser = new FormBrowser(origin);
  await browser.open('/v1/forgot');
  await browser.submit({ email: ANNA });
  expect(browser.page.url).toContain('/v1/reset?email=anna%40example.org&');
  await browser.open(`/v1/reset?email=${encodeURIComponent(ANNA)}&code=${CODE}`);
  expect(browser.page.html).toContain(`value="${CODE}"`);
  await browser.submit({ email: ANNA, code: CODE, newPassword: 'new one' });
  expect(browser.page.html).toContain('Your new password holds.');
  expect(browser.page.url).toContain('/v1/login?email=anna%40example.org&');
  expect(accounts.calls).toEqual([`sendReset ${ANNA}`, `resetPassword ${CODE} new one`]);
});

test('the password is changed, and the browser logged out', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  accounts.add(ANNA, 'secret');
  const browser = await loggedIn(origin);
  await browser.open('account/password');
  await browser.submit({ password: 'wrong', newPassword: 'new one' });
  expect(browser.page.status).toBe(422);
  expect(browser.page.html).toContain('This password is not right.');
  await browser.submit({ password: 'secret', newPassword: 'new one' });
  expect(browser.page.url).toBe(`${origin}/v1/login?done=passwordChanged`);
  expect(browser.cookies.has('session')).toBe(false);
  await browser.submit({ email: ANNA, password: 'new one' });
  expect(browser.page.url).toBe(`${origin}/v1/account`);
});

test('an account is deleted by who knows its password and says yes', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  accounts.add(ANNA, 'secret');
  const browser = await loggedIn(origin);
  await browser.open('account/delete');
  await browser.submit({ password: 'secret' });
  expect(browser.page.status).toBe(422);
  expect(browser.page.html).toContain('Tick the box if you are sure.');
  expect(accounts.people.size).toBe(1);
  await browser.submit({ password: 'secret', sure: 'yes' });
  expect(browser.page.html).toContain('Your account is deleted');
  expect(accounts.people.size).toBe(0);
});

test('a code to scan is shown for the password alone, and is kept by nobody', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  accounts.add(ANNA, 'secret');
  const browser = await loggedIn(origin);
  await browser.open('account/pairing');
  await browser.submit({ password: 'wrong' });
  expect(browser.page.status).toBe(422);
  await browser.submit({ password: 'secret' });
  expect(browser.page.status).toBe(200);
  expect(browser.page.html).toContain('aria-label="QR code to connect a device with"');
  expect(browser.page.headers.get('cache-control')).toBe('no-store');
});

test('who logs in by licence is told to set a password first', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  const user = accounts.add(ANNA, '');
  const begun = await accounts.actions.begin(user);
  const browser = new FormBrowser(origin);
  if (begun.ok) browser.cookies.set('session', begun.value);
  for (const [page, fields] of [
    ['pairing', { password: 'x' }],
    ['password', { password: 'x', newPassword: 'y' }],
    ['address', { email: 'b@example.org', password: 'x' }],
    ['delete', { password: 'x', sure: 'yes' }],
  ] as const) {
    await browser.open(`/v1/account/${page}`);
    await browser.submit(fields);
    expect(browser.page.status, page).toBe(422);
    expect(browser.page.html, page).toContain('Your account has no password');
  }
});

test('why a login is refused stays untold, and nothing but the address is shown again', async ({
  serveSite,
}) => {
  const { origin, accounts } = await serveSite();
  accounts.add('right@example.org', 'secret');
  accounts.add('unverified@example.org', 'secret', false);
  const told = new Set<string>();
  for (const [email, password] of [
    ['right@example.org', 'wrong'],
    ['unverified@example.org', 'secret'],
    ['unknown@example.org', 'secret'],
  ] as const) {
    const browser = new FormBrowser(origin);
    browser.cookies.set('form', 'same');
    await browser.open('/v1/login');
    await browser.submit({ email, password });
    expect(browser.page.status).toBe(422);
    expect(browser.page.html).not.toContain(password);
    told.add(browser.page.html.replaceAll(email, 'EMAIL').replaceAll(encodeURIComponent(email), 'EMAIL'));
  }
  expect(told.size).toBe(1);
  expect([...told].join()).toContain('or the address is not verified yet');
});

const PROBLEMS = [
  [{ kind: 'exists' }, 422, 'This address has an account already.'],
  [{ kind: 'notAnAddress' }, 422, 'This is not an e-mail address.'],
  [{ kind: 'passwordLength' }, 422, 'at most 1,024 bytes'],
  [{ kind: 'domainRefused' }, 422, 'takes no addresses of this domain'],
  [{ kind: 'inviteNeeded' }, 422, 'This invite code is not right'],
  [{ kind: 'closed' }, 403, 'This relay takes no new accounts.'],
  [{ kind: 'throttled', ms: 90_001 }, 429, 'Wait 91 seconds'],
  [{ kind: 'throttled', ms: 1_000 }, 429, 'Wait a second'],
  [{ kind: 'throttled', ms: 600_000 }, 429, 'Wait 10 minutes'],
  [{ kind: 'busy', ms: 1_000 }, 503, 'There is too much to do just now.'],
  [{ kind: 'storeFailed' }, 503, 'cannot look up accounts just now'],
] as const;

test('each problem has its status, its sentence, and leaves what was typed', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite({ rules: { mode: 'invite', privateAccounts: false } });
  for (const [problem, status, sentence] of PROBLEMS) {
    const browser = new FormBrowser(origin);
    await browser.open('/v1/register');
    accounts.problem = problem;
    await browser.submit({ email: ANNA, password: 'correct horse', invite: 'ABCD' });
    accounts.problem = undefined;
    const { page } = browser;
    expect({ problem, status: page.status }).toEqual({ problem, status });
    expect(page.html).toContain(sentence);
    expect(page.html).toContain('role="alert"');
    expect(page.html).toContain(`value="${ANNA}"`);
    expect(page.html).toContain('value="ABCD"');
    expect(page.html).not.toContain('correct horse');
    expect(page.html).toContain('<title>Not done: Create an account');
    const wait = 'ms' in problem ? String(Math.ceil(problem.ms / 1_000)) : null;
    expect(page.headers.get('retry-after')).toBe(wait);
  }
});

test('what is missing is told at its field', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  const browser = new FormBrowser(origin);
  await browser.open('/v1/login');
  await browser.submit({ email: '', password: '' });
  expect(browser.page.status).toBe(422);
  expect(browser.page.html).toContain('2 things are not right yet.');
  expect(browser.page.html).toMatch(
    /id="email"[^>]*aria-invalid="true" aria-describedby="email-wrong" autofocus/,
  );
  expect(browser.page.html).toMatch(
    /id="password"[^>]*aria-invalid="true" aria-describedby="password-wrong"/,
  );
  expect(accounts.calls).toEqual([]);
});

test('a mail that could not be sent leaves the account, and another is asked for', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  const browser = new FormBrowser(origin);
  await browser.open('/v1/register');
  accounts.problem = { kind: 'mailFailed' };
  await browser.submit({ email: ANNA, password: 'secret' });
  expect(browser.page.url).toContain('/v1/verify/resend?');
  expect(browser.page.html).toContain('the mail with the code could not be sent');
  expect(browser.page.html).toContain(`value="${ANNA}"`);
});

test('where accounts are private, what is said about a mail holds for every address', async ({
  serveSite,
}) => {
  const { origin } = await serveSite({ rules: { mode: 'open', privateAccounts: true } });
  const browser = new FormBrowser(origin);
  await browser.open('/v1/register');
  await browser.submit({ email: ANNA, password: 'secret' });
  expect(browser.page.html).toContain('It says how to go on.');
  expect(browser.page.html).not.toContain('Your account is made');
  await browser.open('/v1/forgot');
  await browser.submit({ email: ANNA });
  expect(browser.page.html).toContain('If this address has an account');
});

test('a closed relay says so, and shows no form', async ({ serveSite }) => {
  const { origin } = await serveSite({ rules: { mode: 'closed', privateAccounts: false } });
  const browser = new FormBrowser(origin);
  await browser.open('/v1/register');
  expect(browser.title).toBe('This relay takes no new accounts.');
  expect(browser.page.html).not.toContain('<form');
});

test('while accounts cannot be looked up, who is logged in is told so, and stays it', async ({
  serveSite,
}) => {
  const { origin, accounts } = await serveSite();
  accounts.add(ANNA, 'secret');
  const browser = await loggedIn(origin);
  accounts.problem = { kind: 'storeFailed' };
  await browser.open('account');
  expect(browser.page.status).toBe(503);
  accounts.problem = undefined;
  await browser.open('/v1/account');
  expect(browser.page.status).toBe(200);
});

test('who could not be logged out is told so, and not led away as if it were done', async ({ serveSite }) => {
  const { origin, accounts } = await serveSite();
  accounts.add(ANNA, 'secret');
  const browser = await loggedIn(origin);
  accounts.problem = { kind: 'busy', ms: 1_000 };
  await browser.submit({}, {});
  expect(browser.page.url).toBe(`${origin}/v1/logout`);
  expect(browser.page.status).toBe(503);
  expect(accounts.sessionCount).toBe(1);
});

async function loggedIn(origin: string): Promise<FormBrowser> {
  const browser = new FormBrowser(origin);
  await browser.open('/v1/login');
  await browser.submit({ email: ANNA, password: 'secret' });
  expect(browser.page.url).toBe(`${origin}/v1/account`);
  return browser;
}

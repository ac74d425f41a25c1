import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';
import { type AccountSite, CODE } from '../helpers/accountSite';
import { accessibilityFaults, schemesAt } from '../helpers/axe';
import { test } from '../helpers/browser';

// The pages in a real browser: for everybody's eyes and hands, with a script and without.

const ANNA = 'anna@example.org';
const WIDTHS = [320, 768, 1280];

const submit = (page: Page) => page.locator('main form.card button[type=submit]').click();

async function logIn(page: Page, { origin }: AccountSite): Promise<void> {
  await page.goto(`${origin}/v1/login`);
  await page.fill('#email', ANNA);
  await page.fill('#password', 'secret');
  await submit(page);
  await page.waitForURL('**/v1/account');
}

/** Every page, those with something wrong on them too. */
const PAGES: readonly (readonly [path: string, act?: (page: Page) => Promise<void>])[] = [
  [''],
  ['register'],
  ['register', (page) => fill(page, { email: 'bob@example.org', password: 'secret' })],
  [`verify?done=registered&email=${ANNA}`],
  ['verify', (page) => fill(page, { email: ANNA, code: 'wrong' })],
  ['verify/resend'],
  ['forgot'],
  [`reset?code=${CODE}&done=resetSent`],
  ['login?done=verified'],
  ['login', (page) => fill(page, { email: ANNA, password: 'wrong' })],
  ['account', logInHere],
  ['account', (page) => page.locator('summary').click()],
  ['account/pairing'],
  ['account/pairing', (page) => fill(page, { password: 'secret' })],
  ['account/password', (page) => fill(page, { password: 'wrong', newPassword: 'new' })],
  ['account/address'],
  ['account/address?code=&done=addressSent'],
  ['account/delete'],
];

async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await page.fill(`#${name}`, value);
  await Promise.all([page.waitForEvent('load'), submit(page)]);
}

async function logInHere(page: Page): Promise<void> {
  if (page.url().includes('/login')) await fill(page, { email: ANNA, password: 'secret' });
}

for (const locale of ['en', 'de'])
  test(`axe finds nothing wrong with any page, and none is wider than its window (${locale})`, async ({
    serveSite,
    browserWindow,
  }) => {
    test.setTimeout(180_000);
    const site = await serveSite();
    site.accounts.add(ANNA, 'secret');
    site.accounts.add('bob@example.org', 'secret');
    const page = await (await browserWindow({ locale })).newPage();
    for (const [path, act] of PAGES) {
      await page.goto(`${site.origin}/v1/${path}`);
      await act?.(page);
      expect(await page.locator('html').getAttribute('lang')).toBe(locale);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(over, `${path} at ${width}`).toBeLessThanOrEqual(0);
        for (const colorScheme of schemesAt(width, locale)) {
          await page.emulateMedia({ colorScheme });
          expect(await accessibilityFaults({ page }), `${path}, ${width}, ${colorScheme}`).toEqual([]);
        }
      }
    }
  });

test('on a phone, everything to be touched is large enough for a thumb', async ({
  serveSite,
  browserWindow,
}) => {
  const site = await serveSite();
  site.accounts.add(ANNA, 'secret');
  const viewport = { width: 320, height: 640 };
  const page = await (await browserWindow({ viewport, hasTouch: true, isMobile: true })).newPage();
  for (const [path, act] of PAGES) {
    await page.goto(`${site.origin}/v1/${path}`);
    await act?.(page);
    const small = await page
      .locator(
        ':is(a:not(.skip, .notice a), button, input:not([type=checkbox]), label.check, summary):visible',
      )
      .evaluateAll((all) =>
        all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML),
      );
    expect(small, path).toEqual([]);
  }
});

test('an account is made by keyboard alone, and each stop of it is seen', async ({
  serveSite,
  browserWindow,
}) => {
  const site = await serveSite();
  const page = await (await browserWindow()).newPage();
  await page.goto(`${site.origin}/v1/register`);
  const stops: string[] = [];
  const tab = async () => {
    await page.keyboard.press('Tab');
    const { name, seen } = await page.evaluate(() => {
      const { activeElement: at } = document;
      const style = at && getComputedStyle(at);
      const name = at?.getAttribute('aria-label') ?? (at?.id || at?.textContent?.trim()) ?? '';
      return { name, seen: style?.outlineStyle !== 'none' && style?.outlineWidth !== '0px' };
    });
    expect(seen, name).toBe(true);
    stops.push(name);
  };
  for (let stop = 0; stop < 4; stop += 1) await tab();
  await page.keyboard.type(ANNA);
  await tab();
  await page.keyboard.type('secret');
  for (let stop = 0; stop < 3; stop += 1) await tab();
  expect(stops).toEqual([
    ...['Skip to the content', 'Buckets Relay', 'Deutsch', 'email', 'password', 'Show the password'],
    ...['Create the account', 'You have an account? Log in'],
  ]);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/v1/verify?**');
  expect(site.accounts.calls).toEqual([`register ${ANNA} secret -`]);
});

test('where something is wrong, the field that it is about has the keyboard', async ({
  serveSite,
  browserWindow,
}) => {
  const site = await serveSite();
  site.accounts.add(ANNA, 'secret');
  const page = await (await browserWindow()).newPage();
  await page.goto(`${site.origin}/v1/register`);
  await fill(page, { email: ANNA, password: 'secret' });
  await expect(page.getByLabel('E-mail address')).toBeFocused();
  await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription(/has an account already/);
  await expect(page.getByRole('alert')).toContainText('has an account already');
});

test('without JavaScript all of it works, and nothing that needs it is shown', async ({
  serveSite,
  browserWindow,
}) => {
  const site = await serveSite();
  const page = await (await browserWindow({ javaScriptEnabled: false })).newPage();
  await page.goto(`${site.origin}/v1/`);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('E-mail address').fill(ANNA);
  await page.getByLabel('Password', { exact: true }).fill('secret');
  await submit(page);
  await page.getByLabel('Code from the mail').fill(CODE);
  await submit(page);
  await page.getByLabel('Password', { exact: true }).fill('secret');
  await submit(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('2 devices are connected.');
  await expect(page.getByRole('button')).toHaveText(['Log out']);
  await page.getByRole('link', { name: 'Show a code to scan…' }).click();
  await page.getByLabel('Your password').fill('secret');
  await submit(page);
  await expect(page.getByRole('img', { name: 'QR code to connect a device with' })).toBeVisible();
  await expect(page.getByText('It hides itself')).toBeHidden();
  await page.goBack();
  await page.goto(`${site.origin}/v1/account`);
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page.getByRole('status')).toHaveText('You are logged out.');
});

test('a password can be looked at, and is sent as one', async ({ serveSite, browserWindow }) => {
  const site = await serveSite();
  site.accounts.add(ANNA, 'secret');
  const page = await (await browserWindow()).newPage();
  await page.goto(`${site.origin}/v1/login`);
  await page.getByLabel('E-mail address').fill(ANNA);
  const field = page.getByLabel('Password', { exact: true });
  await field.fill('secret');
  await page.getByRole('button', { name: 'Show the password' }).click();
  await expect(field).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: 'Hide the password' }).click();
  await expect(field).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Show the password' }).click();
  const typeWhenSent = await page.locator('form').evaluate((form: HTMLFormElement) => {
    addEventListener('submit', (event) => event.preventDefault());
    form.requestSubmit();
    return form.querySelector<HTMLInputElement>('#password')?.type;
  });
  expect(typeWhenSent).toBe('password');
});

test('a form is sent once, however often its button is pressed', async ({ serveSite, browserWindow }) => {
  const site = await serveSite();
  const page = await (await browserWindow()).newPage();
  await page.goto(`${site.origin}/v1/register`);
  await page.fill('#email', ANNA);
  await page.fill('#password', 'secret');
  await Promise.all([
    page.waitForURL('**/v1/verify?**'),
    page.locator('button[type=submit]').evaluate((button: HTMLButtonElement) => {
      for (let press = 0; press < 3; press += 1) button.click();
    }),
  ]);
  expect(site.accounts.calls).toEqual([`register ${ANNA} secret -`]);
});

test('what to type into a device is copied', async ({ serveSite, browserWindow }) => {
  const site = await serveSite();
  site.accounts.add(ANNA, 'secret');
  const context = await browserWindow({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.clock.install();
  await logIn(page, site);
  // What says so goes away by itself, however long the computer takes to look.
  await page.clock.pauseAt(Date.now() + 60 * 60_000);
  const said = page.getByRole('status').filter({ hasText: 'Copied' });
  for (const [name, text] of [
    ['Copy the address', `${site.origin}/v1/relay`],
    ['Copy the user name', ANNA],
  ] as const) {
    await page.getByRole('button', { name }).click();
    await expect(said).toHaveCount(1);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    await page.clock.runFor(2_000);
    await expect(said).toHaveCount(0);
  }
});

test('the code can be read by a camera, and hides after two minutes', async ({
  serveSite,
  browserWindow,
}, info) => {
  const site = await serveSite({ pairing: () => ({ fingerprint: undefined, id: undefined }) });
  site.accounts.add(ANNA, 'secret');
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await (await browserWindow({ colorScheme })).newPage();
    await page.clock.install();
    await logIn(page, site);
    await page.goto(`${site.origin}/v1/account/pairing`);
    await fill(page, { password: 'secret' });
    await expect(page.getByText('It hides itself after two minutes.')).toBeVisible();
    const path = info.outputPath(`code-${colorScheme}.png`);
    await page.getByRole('img', { name: /QR/ }).screenshot({ path });
    const { stdout } = await promisify(execFile)('zbarimg', ['--quiet', '--raw', path]);
    const url = encodeURIComponent(`${site.origin}/v1/relay`);
    expect(stdout.trim()).toBe(
      `buckets-relay://pair?v=1&url=${url}&user=${encodeURIComponent(ANNA)}&password=secret`,
    );
    await page.clock.fastForward(120_000);
    await page.waitForURL('**/v1/account');
    expect(await page.content()).not.toContain('secret');
  }
});

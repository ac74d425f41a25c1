import { expect, type Page } from '@playwright/test';
import { type AdminSite, fill, test } from '../helpers/adminSite';
import { accessibilityFaults, schemesAt } from '../helpers/axe';
import { addUser, email } from '../helpers/storeFixture';

// The operator's page in a real browser: for everybody's eyes, by keyboard, and on a phone.

const WIDTHS = [320, 480, 820, 1280];

/** Every page, those with something wrong on them too. */
const PAGES: readonly (readonly [path: string, act?: (page: Page) => Promise<void>])[] = [
  ['?done=deleted'],
  ['?part=nobody'],
  ['user?email=anna@example.org'],
  ['user?email=anna@example.org', (page) => page.locator('summary').click()],
  ['user?email=frida@example.org&done=blocked'],
  ['user?email=carl@example.org'],
  ['delete?id=4'],
  ['delete?id=4', withoutTicking],
  ['traffic'],
  ['traffic?days=1'],
  ['logins'],
  ['mails'],
  ['mails?before=1'],
  ['nowhere'],
];

async function withoutTicking(page: Page): Promise<void> {
  // As a browser does it that does not know what has to be filled in.
  await page.evaluate(() => document.querySelector('form')?.setAttribute('novalidate', ''));
  await Promise.all([page.waitForEvent('load'), page.getByRole('button').click()]);
}

for (const locale of ['en', 'de'])
  test(`axe finds nothing wrong with any page, and none is wider than its window (${locale})`, async ({
    serveAdmin,
    browserWindow,
  }) => {
    test.setTimeout(180_000);
    const site = await serveAdmin();
    await fill(site.store);
    const page = await enter(site, await (await browserWindow({ locale })).newPage());
    for (const [path, act] of PAGES) {
      await page.goto(site.home + path);
      await act?.(page);
      await looksRight(page, locale, path);
    }
    // Who is not let in.
    await page.goto(site.origin);
    await looksRight(page, locale, 'locked');
  });

async function looksRight(page: Page, locale: string, what: string): Promise<void> {
  expect(await page.locator('html').getAttribute('lang')).toBe(locale);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over, `${what} at ${width}`).toBeLessThanOrEqual(0);
    for (const colorScheme of schemesAt(width, locale)) {
      await page.emulateMedia({ colorScheme });
      expect(await accessibilityFaults({ page }), `${what}, ${width}, ${colorScheme}`).toEqual([]);
    }
  }
}

async function enter({ address, home }: AdminSite, page: Page): Promise<Page> {
  await page.goto(address);
  expect(page.url()).toBe(home);
  return page;
}

test('a user is found, blocked and deleted by keyboard alone', async ({ serveAdmin, browserWindow }) => {
  const site = await serveAdmin();
  await fill(site.store);
  const page = await enter(site, await (await browserWindow()).newPage());
  /** Goes on with the Tab key until something with this name has the focus, as it can be seen. */
  const reach = async (name: string) => {
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement;
        const field = element instanceof HTMLInputElement ? element.labels?.[0] : undefined;
        return (field ?? element)?.textContent ?? '';
      });
    for (let presses = 0; presses < 40 && (await focused()) !== name; presses += 1)
      await page.keyboard.press('Tab');
    expect(await focused()).toBe(name);
    const outline = await page.evaluate(() => {
      const style = document.activeElement && getComputedStyle(document.activeElement);
      return style?.outlineStyle;
    });
    expect(outline, name).not.toBe('none');
  };
  const press = (key: string) => Promise.all([page.waitForEvent('load'), page.keyboard.press(key)]);

  await reach('Skip to the content');
  await reach('Part of an address');
  await page.keyboard.type('anna');
  await press('Enter');
  await reach('anna@example.org');
  await press('Enter');
  await reach('Block');
  await press('Enter');
  await expect(page.getByRole('status')).toContainText('Blocked.');
  await reach('Delete…');
  await press('Enter');
  await reach('Yes, delete the user for good');
  await page.keyboard.press('Space');
  await reach('Delete the user');
  await press('Enter');
  await expect(page.getByRole('status')).toContainText('The user is deleted');
  expect(await site.store.users.byEmail(email('anna'))).toBeUndefined();
});

test('on a phone each cell says what it is, and all that is touched is large enough', async ({
  serveAdmin,
  browserWindow,
}) => {
  const site = await serveAdmin();
  await fill(site.store);
  await addUser(site.store, 'bert');
  const window = await browserWindow({
    viewport: { width: 320, height: 640 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await enter(site, await window.newPage());
  for (const path of ['', 'user?email=carl@example.org', 'traffic', 'logins', 'mails', 'delete?id=4']) {
    await page.goto(site.home + path);
    const small = await page
      .locator('a:not(.skip), button, input:not([type=hidden], [type=checkbox]), label.check, summary')
      .evaluateAll((elements) =>
        elements
          .filter((element) => element.getBoundingClientRect().height < 40)
          .map(({ outerHTML }) => outerHTML),
      );
    expect(small, path).toEqual([]);
    const untold = await page
      .locator('td[data-label]')
      .evaluateAll(
        (cells) => cells.filter((cell) => !/[a-z]/i.test(getComputedStyle(cell, '::before').content)).length,
      );
    expect(untold, path).toBe(0);
  }
  // Rows are still rows to who does not see them.
  await page.goto(site.home);
  await expect(page.getByRole('row')).toHaveCount(6);
});

test('the cookie goes to no other program at the same address', async ({ serveAdmin, browserWindow }) => {
  const [one, other] = [await serveAdmin(), await serveAdmin()];
  const window = await browserWindow();
  const page = await enter(one, await window.newPage());
  const [sent] = await Promise.all([
    page.waitForRequest((request) => request.url().startsWith(other.origin)),
    page.goto(`${other.origin}/`),
  ]);
  expect(await sent.headerValue('cookie')).toBeNull();
  const [again] = await Promise.all([
    page.waitForRequest((request) => request.url() === one.home),
    page.goto(one.home),
  ]);
  expect(await again.headerValue('cookie')).toMatch(/^session=/);
});

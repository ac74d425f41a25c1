import { expect, type Locator, type Page } from '@playwright/test';
import type { FieldName } from '../../main/web/pages/page';
import de from '../../renderer/account/texts/de.json' with { type: 'json' };
import en from '../../renderer/account/texts/en.json' with { type: 'json' };
import { accessibilityFaults } from './axe';

/** As narrow as a phone. */
export const PHONE = { width: 360, height: 740 };

/** Somebody at the accounts' pages, in a real browser. Each page has to fit it, and axe has nothing against it. */
export class PageVisitor {
  readonly texts: Readonly<Record<keyof typeof en, string>>;

  constructor(
    readonly page: Page,
    private readonly origin: string,
    readonly language: 'en' | 'de',
    /** Whether its browser runs scripts; axe is one. */
    private readonly withScripts: boolean,
  ) {
    this.texts = language === 'en' ? en : de;
  }

  /** A page by its path, or by the whole address that a mail has. */
  async open(where: string): Promise<void> {
    await this.page.goto(new URL(where, this.origin).href);
    await this.look();
  }

  async follow(link: keyof typeof en): Promise<void> {
    await this.click(this.page.getByRole('link', { name: this.texts[link], exact: true }));
  }

  /** Types into the page's form what is given, leaves what is there already, and sends it. */
  async submit(typed: Partial<Readonly<Record<FieldName, string>>>): Promise<void> {
    for (const [field, text] of Object.entries(typed)) {
      if (field === 'sure') await this.page.locator('#sure').check();
      else await this.page.locator(`#${field}`).fill(text);
    }
    await this.click(this.page.locator('main form button[type=submit]'));
  }

  /** That the page says this, be it of what was done or of what was wrong. */
  async reads(text: keyof typeof en): Promise<void> {
    await expect(this.page.locator('main')).toContainText(this.texts[text]);
  }

  async isAt(path: string): Promise<void> {
    await expect.poll(() => new URL(this.page.url()).pathname).toBe(path);
  }

  private async click(what: Locator): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), what.click()]);
    await this.look();
  }

  private async look(): Promise<void> {
    expect(await this.page.locator('html').getAttribute('lang')).toBe(this.language);
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide, this.page.url()).toBeLessThanOrEqual(PHONE.width);
    if (this.withScripts) expect(await accessibilityFaults(this), this.page.url()).toEqual([]);
  }
}

/** The link into the relay's pages that a mail has. */
export const linkIn = (text: string | undefined, origin: string): string =>
  text?.split(/\s/).find((word) => word.startsWith(`${origin}/v1/`)) ?? '';

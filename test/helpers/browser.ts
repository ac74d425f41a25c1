import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from '@playwright/test';
import { test as base } from './accountSite';

/** Where systems have a browser; Playwright's own is not installed for this. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];

interface Kit {
  browserWindow: (options?: BrowserContextOptions) => Promise<BrowserContext>;
}

interface WorkerKit {
  chromiumBrowser: Browser;
}

/** The pages in a real browser. Whatever it complains about fails the test. */
export const test = base.extend<Kit, WorkerKit>({
  chromiumBrowser: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what is used from it.
    async ({}, use) => {
      const executablePath = PLACES.find(existsSync);
      if (executablePath === undefined) throw new Error(`no browser is at ${PLACES.join(', ')}`);
      // As root it has no sandbox, and it opens pages of the tests alone.
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],

  browserWindow: async ({ chromiumBrowser }, use) => {
    const opened: BrowserContext[] = [];
    const complaints: string[] = [];
    await use(async (options = {}) => {
      const context = await chromiumBrowser.newContext({ reducedMotion: 'reduce', ...options });
      opened.push(context);
      context.on('weberror', (error) => complaints.push(String(error.error())));
      context.on('console', (message) => {
        // It says this of every answer that is no success.
        const isStatus = message
          .text()
          .startsWith('Failed to load resource: the server responded with a status');
        if (message.type() === 'error' && !isStatus) complaints.push(message.text());
      });
      return context;
    });
    for (const context of opened) await context.close();
    base.expect(complaints, 'what the browser complains about').toEqual([]);
  },
});

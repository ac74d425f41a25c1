import { mergeTests } from '@playwright/test';
import { dayOf } from '../../main/accounts/day';
import { createSiteServer } from '../../main/server/http/siteServer';
import type { ImportingStore } from '../../main/store/openStore';
import { createAdminAccess } from '../../main/web/admin/adminAccess';
import { createAdmin } from '../../main/web/admin/createAdmin';
import { adminViews } from './accountViews';
import { test as withBrowser } from './browser';
import { FormBrowser } from './formBrowser';
import { addUser, email, test as withStore } from './storeFixture';

// The operator's page on a real database, and what a relay would have written there.

/** When it is for the page. */
export const NOW = Date.UTC(2026, 10, 28, 12);

export const DAY_MS = 86_400_000;

export interface AdminSite {
  readonly port: number;
  readonly origin: string;
  /** What is told to whoever started it, which works once. */
  readonly address: string;
  /** Where the first page is, with a slash at its end. */
  readonly home: string;
  readonly store: ImportingStore;
  /** What went wrong that never should. */
  readonly failures: unknown[];
  /** A browser without a script, which opened the address. */
  enter(headers?: Readonly<Record<string, string>>): Promise<FormBrowser>;
}

interface Kit {
  serveAdmin: () => Promise<AdminSite>;
}

export const test = mergeTests(withBrowser, withStore).extend<Kit>({
  serveAdmin: async ({ open }, use) => {
    const stops: (() => Promise<void>)[] = [];
    await use(async () => {
      const store = await open({ now: () => NOW });
      const access = createAdminAccess();
      const failures: unknown[] = [];
      const admin = createAdmin({
        ...{ store, access, now: () => NOW },
        views: await adminViews(),
        onFailure: (error) => failures.push(error),
      });
      const server = createSiteServer({ host: '127.0.0.1', port: 0 }, admin);
      const listening = await server.start();
      if (!listening.ok) throw new Error(listening.error.kind);
      stops.push(server.stop);
      const { port } = listening.value;
      const origin = `http://127.0.0.1:${port}`;
      return {
        ...{ port, origin, store, failures },
        address: `${origin}/?key=${access.key}`,
        home: `${origin}${access.place}/`,
        async enter(headers = {}) {
          const browser = new FormBrowser(origin, headers);
          await browser.open(`/?key=${access.key}`);
          return browser;
        },
      };
    });
    for (const stop of stops) await stop();
  },
});

/** Users of all states, what passed for them, logins that were refused, and mails in each state. */
export async function fill(store: ImportingStore): Promise<void> {
  const anna = await addUser(store, 'anna', '$argon2id$secret-hash');
  const frida = await addUser(store, 'frida');
  await store.users.setBlocked(frida, true);
  await store.users.add({ email: email('carl'), passwordHash: '', verified: false });
  await addUser(store, 'a.very.long.address.of.somebody.who.likes.it.that.way.and.has.no.other');
  const traffic = [0, 1, 3, 6, 20, 29, 60].flatMap((ago) => [
    {
      day: dayOf(NOW - ago * DAY_MS),
      user: anna,
      address: '203.0.113.7',
      sent: 3_000_000,
      received: 5_000_000,
    },
    {
      day: dayOf(NOW - ago * DAY_MS),
      user: frida,
      address: '2001:db8:85a3:8d3:1319:8a2e:370:7344',
      sent: 40_000,
      received: 2_000,
    },
  ]);
  await store.traffic.add(traffic);
  await store.refusals.add([
    { day: dayOf(NOW), address: '198.51.100.4', reason: 'wrong', count: 1_234 },
    { day: dayOf(NOW), address: '2001:db8:1:2::/64', reason: 'throttled', count: 300 },
    { day: dayOf(NOW - 5 * DAY_MS), address: '', reason: 'unknown', count: 77 },
    { day: dayOf(NOW - 40 * DAY_MS), address: '198.51.100.9', reason: 'licence refused', count: 5 },
  ]);
  const mails = [
    ['verification', 'sent', 1, undefined, 5 * DAY_MS],
    ['reset', 'failed', 1, 'the mail server refused the recipient (550 5.1.1 no such user)', DAY_MS],
    ['newAddress', 'waiting', 4, 'the mail server cannot be reached', 61 * 60_000],
    ['verification', 'waiting', 1, 'the mail server cannot be reached', 59 * 60_000],
  ] as const;
  for (const [kind, state, attempts, problem, ago] of mails)
    await store.mails.add({ at: NOW - ago, kind, to: email('anna'), state, attempts, problem });
}

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as base } from '@playwright/test';
import { dayOf } from '../../main/accounts/day';
import type { TrafficStore } from '../../main/accounts/stores';
import { err, ok } from '../../main/lib/result';
import { makeRelayId } from '../../main/protocol/relayId';
import { respond } from '../../main/server/http/routes';
import type { ReadBody } from '../../main/server/http/site';
import { createOriginCheck } from '../../main/web/originCheck';
import { createPages, type PagesOptions } from '../../main/web/pages/createPages';
import { accountViews } from './accountViews';
import { MemoryAccounts } from './memoryAccounts';

export { CODE } from './memoryAccounts';

/** When it is for the pages. */
export const NOW = Date.UTC(2026, 10, 28, 12);

export interface AccountSite {
  /** Where it is, without a slash at its end. */
  readonly origin: string;
  readonly accounts: MemoryAccounts;
  /** What went wrong in a page. */
  readonly failures: unknown[];
}

interface Kit {
  /** The pages on a free port, with accounts in memory behind them, and a path before them if that is asked for. */
  serveSite: (options?: Partial<PagesOptions>, prefix?: string) => Promise<AccountSite>;
}

const SAMPLE_DEVICES = [
  { name: 'b2Wn…r9Ls', ms: 4 * 60_000 },
  { name: '7kQm…x4Fd', ms: 3 * 3_600_000 },
];

/** Bytes for a week and a bit, quiet days among them. */
const traffic: Pick<TrafficStore, 'ofUser'> = {
  ofUser: async () =>
    [25, 24, 22, 21, 20, 19, 14, 13, 12, 9, 8, 5, 4, 3, 1, 0].map((ago, index) => ({
      day: dayOf(NOW - ago * 86_400_000),
      sent: 90_000 * ((index * 7) % 11) + 12_000,
      received: 130_000 * ((index * 5) % 7),
    })),
};

const readBodyOf =
  (request: IncomingMessage): ReadBody =>
  async (most) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of request) {
      bytes += chunk.length;
      if (bytes > most) return err('tooLarge');
      chunks.push(chunk);
    }
    return ok(Buffer.concat(chunks));
  };

export const test = base.extend<Kit>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what is used from it.
  serveSite: async ({}, use) => {
    const started: ReturnType<typeof createServer>[] = [];
    const views = await accountViews();
    await use(async (options = {}, prefix = '') => {
      const accounts = new MemoryAccounts();
      const failures: unknown[] = [];
      const site = createPages({
        registration: accounts.registration,
        actions: accounts.actions,
        login: accounts.login,
        traffic,
        views,
        rules: { mode: 'open', privateAccounts: false },
        devicesOf: async () => SAMPLE_DEVICES,
        pairing: () => ({ fingerprint: undefined, id: makeRelayId() }),
        reached: { publicUrl: undefined, tls: false, pathPrefix: prefix },
        isForeign: createOriginCheck(),
        onFailure: (error) => failures.push(error),
        now: () => NOW,
        ...options,
      });
      const server = createServer(async (request, response) => {
        const path = (request.url ?? '').replace(/\?.*$/, '');
        const own = path.startsWith(prefix) ? path.slice(prefix.length) : path;
        const signal = new AbortController().signal;
        const answer = await site.answer(request, own, '203.0.113.7', readBodyOf(request), signal);
        respond(
          request,
          response,
          answer ?? { status: 404, reason: 'Not Found', headers: {}, body: 'Not Found' },
        );
      });
      started.push(server);
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      const { port } = server.address() as AddressInfo;
      return { origin: `http://127.0.0.1:${port}${prefix}`, accounts, failures };
    });
    for (const server of started) {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    }
  },
});

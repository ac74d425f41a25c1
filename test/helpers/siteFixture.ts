import { PlayedSite } from './playedSite';
import { test as base, expect, type TestRelay } from './relayFixture';

export { expect };

// A relay with a site beside it, and what is posted to it.

export const test = base.extend<{ site: PlayedSite; visited: TestRelay }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  site: async ({}, use) => use(new PlayedSite()),
  visited: async ({ startRelay, site }, use) => use(await startRelay({ site, pathPrefix: '/buckets' })),
});

export const head = (path: string, ...lines: readonly string[]) =>
  `${[`POST ${path} HTTP/1.1`, 'Host: relay', ...lines].join('\r\n')}\r\n\r\n`;

export const withLength = (body: string, path = '/v1/echo') =>
  head(path, `Content-Length: ${body.length}`) + body;

export const inChunks = (...chunks: readonly string[]) =>
  head('/v1/echo', 'Transfer-Encoding: chunked') +
  [...chunks, ''].map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('');

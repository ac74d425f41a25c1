import { defineConfig } from '@playwright/test';
import type { DatabaseOptions } from './test/helpers/accountsDatabase';
import type { RelayOptions } from './test/helpers/relayFixture';

// One runner for all kinds of test: plain Node tests need no browser, and the app brings its own.
export default defineConfig<RelayOptions & DatabaseOptions>({
  testMatch: '**/*.test.ts',
  outputDir: 'test-results',
  reporter: [['list'], ['./test/helpers/countReporter.ts']],
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // One more than the smallest machine has processors: many tests wait for clocks and networks.
  workers: 3,
  timeout: 30_000,
  // What is waited for comes late on a busy computer, and all workers together make it one.
  expect: { timeout: 15_000 },
  projects: [
    // What takes longest comes first, and what is short last, so that all workers have something to do to the end.
    // The real app, one at a time: two of them would share a display, a session bus and its one tray.
    { name: 'e2e', testDir: 'test/e2e', timeout: 60_000, workers: 1 },
    // What is made for others to install. Each brings a display and a bus of its own.
    { name: 'package', testDir: 'test/package', timeout: 180_000, workers: 1 },
    { name: 'integration', testDir: 'test/integration', fullyParallel: true },
    // Without the fast way for data all has to be the same.
    {
      name: 'ordinary',
      testDir: 'test/integration',
      testMatch:
        /(relayServer(Stream|Traffic|Presence)?|accounts(Login|Presence)|malformedWebsocket|backpressure|bounds|unfinishedMessages|fuzz)\.test\.ts/,
      fullyParallel: true,
      use: { fastPath: false },
    },
    // The same accounts on the other database.
    {
      name: 'postgres',
      testDir: 'test/integration',
      testMatch:
        /(store(Users|Traffic|Codes|CodesModel|Sessions|Invites|Mails|Import)|multiUser|accountActions)\.test\.ts/,
      fullyParallel: true,
      use: { engine: 'postgres' },
    },
    // Devices on three nodes that act as one relay, by chance: nobody may notice.
    {
      name: 'cluster',
      testDir: 'test/integration',
      testMatch:
        /(relayServer(Stream|Presence)?|accountsPresence|malformedWebsocket|backpressure|bounds|fuzz|dataPath(Equivalence|Paused)|manyDevices|clientTransfer(End)?|client)\.test\.ts/,
      fullyParallel: true,
      use: { nodes: 3 },
    },
    // Short ones, and many in a file: each would be loaded by every worker.
    { name: 'unit', testDir: 'test/unit' },
  ],
});

// What main/server/relayServer.ts knows of ws beyond its published types; this project does not include main/ as a whole.
/// <reference path="../../main/lib/ws.d.ts" />
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import type { ServerEvent } from '../../main/server/events';
import { isAuthenticator } from '../../main/server/login/authenticator';
import { createRelayServer, type RelayServer, type RelayServerOptions } from '../../main/server/relayServer';
import { listenOn } from './ports';
import { Log } from './queue';
import { type DeviceOptions, RawDevice } from './rawDevice';
import { RawSocket } from './rawSocket';

export { expect };

export const ACCOUNT = { username: 'household', password: 'correct horse battery staple' };

/** A relay that runs, everything it said, and devices for it. */
export interface TestRelay {
  readonly server: RelayServer;
  readonly port: number;
  readonly url: string;
  readonly events: Log<ServerEvent>;
  /** A bare connection. */
  raw(): Promise<RawSocket>;
  /** Connected, but its key is not proved. */
  stranger(options?: Partial<DeviceOptions>): Promise<RawDevice>;
  /** Connected and accepted. */
  device(options?: Partial<DeviceOptions>): Promise<RawDevice>;
}

/** What a project may choose. */
export interface RelayOptions {
  /** Whether relays have their fast way for data: everything has to hold without it too. */
  fastPath: boolean;
}

interface Kit extends RelayOptions {
  /** Fails the test for what happened behind its back. */
  faults: undefined;
  /** To be undone after the test, last first. */
  undo: (work: () => unknown) => void;
  relay: TestRelay;
  /** A relay with other options than `relay` has. */
  startRelay: (options?: Partial<RelayServerOptions>) => Promise<TestRelay>;
  /** An empty folder of the test's own. */
  folder: string;
  /** Takes a port of 127.0.0.1 away; which one is for the system to say, unless it is given. */
  occupy: (port?: number) => Promise<Occupied>;
}

export interface Occupied {
  readonly port: number;
  free(): Promise<void>;
}

export const test = base.extend<Kit>({
  fastPath: [true, { option: true }],

  faults: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      const faults: string[] = [];
      const note = (fault: unknown) => void faults.push(String(fault));
      const warned = (warning: Error) => {
        if (warning.name === 'MaxListenersExceededWarning') note(warning);
      };
      process.on('unhandledRejection', note);
      process.on('uncaughtException', note);
      process.on('warning', warned);
      await use(undefined);
      // A rejection is only told once the promise jobs that are due have run.
      await new Promise(setImmediate);
      process.off('unhandledRejection', note);
      process.off('uncaughtException', note);
      process.off('warning', warned);
      expect(faults, 'unhandled rejections, uncaught exceptions and leaked listeners').toEqual([]);
    },
    { auto: true },
  ],

  // Depends on `faults`, so that whatever goes wrong while things are undone is seen too.
  undo: async ({ faults: _ }, use) => {
    const works: (() => unknown)[] = [];
    await use((work) => void works.push(work));
    for (const work of works.reverse()) await work();
  },

  startRelay: async ({ undo, fastPath }, use) => {
    await use(async (options = {}) => {
      const events = new Log<ServerEvent>();
      const server = createRelayServer({
        credentials: ACCOUNT,
        port: 0,
        address: '127.0.0.1',
        onEvent: events.add,
        fastPath,
        ...options,
      });
      undo(() => server.stop());
      const started = await server.start();
      if (!started.ok) throw new Error(`not started: ${JSON.stringify(started.error)}`);
      const { port, address } = started.value;
      const { credentials = ACCOUNT } = options;
      const account = isAuthenticator(credentials) ? ACCOUNT : credentials;
      const stranger = async (more: Partial<DeviceOptions> = {}) => {
        const device = await RawDevice.open({ port, host: address, ...account, ...more });
        undo(() => device.raw.end());
        return device;
      };
      return {
        server,
        port,
        url: `http://${address.includes(':') ? `[${address}]` : address}:${port}/v1/relay`,
        events,
        stranger,
        async raw() {
          const socket = await RawSocket.open(port, address);
          undo(() => socket.end());
          return socket;
        },
        device: async (more) => (await stranger(more)).login(),
      };
    });
  },

  relay: async ({ startRelay }, use) => use(await startRelay()),

  folder: async ({ faults: _ }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-test-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },

  occupy: async ({ undo }, use) => {
    await use(async (port = 0) => {
      const server = createServer();
      const taken = await listenOn(server, port);
      let freed: Promise<void> | undefined;
      const free = () => {
        freed ??= new Promise((resolve) => server.close(() => resolve()));
        return freed;
      };
      undo(free);
      return { port: taken, free };
    });
  },
});

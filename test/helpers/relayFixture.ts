// What main/server/relayServer.ts knows of ws beyond its published types; this project does not include main/ as a whole.
/// <reference path="../../main/lib/ws.d.ts" />
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import type { ServerEvent } from '../../main/server/events';
import { isAuthenticator } from '../../main/server/login/authenticator';
import type { RelayServer, RelayServerOptions } from '../../main/server/relayServer';
import { type NatsServer, startNats } from './natsServer';
import { asOne, startNodes } from './nodes';
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
  /** Resolves when its nodes have nothing more to say to each other of what has happened. */
  settle(): Promise<void>;
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
  /** How many nodes act as one relay; each device comes to one of them by chance. */
  nodes: number;
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

interface WorkerKit {
  /** The address of a NATS server that runs as long as the worker does, from when it is first asked for. */
  nats: () => Promise<string>;
}

export interface Occupied {
  readonly port: number;
  free(): Promise<void>;
}

export const test = base.extend<Kit, WorkerKit>({
  fastPath: [true, { option: true }],
  nodes: [1, { option: true }],

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

  nats: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      let server: Promise<NatsServer> | undefined;
      await use(async () => {
        server ??= startNats();
        return (await server).url;
      });
      await (await server)?.stop();
    },
    { scope: 'worker' },
  ],

  startRelay: async ({ undo, fastPath, nodes, nats }, use) => {
    await use(async (options = {}) => {
      const events = new Log<ServerEvent>();
      const base = { credentials: ACCOUNT, port: 0, address: '127.0.0.1', onEvent: events.add, fastPath };
      const { nodes: started, settle } = await startNodes(nodes, nats, { ...base, ...options }, undo);
      const [{ port, address }] = started;
      const { credentials = ACCOUNT } = options;
      const account = isAuthenticator(credentials) ? ACCOUNT : credentials;
      const stranger = async (more: Partial<DeviceOptions> = {}) => {
        const node = started[Math.floor(Math.random() * started.length)] ?? started[0];
        const device = await RawDevice.open({ port: node.port, host: address, ...account, ...more });
        undo(() => device.raw.end());
        return device;
      };
      return {
        server: asOne(started),
        port,
        url: `http://${address.includes(':') ? `[${address}]` : address}:${port}/v1/relay`,
        events,
        settle,
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

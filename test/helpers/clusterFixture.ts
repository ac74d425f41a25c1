import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { type NatsServer, startNats } from './natsServer';
import { Cli } from './processes';
import { type Keys, RawDevice } from './rawDevice';
import { ACCOUNT, test as base } from './relayFixture';

/** A node of a relay, in a process of its own. */
export interface NodeProcess {
  readonly cli: Cli;
  readonly port: number;
  /** A device of the household, logged in there. */
  device(keys?: Keys): Promise<RawDevice>;
  /** Resolves once it has said so. */
  says(what: RegExp): Promise<unknown>;
  kill(signal: NodeJS.Signals): void;
}

interface Kit {
  /** A server of the test's own. */
  ownNats: NatsServer;
  /** Starts a node over the server at this address. */
  startNode: (address: string) => Promise<NodeProcess>;
  /** Starts so many nodes over the servers at these addresses, one each, and resolves when all have found each other. */
  startProcesses: (addresses: readonly string[]) => Promise<NodeProcess[]>;
}

export const test = base.extend<Kit, { nodeProcess: string }>({
  ownNats: async ({ undo }, use) => {
    const server = await startNats();
    undo(() => server.stop());
    await use(server);
  },

  startNode: async ({ undo, nodeProcess }, use) => use((address) => start(nodeProcess, address, undo)),

  startProcesses: async ({ startNode }, use) => {
    await use(async (addresses) => {
      const started = await Promise.all(addresses.map(startNode));
      const others = new RegExp(`others ${addresses.length - 1}\n`);
      await Promise.all(started.map((node) => node.says(others)));
      return started;
    });
  },

  nodeProcess: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-node-process-'));
      await bundle(folder);
      await use(join(folder, 'process.cjs'));
      await rm(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

async function start(file: string, nats: string, undo: (work: () => unknown) => void): Promise<NodeProcess> {
  const { username, password } = ACCOUNT;
  const cli = new Cli(spawn(process.execPath, [file, nats, 'processes', username, password]));
  undo(async () => {
    cli.child.kill('SIGKILL');
    await cli.exited;
  });
  const [, port] = await cli.until('stdout', /port (\d+)\n/);
  return {
    cli,
    port: Number(port),
    async device(keys) {
      const device = await RawDevice.open({ port: Number(port), ...ACCOUNT, ...(keys && { keys }) });
      undo(() => device.raw.end());
      return device.login();
    },
    says: (what) => cli.until('stdout', what),
    kill: (signal) => void cli.child.kill(signal),
  };
}

/** With all of the relay inside, and its packages outside. */
async function bundle(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      target: 'node20.18',
      outDir: folder,
      emptyOutDir: false,
      ssr: join(import.meta.dirname, 'nodeProcess.ts'),
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'process.cjs', codeSplitting: false } },
    },
  });
  await symlink(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'), 'junction');
}

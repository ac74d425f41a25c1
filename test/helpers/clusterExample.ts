import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { loadArgon2 } from '../../main/accounts/passwords/argon2';
import { OWN_COST } from '../../main/accounts/passwords/passwordHash';
import { openStore } from '../../main/store/openStore';
import type { Cli } from './commandLine';
import { test as base } from './multiUserRelay';
import { type NatsServer, startNats } from './natsServer';
import { freePort } from './ports';
import { isInstalled, nginxBefore, startProxy } from './reverseProxies';
import { addUser } from './storeFixture';

// The cluster of docker/compose.cluster.yml, as processes of this computer: its variables, its file for NATS, and the
// example of nginx before it.

const DOCKER = join(import.meta.dirname, '../../docker');

export const PASSWORDS = { POSTGRES_PASSWORD: '7e3S3CR3T', NATS_PASSWORD: '7e3H1DD3N' };

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly configs: Readonly<Record<string, { readonly content: string }>>;
}

export interface ComposeService {
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly stop_grace_period?: string;
  readonly networks: readonly string[] | Readonly<Record<string, { readonly ipv4_address: string }>>;
}

/** What compose makes of the file, with variables that have values. */
export async function readCompose(): Promise<Compose> {
  const text = await readFile(join(DOCKER, 'compose.cluster.yml'), 'utf8');
  const values: Readonly<Record<string, string>> = PASSWORDS;
  const fill = (value: string) =>
    value.replace(
      /\$\{(\w+):([?-])[^}]*\}/g,
      (_, name: string, kind: string) => values[name] ?? (kind === '-' ? '' : `no ${name}`),
    );
  // It fills in what it has parsed.
  const reviver = (_: unknown, value: unknown) => (typeof value === 'string' ? fill(value) : value);
  return parse(text, reviver, { merge: true }) as Compose;
}

/** Seconds in a text like `40s`. */
export const seconds = (text = ''): number => Number(/^(\d+)s$/.exec(text)?.[1]);

/** The documents of the file for Kubernetes. */
export async function readKubernetes(): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(join(DOCKER, 'kubernetes.cluster.yaml'), 'utf8');
  return parseAllDocuments(text).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS() as Record<string, unknown>;
  });
}

export const NODES = ['node-1', 'node-2', 'node-3'] as const;

export interface StartedCluster {
  /** Where the balancer listens. */
  readonly port: number;
  readonly nodePorts: readonly number[];
  readonly nodes: Cli[];
  /** Where NATS listens; ended and started by whoever wants that. */
  readonly nats: NatsServer;
  readonly natsConfig: string;
  /** Begins to end a node, as a deploy does. */
  terminate(node: number): Cli;
  /** Starts one anew in its place, and resolves when it is ready and has found the others. */
  restart(node: number): Promise<void>;
}

interface Kit {
  /** Makes users with PASSWORD. */
  addUsers: (names: readonly string[]) => Promise<void>;
  /** Starts all of it; a node that ends drains for so long. */
  startCluster: (drainSeconds: number) => Promise<StartedCluster>;
}

export { expect } from './multiUserRelay';

export const PASSWORD = 'correct horse';

export const test = base.extend<Kit>({
  addUsers: async ({ database }, use) =>
    use(async (names) => {
      const argon2 = await loadArgon2();
      if (!argon2.ok) throw new Error(argon2.error);
      const hash = await argon2.value.hash(PASSWORD, OWN_COST);
      const store = await openStore(database, { create: true });
      for (const name of names) await addUser(store, name, hash);
      await store.close();
    }),

  startCluster: async ({ cli, database, folder, undo }, use, info) => {
    info.skip(!isInstalled({ command: 'nginx' }), 'nginx is not installed');
    await use(async (drainSeconds) => {
      const { services, configs } = await readCompose();
      const config = join(folder, 'nats.conf');
      await writeFile(config, configs.nats?.content ?? '');
      const nats = await startNats(['-c', config]);
      undo(() => nats.stop());
      const nodePorts = [await freePort(), await freePort(), await freePort()];
      const start = async (node: number): Promise<Cli> => {
        const metrics = await freePort();
        const env = {
          ...services[NODES[node] ?? '']?.environment,
          RELAY_CLUSTER:
            services['node-1']?.environment?.RELAY_CLUSTER?.replace('nats:4222', nats.url.slice(7)) ?? '',
          RELAY_DRAIN_SECONDS: String(drainSeconds),
          RELAY_METRICS: `127.0.0.1:${metrics}`,
          RELAY_TRUST_PROXY: 'loopback',
          RELAY_PORT: String(nodePorts[node]),
          // As the image sets them.
          ...{ RELAY_MULTI_USER: 'true', RELAY_DATABASE: database },
        };
        const running = cli(['server'], { env });
        await running.until('stdout', /listening on/);
        return running;
      };
      // All at once, on a database that is still empty.
      const nodes = await Promise.all([start(0), start(1), start(2)]);
      const port = await freePort();
      undo(await startProxy(nginxBefore(nodePorts), { folder, port }));
      await Promise.all(nodes.map(meetsOthers));
      return {
        ...{ port, nodePorts, nodes, nats, natsConfig: config },
        terminate(node) {
          const ending = nodes[node];
          if (!ending) throw new Error(`no node ${node}`);
          ending.child.kill('SIGTERM');
          return ending;
        },
        async restart(node) {
          nodes[node] = await start(node);
          await meetsOthers(nodes[node]);
        },
      };
    });
  },
});

/** Resolves when the node has a session with each of the two others. */
async function meetsOthers(node: Cli): Promise<void> {
  const [, url = ''] = await node.until('stderr', /(http:\S+\/metrics)/);
  const figures = async () => (await fetch(url)).text();
  while (!(await figures()).includes('\nbuckets_relay_cluster_nodes 2\n'))
    await new Promise((resolve) => setTimeout(resolve, 50));
}

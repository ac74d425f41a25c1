import { type ClusterNode, createClusterNode } from '../../main/cluster/clusterNode';
import type { Exchange, ExchangeHandler } from '../../main/cluster/exchange';
import { connectNats, type NatsExchange } from '../../main/cluster/nats/natsExchange';
import type { ConnId } from '../../main/protocol/relay';
import { createRelayServer, type RelayServer, type RelayServerOptions } from '../../main/server/relayServer';

export interface StartedNode {
  readonly server: RelayServer;
  readonly port: number;
  readonly address: string;
}

/** Nodes that act as one relay. */
export interface StartedNodes {
  readonly nodes: readonly [StartedNode, ...StartedNode[]];
  /** Resolves when all that they were saying to each other has been heard, and what was said upon that. */
  settle(): Promise<void>;
}

/** Starts so many nodes that act as one relay; a single one is a relay alone. */
export async function startNodes(
  count: number,
  nats: () => Promise<string>,
  options: RelayServerOptions,
  undo: (work: () => unknown) => void,
): Promise<StartedNodes> {
  if (count === 1) return { nodes: [await startNode(options, undo)], settle: async () => {} };
  const url = await nats();
  const name = `test-${++relays}`;
  const nodes: ClusterNode[] = [];
  const barrier = new Barrier(`barrier.${name}`);
  for (let i = 0; i < count; i++) {
    const exchange = await connectNats(
      { servers: [url] },
      { onLost() {}, onRestored() {}, onForbidden: fail, onError: fail },
    );
    if (!exchange.ok) throw new Error(exchange.error.detail);
    undo(() => exchange.value.close());
    nodes.push(createClusterNode(barrier.join(exchange.value), name));
  }
  const started: StartedNode[] = [];
  for (const [index, node] of nodes.entries()) {
    undo(node.stop);
    // One port for all is a balancer's affair.
    const port = index === 0 ? options.port : 0;
    started.push(await startNode({ ...options, port, join: node.join }, undo));
  }
  while (nodes.some((node) => node.others() < count - 1)) await new Promise(setImmediate);
  const [first, ...rest] = started;
  if (!first) throw new Error('no node');
  return { nodes: [first, ...rest], settle: () => barrier.settle() };
}

/** So many times what was heard may have something else said: a request, an ask back, an offer, its acceptance, data. */
const ROUNDS = 6;

/** What each of some exchanges publishes last tells the others that all it published before has come. */
class Barrier {
  private readonly exchanges: Exchange[] = [];
  private missing = 0;
  private passed = () => {};

  constructor(private readonly subject: string) {}

  join(exchange: NatsExchange): NatsExchange {
    this.exchanges.push(exchange);
    exchange.subscribe(this.subject);
    const listen = (handler: ExchangeHandler) =>
      exchange.listen({
        received: (subject, message) =>
          subject === this.subject ? this.came() : handler.received(subject, message),
        restored: () => handler.restored(),
      });
    return {
      listen,
      subscribe: (subject) => exchange.subscribe(subject),
      publish: (subject, message) => exchange.publish(subject, message),
      get isConnected() {
        return exchange.isConnected;
      },
      close: () => exchange.close(),
    };
  }

  async settle(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      this.missing = this.exchanges.length * (this.exchanges.length - 1);
      const all = new Promise<void>((resolve) => (this.passed = resolve));
      for (const exchange of this.exchanges) exchange.publish(this.subject, new Uint8Array());
      await all;
    }
  }

  private came(): void {
    this.missing -= 1;
    if (this.missing === 0) this.passed();
  }
}

/** Each node counts its connections from one. */
const apart =
  (node: number) =>
  <T extends { readonly conn: ConnId }>(one: T): T => ({ ...one, conn: one.conn + node * 1_000_000 });

/** What can be done with one relay, done with all its nodes. */
export const asOne = (started: readonly [StartedNode, ...StartedNode[]]): RelayServer => {
  const servers = started.map(({ server }) => server);
  return {
    ...started[0].server,
    expel: (key) => servers.forEach((server) => void server.expel(key)),
    // In production each node learns of it by itself, from the database.
    expelAccount: (account) => servers.forEach((server) => void server.expelAccount(account)),
    traffic: () => servers.flatMap((server, index) => server.traffic().map(apart(index))),
    messageTraffic: () => servers.flatMap((server, index) => server.messageTraffic().map(apart(index))),
    async stop(drainMs) {
      await Promise.all(servers.map((server) => server.stop(drainMs)));
    },
  };
};

/** Relays of one test process share an exchange. */
let relays = 0;

function fail(text: string): never {
  throw new Error(`the exchange: ${text}`);
}

async function startNode(
  options: RelayServerOptions,
  undo: (work: () => unknown) => void,
): Promise<StartedNode> {
  const server = createRelayServer(options);
  undo(() => server.stop());
  const listening = await server.start();
  if (!listening.ok) throw new Error(`not started: ${JSON.stringify(listening.error)}`);
  return { server, ...listening.value };
}

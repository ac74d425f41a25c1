import { randomBytes } from 'node:crypto';
import { systemClock } from '../lib/clock';
import type { JoinCluster } from '../server/distant';
import { type ClusterRelay, createClusterRelay } from './clusterRelay';
import type { Exchange, ExchangeHandler } from './exchange';
import type { NodeId } from './nodeId';
import { preciseNow } from './stamp';
import { createSubjects } from './subjects';

/** This node, as one of several. */
export interface ClusterNode {
  readonly id: NodeId;
  /** For `createRelayServer`. */
  readonly join: JoinCluster;
  /** How many other nodes it has a session with. */
  readonly others: () => number;
  /** Tells the others that it ends; its devices are to be gone before. */
  stop(): void;
}

/** `name`: the same for all nodes that act as one, and another one for others on the same exchange. */
export function createClusterNode(
  exchange: Exchange & { listen(handler: ExchangeHandler): void },
  name: string,
): ClusterNode {
  const own = randomBytes(8).toString('hex') as NodeId;
  const nodes: ClusterRelay[] = [];
  const all = (work: (node: ClusterRelay) => void) => nodes.forEach(work);
  exchange.listen({
    received: (subject, message) => all(({ handler }) => handler.received(subject, message)),
    restored: () => all(({ handler }) => handler.restored()),
  });
  return {
    id: own,
    join(relay, host, label) {
      const node = createClusterRelay(relay, host, {
        ...{ own, exchange, subjects: createSubjects(`${name}.${label}`), clock: systemClock },
        now: () => performance.now(),
        wallNow: preciseNow,
        draw: () => randomBytes(4).readUInt32BE() || 1,
      });
      nodes.push(node);
      return node;
    },
    others: () => Math.min(...nodes.map(({ mesh }) => mesh.up().length)),
    stop: () => all((node) => node.stop()),
  };
}

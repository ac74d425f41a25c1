import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { generateIdentity } from '../../protocol/identity';
import { readAlive } from '../messages';
import type { NodeId } from '../nodeId';
import { preciseNow } from '../stamp';
import { type AccountHash, createSubjects, deviceHash } from '../subjects';

/** Which subjects of a cluster, as patterns, a login may not use. */
export interface ProbedRights {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** Until what was said had come back, at the most; undefined where nothing did. */
  readonly ms: number | undefined;
}

/** Says something on a subject of each kind that nodes use, and looks whether it comes back. No node takes it for more. */
export async function probeRights(connection: NatsConnection, name: string): Promise<ProbedRights> {
  const unheard = new Set<string>();
  const times = new Map<string, number>();
  const token = randomBytes(16);
  const subjects = subjectsOf(name);
  const said = new Map<string, number>();
  for (const [subject, pattern, listened] of subjects)
    connection.subscribe(listened, {
      callback(error, { data }) {
        if (error) unheard.add(pattern);
        else if (token.equals(data)) times.set(pattern, performance.now() - (said.get(subject) ?? 0));
      },
    });
  // What is forbidden, and what comes back, a server says before it answers this.
  await connection.flush();
  for (const [subject] of subjects) {
    said.set(subject, performance.now());
    connection.publish(subject, token);
  }
  await connection.flush();
  const patterns = subjects.map(([, pattern]) => pattern);
  return {
    // Where nothing may be heard, nobody can tell from here what may be said.
    publish: patterns.filter((pattern) => !times.has(pattern) && !unheard.has(pattern)),
    subscribe: [...unheard],
    ms: times.size > 0 ? Math.max(...times.values()) : undefined,
  };
}

/** One subject of each kind, the pattern of its kind, and what nodes listen to of it. */
function subjectsOf(name: string): [subject: string, pattern: string, listened: string][] {
  const id = randomBytes(8).toString('hex') as NodeId;
  const account = randomBytes(16).toString('hex') as AccountHash;
  const { publicKey } = generateIdentity();
  return ['devices', 'tests'].flatMap((label) => {
    const prefix = `${name}.${label}`;
    const subjects = createSubjects(prefix);
    return [
      [subjects.nodes, subjects.nodes, subjects.nodes],
      [subjects.node(id), `${prefix}.node.*`, subjects.node(id)],
      [subjects.device(deviceHash(publicKey)), subjects.devices, subjects.devices],
      [subjects.account(account), subjects.accounts, subjects.accounts],
    ] satisfies [string, string, string][];
  });
}

/** A node that is alive. */
export interface ProbedNode {
  readonly id: NodeId;
  /** How far its clock is ahead of this computer's, in milliseconds. */
  readonly aheadMs: number;
}

/** Far more nodes than there ever are. */
const MAX_NODES = 1_000;

/** Listens for `ms` milliseconds to who says that it is alive. */
export async function listenForNodes(
  connection: NatsConnection,
  name: string,
  ms: number,
): Promise<ProbedNode[]> {
  const nodes = new Map<NodeId, ProbedNode>();
  const subscription = connection.subscribe(createSubjects(`${name}.devices`).nodes, {
    callback(error, { data }) {
      const alive = error ? undefined : readAlive(data);
      if (!alive || nodes.size >= MAX_NODES) return;
      nodes.set(alive.node, { id: alive.node, aheadMs: alive.time / 1_000 - preciseNow() });
    },
  });
  await sleep(ms);
  subscription.unsubscribe();
  return [...nodes.values()];
}

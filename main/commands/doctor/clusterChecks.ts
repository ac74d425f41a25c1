import type { NatsConnection } from '@nats-io/transport-node';
import type { Check, Finding } from '../../../preload/doctor';
import { check } from '../../app/doctor/verdict';
import { listenForNodes, type ProbedNode, probeRights } from '../../cluster/nats/clusterProbe';
import type { NatsOptions } from '../../cluster/nats/natsExchange';
import { probeServer } from '../../cluster/nats/natsProbe';
import { readNatsSettings } from '../../cluster/nats/natsSettings';
import { type ClusterOptions, natsSettingsOf } from '../server/cluster/clusterOptions';

/** What one of several nodes is told of the others. */
export interface ClusterSettings extends ClusterOptions {
  readonly cluster: string;
}

/** Nodes say every second that they are alive, in milliseconds. */
const LISTEN_MS = 2_000;

/** Clocks that differ by less do so because a message takes its time, in milliseconds. */
const MOST_APART_MS = 2_000;

/** Looks at each link from this computer to the other nodes, and changes nothing. */
export async function clusterChecks(settings: ClusterSettings): Promise<Check[]> {
  const read = await readNatsSettings(natsSettingsOf(settings.cluster, settings));
  if (!read.ok) return [check('nats', { kind: 'clusterSettingsBad', detail: read.error }), ...withoutNats()];
  const servers = await Promise.all(read.value.servers.map((server) => serverCheck(read.value, server)));
  const connections = servers.flatMap(({ connection }) => connection ?? []);
  const [first] = connections;
  const others = first ? await throughNats(first, settings.clusterName) : withoutNats();
  await Promise.all(connections.map((connection) => connection.close()));
  return [...servers.map(({ found }) => found), ...others];
}

async function serverCheck(
  options: NatsOptions,
  server: string,
): Promise<{ found: Check; connection?: NatsConnection }> {
  const probed = await probeServer(options, server);
  if (!probed.ok) return { found: check('nats', { kind: 'natsFails', server, ...probed.error }) };
  const { connection, isEncrypted: encrypted, ms } = probed.value;
  return { found: check('nats', { kind: 'natsReady', server, encrypted }, ms), connection };
}

const withoutNats = (): Check[] =>
  (['natsRights', 'nodes', 'clocks'] as const).map((name) => check(name, { kind: 'skipped', why: 'noNats' }));

async function throughNats(connection: NatsConnection, name: string): Promise<Check[]> {
  const { publish, subscribe, ms } = await probeRights(connection, name);
  const isFree = publish.length === 0 && subscribe.length === 0;
  const nodes = await listenForNodes(connection, name, LISTEN_MS);
  const ids = nodes.map(({ id }) => id).sort();
  return [
    isFree
      ? check('natsRights', { kind: 'natsRightsThere' }, ms)
      : check('natsRights', { kind: 'natsRightsMissing', name, publish, subscribe }),
    check('nodes', ids.length > 0 ? { kind: 'nodesHeard', ids } : { kind: 'nodesNone', name }),
    check('clocks', clocksFinding(nodes)),
  ];
}

function clocksFinding(nodes: readonly ProbedNode[]): Finding {
  if (nodes.length === 0) return { kind: 'skipped', why: 'noNodes' };
  const apart = nodes.filter(({ aheadMs }) => Math.abs(aheadMs) > MOST_APART_MS);
  if (apart.length === 0) return { kind: 'clocksAgree' };
  return {
    kind: 'clocksDiffer',
    nodes: apart.map(({ id, aheadMs }) => ({ id, seconds: Math.round(aheadMs / 1_000) })),
  };
}

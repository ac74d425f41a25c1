import { type ClusterNode, createClusterNode } from '../../../cluster/clusterNode';
import { connectNats } from '../../../cluster/nats/natsExchange';
import type { NatsFault } from '../../../cluster/nats/natsFault';
import { readNatsSettings } from '../../../cluster/nats/natsSettings';
import { CommandError } from '../../commandError';
import { type ClusterOptions, natsSettingsOf } from './clusterOptions';

/** This relay as one node of several, over NATS. */
export interface OpenedCluster extends Pick<ClusterNode, 'join' | 'others'> {
  /** Whether it has its connection, and may use it: else it cannot know what the others do. */
  readonly isConnected: () => boolean;
  /** To be called when the relay has stopped. */
  stop(): Promise<void>;
}

/** Connects to NATS. Throws a CommandError where that cannot be. */
export async function openCluster(
  { cluster, clusterName, ...files }: ClusterOptions & { readonly cluster: string },
  log: (text: string) => void,
): Promise<OpenedCluster> {
  const settings = await readNatsSettings(natsSettingsOf(cluster, files));
  if (!settings.ok) throw new CommandError(settings.error);
  const servers = settings.value.servers.join(', ');
  const connected = await connectNats(settings.value, {
    onLost: () =>
      log(
        `NATS (${servers}) cannot be reached: devices that are here stay, and new ones are told to come again`,
      ),
    onRestored: () => log(`NATS (${servers}) can be reached again`),
    onForbidden: (text) =>
      log(
        `NATS (${servers}) forbids what nodes need (${text}): let the login publish and subscribe to ${clusterName}.>, and start this node anew, which lets nobody new in`,
      ),
    onError: (text) => log(`NATS (${servers}) says: ${text}`),
  });
  if (!connected.ok)
    throw new CommandError(`NATS cannot be used: ${await whatToDo(servers, connected.error)}`);
  const exchange = connected.value;
  const node = createClusterNode(exchange, clusterName);
  log(`node ${node.id} of the cluster ${clusterName}, over NATS (${servers})`);
  return {
    join: node.join,
    others: node.others,
    isConnected: () => exchange.isConnected,
    async stop() {
      node.stop();
      await exchange.close();
    },
  };
}

/** In the words of the doctor, which are loaded where they are needed. */
async function whatToDo(server: string, fault: NatsFault): Promise<string> {
  const { createFormats, textsFor } = await import('../../../texts');
  return textsFor('en').doctor.text({ kind: 'natsFails', server, ...fault }, createFormats('en', 'en-GB'));
}

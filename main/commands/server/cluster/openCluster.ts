import { type ClusterNode, createClusterNode } from '../../../cluster/joinCluster';
import { connectNats } from '../../../cluster/nats/natsExchange';
import { readNatsSettings } from '../../../cluster/nats/natsSettings';
import { CommandError } from '../../commandError';
import { type ClusterOptions, natsSettingsOf } from './clusterOptions';
import { createComplaints } from './natsComplaints';

/** This relay as one node of several, over NATS. */
export interface OpenedCluster extends Pick<ClusterNode, 'join' | 'others'> {
  /** Whether it has its connection: without, it cannot know what the others do. */
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
    onError: createComplaints(
      (text) => log(`NATS (${servers}) says: ${text}`),
      () => performance.now(),
    ),
  });
  if (!connected.ok)
    throw new CommandError(
      `NATS (${servers}) cannot be used: ${connected.error}. Look whether it runs, and at the login.`,
    );
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

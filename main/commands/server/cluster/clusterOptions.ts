import { Option } from 'commander';
import { parseClusterName } from './parseClusterName';

/** How a relay is told of the NATS over which it is one with others. */
export interface ClusterOptions {
  readonly cluster?: string;
  readonly clusterName: string;
  readonly clusterCredentials?: string;
  readonly clusterCa?: string;
}

export const clusterOptions = (): Option[] => [
  new Option(
    '--cluster <urls>',
    'act as one relay with the other nodes on this NATS: nats://HOST:4222, several with commas',
  ).env('RELAY_CLUSTER'),
  new Option('--cluster-name <name>', 'what these nodes have in common, where several relays share a NATS')
    .env('RELAY_CLUSTER_NAME')
    .argParser(parseClusterName)
    .default('buckets-relay'),
  new Option('--cluster-credentials <file>', 'login for NATS: a .creds file, or the seed of an nkey').env(
    'RELAY_CLUSTER_CREDENTIALS',
  ),
  new Option('--cluster-ca <file>', 'authority (PEM) of NATS’ certificates, for tls://').env(
    'RELAY_CLUSTER_CA',
  ),
];

/** What a node, or who looks at what it needs, reads of them. */
export const natsSettingsOf = (
  cluster: string,
  { clusterCredentials, clusterCa }: Omit<ClusterOptions, 'cluster' | 'clusterName'>,
) => ({
  urls: cluster,
  ...(clusterCredentials !== undefined && { credentials: clusterCredentials }),
  ...(clusterCa !== undefined && { ca: clusterCa }),
});

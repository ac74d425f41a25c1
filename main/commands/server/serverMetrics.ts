import { version } from '../../../package.json';
import { startProblemMessage } from '../../app/log/terminalMessages';
import { createMetricsServer, type MetricsAddress } from '../../server/metrics/metricsServer';
import {
  createRelayMetrics,
  type RelayMetrics,
  type RelayMetricsOptions,
} from '../../server/metrics/relayMetrics';
import { CommandError } from '../commandError';

/** The metrics of `server --metrics`. */
export interface ServerMetrics extends Pick<RelayMetrics, 'onEvent' | 'certificateUntil'> {
  stop(): Promise<void>;
}

/** Listens, and logs where. Throws a CommandError where that cannot be. */
export async function startServerMetrics(
  address: MetricsAddress,
  options: Omit<RelayMetricsOptions, 'version'>,
  log: (text: string) => void,
): Promise<ServerMetrics> {
  const metrics = createRelayMetrics({ ...options, version });
  if (metrics.accounts) await options.accounts?.observe(metrics.accounts);
  const server = createMetricsServer(address, metrics, (code) =>
    log(`The listener for metrics failed (${code}).`),
  );
  const listening = await server.start();
  if (!listening.ok) throw new CommandError(`--metrics: ${startProblemMessage(listening.error)}`);
  const { address: host, port } = listening.value;
  log(`metrics on http://${host.includes(':') ? `[${host}]` : host}:${port}/metrics`);
  return { ...metrics, stop: server.stop };
}

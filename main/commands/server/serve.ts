import type { Command } from 'commander';
import { startProblemMessage } from '../../app/log/terminalMessages';
import { errorCode } from '../../lib/errorCode';
import { relayUrl } from '../../protocol/relayUrl';
import { createRelayServer, type RelayServer } from '../../server/relayServer';
import { CommandError } from '../commandError';
import { certificateMessage } from './certificateMessages';
import { createCertificateRenewal } from './certificateRenewal';
import { type PreparedServer, prepareServer } from './prepareServer';
import { createServerDevices, type ServerDevices } from './serverDevices';
import type { ServerLog } from './serverLog';
import type { ServerMetrics } from './serverMetrics';
import type { ServerOptions } from './serverOptions';
import { onSignals } from './signals';

/** Milliseconds for which a relay that ends waits for devices to take what is on its way to them. */
const DRAIN_MS = 5_000;

/**
 * Runs the relay, and what belongs to it, until a signal ends it: signs of life to the service manager, metrics, the
 * advertisement, devices that are managed. Throws a CommandError where it cannot start.
 */
export async function serve(options: ServerOptions, command: Command, log: ServerLog): Promise<void> {
  const started = { ...options };
  const prepared = await prepareServer(options, command, log.message);
  const { advertising, tls, credentials, multiUser, cluster } = prepared;
  // With many users, who they let in is not the operator's affair.
  const devices = multiUser ? undefined : createServerDevices(prepared.files, () => server, log.message);
  const server = createServer(options, prepared, devices, log, () => metrics);
  const metrics = await startMetrics(options, prepared, server, log);
  await multiUser?.begin(server);
  const listening = await server.start();
  if (!listening.ok) throw new CommandError(startProblemMessage(listening.error));

  const advertise = () => {
    const pair = renewal?.current();
    if (pair) metrics?.certificateUntil(pair.validUntil);
    advertising?.set(listening.value, pair, options.name);
  };
  const renewal =
    tls &&
    createCertificateRenewal(tls, prepared.readTls, log.message, (newer) => {
      server.renewTls(newer);
      advertise();
    });
  const serviceManager = process.env.NOTIFY_SOCKET
    ? (await import('./serviceManager')).connectServiceManager(process.env, log.message)
    : undefined;
  const reload = async () => {
    try {
      const { reload: readAgain } = await import('./reload');
      await readAgain({
        ...{ options, started, command, log, devices, credentials, server },
        async applied() {
          await renewal?.look();
          advertise();
        },
      });
    } catch (error) {
      // As after an update, which put other files in the place of this program's.
      log.message(
        `the files cannot be read again (${errorCode(error)}): restart the relay, whose program may be another one by now`,
      );
    }
  };
  const stop = async (signal: string) => {
    log.message(`stopping (${signal})`);
    // A second signal ends it at once, whatever this waits for.
    if (options.drainSeconds > 0) await server.drain(options.drainSeconds * 1_000);
    const others = [serviceManager?.stopping(), advertising?.stop(), metrics?.stop()];
    await Promise.all([...others, server.stop(DRAIN_MS)]);
    devices?.close();
    await cluster?.stop();
    await multiUser?.stop();
    await log.flush();
  };
  onSignals(stop, async () => (serviceManager ? serviceManager.reloading(reload) : reload()));

  if (tls) log.message(certificateMessage(tls));
  const { address, port } = listening.value;
  const url = relayUrl(address, port, tls !== undefined, options.pathPrefix);
  process.stdout.write(`listening on ${url}\n`);
  if (options.logFile !== undefined) log.message(`listening on ${url}`);
  await devices?.load();
  void serviceManager?.ready(`listening on ${url}`);
  advertise();
  // What is loaded only now, devices do not wait for.
  if (['0.0.0.0', '::'].includes(address))
    log.message((await import('./reachMessage')).reachMessage(port, tls !== undefined, options.pathPrefix));
  await log.begin();
  await devices?.begin();
}

function createServer(
  options: ServerOptions,
  { credentials, multiUser, cluster, address, descriptor, tls, advertising, trustProxy }: PreparedServer,
  devices: ServerDevices | undefined,
  log: ServerLog,
  metrics: () => ServerMetrics | undefined,
): RelayServer {
  const login = multiUser?.authenticator ?? credentials;
  if (!login) throw new Error('a relay without accounts');
  return createRelayServer({
    credentials: login,
    ...(multiUser && {
      authMethods: multiUser.authMethods,
      onClosed: multiUser.onClosed,
      site: multiUser.site,
    }),
    ...(cluster && { join: cluster.join, isReady: cluster.isConnected }),
    port: options.port,
    address,
    ...(descriptor !== undefined && { descriptor }),
    ...(tls && { tls }),
    ...(advertising?.identity && { identity: advertising.identity }),
    limits: { connections: options.connections },
    ...(trustProxy && { trustProxy }),
    ...(options.pathPrefix && { pathPrefix: options.pathPrefix }),
    fastPath: options.fastPath,
    ...(devices && { admit: devices.admit }),
    onEvent(event) {
      metrics()?.onEvent(event);
      log.event(event);
      devices?.handleEvent(event);
    },
  });
}

/** Listens for Prometheus, where that is asked for. Throws a CommandError. */
async function startMetrics(
  options: ServerOptions,
  { multiUser, cluster }: PreparedServer,
  server: RelayServer,
  log: ServerLog,
): Promise<ServerMetrics | undefined> {
  if (!options.metrics) return undefined;
  const { startServerMetrics } = await import('./serverMetrics');
  // What is read again changes the options.
  const connectionLimit = () => options.connections;
  const figures = { connectionLimit, traffic: server.traffic };
  const accounts = multiUser && { accounts: multiUser.figures };
  return startServerMetrics(
    options.metrics,
    { ...figures, ...accounts, ...(cluster && { cluster }) },
    log.message,
  );
}

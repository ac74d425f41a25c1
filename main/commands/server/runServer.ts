import type { Command } from 'commander';
import { startProblemMessage } from '../../app/log/terminalMessages';
import { makeNonBlocking } from '../../lib/nonBlockingStream';
import { relayUrl } from '../../protocol/relayUrl';
import { createRelayServer, type RelayServer } from '../../server/relayServer';
import { credentialsOf } from '../accountOptions';
import { CommandError } from '../commandError';
import { relayFiles } from '../dataDirectory';
import { isOn } from '../environment';
import { certificateMessage } from './certificateMessages';
import { createCertificateRenewal } from './certificateRenewal';
import type { ConfigFile } from './configFile';
import { setUpHeap } from './heapSettings';
import { createServerDevices } from './serverDevices';
import { createServerLog, type ServerLog } from './serverLog';
import type { ServerOptions } from './serverOptions';
import { onSignals } from './signals';

/** Milliseconds for which a relay that ends waits for devices to take what is on its way to them. */
const DRAIN_MS = 5_000;

/**
 * Runs the relay until a signal ends it. `options` are what `command` has understood, and stay so; `texts` tells how they
 * were written. Throws a CommandError where it cannot start.
 */
export async function runServer(
  options: ServerOptions,
  command: Command,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  setUpHeap();
  const warnings: string[] = [];
  const config = await readConfig(options, command, (text) => warnings.push(text));
  checkOptions(options, command);
  if (options.printConfig) return (await import('./printConfig')).printConfig(command, texts, config);
  const log = await createServerLog(options);
  makeNonBlocking(process.stdout);
  for (const warning of warnings) log.message(warning);
  await serve(options, command, log);
}

async function readConfig(
  options: ServerOptions,
  command: Command,
  log: (text: string) => void,
): Promise<ConfigFile | undefined> {
  if (options.config === undefined) return undefined;
  const { applyConfigFile, readConfigFile } = await import('./configFile');
  const config = await readConfigFile(options.config, command, log);
  applyConfigFile(command, config);
  return config;
}

/** Ends in a usage error where options contradict each other. The environment may hold more than what is used. */
function checkOptions(options: ServerOptions, command: Command): void {
  const isGiven = (name: string) => command.getOptionValueSource(name) === 'cli';
  if (isGiven('tlsDirectory') && options.tls.kind !== 'selfSigned')
    command.error('error: --tls-directory is for --tls self-signed.');
  if (command.getOptionValueSource('advertise') === 'env' && !isOn(process.env.RELAY_ADVERTISE))
    command.error('error: RELAY_ADVERTISE is true or false.');
  if (isGiven('name') && !options.advertise) command.error('error: --name is for --advertise.');
}

async function serve(options: ServerOptions, command: Command, log: ServerLog): Promise<void> {
  const trustProxy =
    options.trustProxy && (await import('./proxyOptions')).trustedProxiesOf(options.trustProxy, command);
  const descriptor = process.env.LISTEN_FDS
    ? (await import('./passedSocket')).takePassedSocket(process.env, process.pid)
    : undefined;
  // Where a socket that was passed is bound is not known yet: then a certificate is for all addresses.
  const address = descriptor === undefined ? options.address : '::';
  const credentials = await credentialsOf(options, command, log.message);
  const files = relayFiles(options);
  const advertising = options.advertise
    ? await (await import('./serverAdvertising')).createServerAdvertising(files.identity, log.message)
    : undefined;
  const readPair = async () =>
    options.tls.kind === 'off'
      ? undefined
      : (await import('./resolveTlsPair')).resolveTlsPair(options.tls, address, files.tls);
  const tls = await readPair();
  const devices = await createServerDevices(files, () => server, log.message);
  const server: RelayServer = createRelayServer({
    credentials,
    port: options.port,
    address,
    ...(descriptor !== undefined && { descriptor }),
    ...(tls && { tls }),
    ...(advertising?.identity && { identity: advertising.identity }),
    limits: { connections: options.connections },
    ...(trustProxy && { trustProxy }),
    ...(options.pathPrefix && { pathPrefix: options.pathPrefix }),
    fastPath: options.fastPath,
    admit: devices.admit,
    onEvent(event) {
      metrics?.onEvent(event);
      log.event(event);
      devices.handleEvent(event);
    },
  });
  const { connections } = options;
  const metrics =
    options.metrics &&
    (await (
      await import('./serverMetrics')
    ).startServerMetrics(options.metrics, { connections, traffic: server.traffic }, log.message));
  const listening = await server.start();
  if (!listening.ok) throw new CommandError(startProblemMessage(listening.error));

  const advertise = () => {
    const pair = renewal?.current();
    if (pair) metrics?.certificateUntil(pair.validUntil);
    advertising?.set(listening.value, pair, options.name);
  };
  const renewal =
    tls &&
    createCertificateRenewal(tls, readPair, log.message, (newer) => {
      server.renewTls(newer);
      advertise();
    });
  const serviceManager = process.env.NOTIFY_SOCKET
    ? (await import('./serviceManager')).connectServiceManager(process.env, log.message)
    : undefined;
  const reload = async () =>
    (await import('./reload')).reload({
      ...{ options, command, log, devices, credentials, server },
      async applied() {
        await renewal?.look();
        advertise();
      },
    });
  onSignals(
    async (signal) => {
      log.message(`stopping (${signal})`);
      await Promise.all([
        ...[serviceManager?.stopping(), advertising?.stop(), metrics?.stop()],
        server.stop(DRAIN_MS),
      ]);
      devices.close();
      await log.flush();
    },
    async () => (serviceManager ? serviceManager.reloading(reload) : reload()),
  );
  if (tls) log.message(certificateMessage(tls));
  const url = relayUrl(listening.value.address, listening.value.port, tls !== undefined, options.pathPrefix);
  process.stdout.write(`listening on ${url}\n`);
  void serviceManager?.ready(`listening on ${url}`);
  advertise();
  await log.begin();
  await devices.begin();
}

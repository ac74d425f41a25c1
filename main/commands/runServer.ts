import type { Command } from 'commander';
import type { LogEvent, LogLevel } from '../../preload/logEntry';
import type { TlsSetting } from '../../preload/views';
import { createJsonLog, jsonLine } from '../app/log/jsonLog';
import { isAtLeast } from '../app/log/logLevel';
import { logLine, startProblemMessage } from '../app/log/terminalMessages';
import { makeNonBlocking } from '../lib/nonBlockingStream';
import { relayUrl } from '../protocol/relayUrl';
import { createRelayServer } from '../server/relayServer';
import type { TlsPair } from '../server/tls/certificate';
import { type AccountOptions, credentialsOf } from './accountOptions';
import { certificateMessage } from './certificateMessages';
import { CommandError } from './commandError';
import { isOn } from './environment';
import { setUpHeap } from './heapSettings';
import { createLogOutput } from './logOutput';

export interface ServerOptions extends AccountOptions {
  readonly port: number;
  readonly address: string;
  readonly tls: TlsSetting;
  readonly tlsDirectory?: string;
  readonly advertise?: boolean;
  readonly name?: string;
  readonly connections: number;
  readonly trustProxy?: string;
  readonly pathPrefix?: string;
  readonly fastPath: boolean;
  readonly logLevel: LogLevel;
  readonly logFormat: 'text' | 'json';
}

/** Runs the relay until a signal ends it. Throws a CommandError where it cannot start. */
export async function runServer(options: ServerOptions, command: Command): Promise<void> {
  setUpHeap();
  // The environment may hold more than what is used.
  const isGiven = (name: string) => command.getOptionValueSource(name) === 'cli';
  if (isGiven('tlsDirectory') && options.tls.kind !== 'selfSigned')
    command.error('error: --tls-directory is for --tls self-signed.');
  if (command.getOptionValueSource('advertise') === 'env' && !isOn(process.env.RELAY_ADVERTISE))
    command.error('error: RELAY_ADVERTISE is true or false.');
  if (isGiven('name') && !options.advertise) command.error('error: --name is for --advertise.');
  const isJson = options.logFormat === 'json';
  const stamped = (text: string) =>
    isJson ? jsonLine({ level: 'info', kind: 'message', text }, new Date()) : logLine(text, new Date());
  const stream = createLogOutput(process.stderr, stamped);
  makeNonBlocking(process.stdout);
  const log = (text: string) => stream.write(stamped(text));
  const trustProxy =
    options.trustProxy && (await import('./proxyOptions')).trustedProxiesOf(options.trustProxy, command);
  const credentials = await credentialsOf(options, command, log);
  const advertising = options.advertise
    ? await (await import('./serverAdvertising')).createServerAdvertising(options, log)
    : undefined;
  const certificates = options.tls.kind === 'off' ? undefined : await import('./resolveTlsPair');
  const pair = async () => certificates?.resolveTlsPair(options.tls, options.address, options.tlsDirectory);
  const tls = await pair();
  // What puts events into words is read when devices can connect already.
  const early: LogEvent[] = [];
  let writeEvent: (event: LogEvent) => void = (event) => early.push(event);
  const server = createRelayServer({
    credentials,
    port: options.port,
    address: options.address,
    ...(tls && { tls }),
    ...(advertising?.identity && { identity: advertising.identity }),
    limits: { connections: options.connections },
    ...(trustProxy && { trustProxy }),
    ...(options.pathPrefix && { pathPrefix: options.pathPrefix }),
    fastPath: options.fastPath,
    onEvent: (event) => writeEvent(event),
  });
  const listening = await server.start();
  if (!listening.ok) throw new CommandError(startProblemMessage(listening.error));

  const stop = async (signal: string) => {
    log(`stopping (${signal})`);
    await Promise.all([advertising?.stop(), server.stop()]);
    await stream.flush();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (tls) {
    log(certificateMessage(tls));
    keepRenewing(tls, pair, log, (newer) => {
      server.renewTls(newer);
      advertising?.set(listening.value, newer);
    });
  }
  const url = relayUrl(listening.value.address, listening.value.port, tls !== undefined, options.pathPrefix);
  process.stdout.write(`listening on ${url}\n`);
  advertising?.set(listening.value, tls);
  const record = isJson
    ? createJsonLog(stream.write)
    : (await import('../app/log/textLog')).createTextLog(stream.write);
  writeEvent = (event) => isAtLeast(event, options.logLevel) && record(event);
  for (const event of early) writeEvent(event);
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Looks once a day whether the certificate is a newer one: renewed by its owner, or issued anew before its end. */
function keepRenewing(
  first: TlsPair,
  pair: () => Promise<TlsPair | undefined>,
  log: (text: string) => void,
  renew: (pair: TlsPair) => void,
): void {
  let current = first;
  const look = async () => {
    const found = await pair();
    if (!found || found.fingerprint === current.fingerprint) return;
    current = found;
    renew(found);
    log(certificateMessage(found));
  };
  const failed = (error: unknown) => log(error instanceof CommandError ? error.message : String(error));
  setInterval(() => void look().catch(failed), DAY_MS).unref();
}

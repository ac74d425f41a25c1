import { type Command, InvalidArgumentError, Option } from 'commander';
import type { TlsSetting } from '../../preload/views';
import { describeStartProblem, logLine } from '../app/describe';
import { createCalmLog } from '../app/log/calmLog';
import { neverWait } from '../lib/neverWait';
import { relayUrl } from '../protocol/relayUrl';
import type { Credentials } from '../server/credentials';
import { DEFAULT_LIMITS } from '../server/limits';
import { createRelayServer } from '../server/relayServer';
import type { TlsPair } from '../server/tls/certificate';
import { readOrMakeAccount } from './accountFile';
import { createAdvertising } from './advertising';
import { Failure } from './failure';
import { setUpHeap } from './heapSettings';
import { createLogStream } from './logStream';
import { describePair, parseTls, tlsPairFor } from './tls';

interface ServerOptions {
  readonly port: number;
  readonly address: string;
  readonly username?: string;
  readonly password?: string;
  readonly account?: string;
  readonly tls: TlsSetting;
  readonly tlsDirectory?: string;
  readonly advertise?: boolean;
  readonly name?: string;
  readonly connections: number;
  readonly fastPath: boolean;
}

export function addServerCommand(program: Command): void {
  program
    .command('server')
    .description('Run a relay in this terminal, without a window.')
    .addOption(
      new Option('--port <port>', 'port to listen on; 0 for any free one').default(9001).argParser(parsePort),
    )
    .option('--address <address>', 'address to listen on; 0.0.0.0 or :: for every one', '127.0.0.1')
    .addOption(
      new Option('--username <name>', 'user name that devices log in with')
        .env('RELAY_USERNAME')
        .argParser(parseUsername),
    )
    .addOption(
      new Option(
        '--password <password>',
        'their password (other users of this computer can see options)',
      ).env('RELAY_PASSWORD'),
    )
    .addOption(
      new Option(
        '--account <file>',
        'file with user name and password; made, with new ones, if there is none',
      ).conflicts(['username', 'password']),
    )
    .addOption(
      new Option(
        '--tls <how>',
        'off; self-signed; or your own PEM files, CERTIFICATE,KEY (the certificate may have its chain behind it)',
      )
        .default({ kind: 'off' }, 'off')
        .argParser(parseTls),
    )
    .option(
      '--tls-directory <directory>',
      'where the self-signed certificate and its key are kept (default: the folder for settings)',
    )
    .option('--advertise', 'let devices in the same network find the relay by themselves (mDNS)')
    .option('--name <name>', 'what it is called there (default: with the name of this computer)')
    .addOption(
      new Option('--connections <number>', 'most connections at once, each a file for the system (ulimit -n)')
        .default(DEFAULT_LIMITS.connections)
        .argParser(parseCount),
    )
    .option('--no-fast-path', 'look closer at each message than needed: slower, to find the cause of a fault')
    .addHelpText('after', '\nPrints one line when devices can connect, and logs to standard error.')
    .action(serve);
}

async function serve(options: ServerOptions, command: Command): Promise<void> {
  setUpHeap();
  if (options.tlsDirectory !== undefined && options.tls.kind !== 'selfSigned')
    command.error('error: --tls-directory is for --tls self-signed.');
  if (options.name !== undefined && !options.advertise) command.error('error: --name is for --advertise.');
  const stamped = (text: string) => logLine(text, new Date());
  const stream = createLogStream(process.stderr, stamped);
  neverWait(process.stdout);
  const log = (text: string) => stream.write(stamped(text));
  const credentials = await credentialsOf(options, log);
  const advertising = options.advertise ? await createAdvertising(options, log) : undefined;
  const pair = () => tlsPairFor(options.tls, options.address, options.tlsDirectory);
  const tls = await pair();
  const server = createRelayServer({
    credentials,
    port: options.port,
    address: options.address,
    ...(tls && { tls }),
    ...(advertising?.identity && { identity: advertising.identity }),
    limits: { connections: options.connections },
    fastPath: options.fastPath,
    onEvent: createCalmLog(stream.write),
  });
  const listening = await server.start();
  if (!listening.ok) throw new Failure(describeStartProblem(listening.error));

  const stop = async (signal: string) => {
    log(`stopping (${signal})`);
    await Promise.all([advertising?.stop(), server.stop()]);
    await stream.flush();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (tls) {
    log(describePair(tls));
    keepRenewing(tls, pair, log, (newer) => {
      server.renewTls(newer);
      advertising?.set(listening.value, newer);
    });
  }
  const url = relayUrl(listening.value.address, listening.value.port, tls !== undefined);
  process.stdout.write(`listening on ${url}\n`);
  advertising?.set(listening.value, tls);
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
    log(describePair(found));
  };
  const failed = (error: unknown) => log(error instanceof Failure ? error.message : String(error));
  setInterval(() => void look().catch(failed), DAY_MS).unref();
}

async function credentialsOf(
  { username, password, account }: ServerOptions,
  log: (text: string) => void,
): Promise<Credentials> {
  if (account !== undefined) return readOrMakeAccount(account, log);
  if (!username) throw new Failure('A user name is missing: give --username, or set RELAY_USERNAME.');
  if (!password) throw new Failure('A password is missing: set RELAY_PASSWORD, or give --password.');
  return { username, password };
}

function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= 1_000_000) return count;
  throw new InvalidArgumentError('It has to be a number from 1 to 1000000.');
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('It has to be a number from 0 to 65535.');
}

function parseUsername(text: string): string {
  if (!text.includes(':')) return text;
  throw new InvalidArgumentError('It must not contain a colon.');
}

import { type Command, InvalidArgumentError, Option } from 'commander';
import { LOG_LEVELS } from '../app/log/logLevel';
import { DEFAULT_LIMITS } from '../server/limits/limits';
import { parsePathPrefix } from './parsePathPrefix';
import { parseTls } from './parseTlsOption';
import { runServer } from './runServer';

export function addServerCommand(program: Command): void {
  program
    .command('server')
    .description('Run a relay in this terminal, without a window.')
    .addOption(
      new Option('--port <port>', 'port to listen on; 0 for any free one')
        .env('RELAY_PORT')
        .default(9001)
        .argParser(parsePort),
    )
    .addOption(
      new Option('--address <address>', 'address to listen on; 0.0.0.0 or :: for every one')
        .env('RELAY_ADDRESS')
        .default('127.0.0.1'),
    )
    .addOption(new Option('--username <name>', 'user name that devices log in with').env('RELAY_USERNAME'))
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
      ).env('RELAY_ACCOUNT'),
    )
    .addOption(
      new Option('--password-file <file>', 'file with the password alone, as containers keep secrets').env(
        'RELAY_PASSWORD_FILE',
      ),
    )
    .addOption(
      new Option(
        '--tls <how>',
        'off; self-signed; or your own PEM files, CERTIFICATE,KEY (the certificate may have its chain behind it)',
      )
        .env('RELAY_TLS')
        .default({ kind: 'off' }, 'off')
        .argParser(parseTls),
    )
    .addOption(
      new Option(
        '--tls-directory <directory>',
        'where the self-signed certificate and its key are kept (default: the folder for settings)',
      ).env('RELAY_TLS_DIRECTORY'),
    )
    .addOption(
      new Option('--advertise', 'let devices in the same network find the relay by themselves (mDNS)').env(
        'RELAY_ADVERTISE',
      ),
    )
    .option('--no-advertise', 'do not, whatever RELAY_ADVERTISE says')
    .addOption(
      new Option('--name <name>', 'what it is called there (default: with the name of this computer)').env(
        'RELAY_NAME',
      ),
    )
    .addOption(
      new Option('--connections <number>', 'most connections at once, each a file for the system (ulimit -n)')
        .env('RELAY_CONNECTIONS')
        .default(DEFAULT_LIMITS.connections)
        .argParser(parseCount),
    )
    .addOption(
      new Option(
        '--trust-proxy <addresses>',
        'reverse proxies that tell truly for whom they ask: addresses, networks, loopback',
      ).env('RELAY_TRUST_PROXY'),
    )
    .addOption(
      new Option('--path-prefix <path>', 'answer under this path too, as /buckets, for a proxy that keeps it')
        .env('RELAY_PATH_PREFIX')
        .argParser(parsePathPrefix),
    )
    .addOption(
      new Option('--log-level <level>', 'what is logged, at the least')
        .env('RELAY_LOG_LEVEL')
        .choices(LOG_LEVELS)
        .default('detail'),
    )
    .addOption(
      new Option('--log-format <format>', 'lines of text, or of JSON for programs')
        .env('RELAY_LOG_FORMAT')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--no-fast-path', 'look closer at each message than needed: slower, to find the cause of a fault')
    .addHelpText('after', '\nPrints one line when devices can connect, and logs to standard error.')
    .action(runServer);
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

import { type Command, Option } from 'commander';
import type { LogLevel } from '../../../preload/logEntry';
import type { TlsSetting } from '../../../preload/views';
import type { RegistrationMode } from '../../accounts/registration/registrationTypes';
import { LOG_LEVELS } from '../../app/log/logLevel';
import type { Domain } from '../../lib/domain';
import { DEFAULT_LIMITS } from '../../server/limits/limits';
import type { MetricsAddress } from '../../server/metrics/metricsServer';
import type { AccountOptions } from '../accountOptions';
import { databaseOption } from '../accounts/databaseOption';
import { type DataOptions, dataOption } from '../dataDirectory';
import { type MailSettings, mailSettingOptions } from '../mail/mailSettings';
import { type ClusterOptions, clusterOptions } from './cluster/clusterOptions';
import { IntegerOption } from './integerOption';
import { parseDomainsOption } from './parseDomainsOption';
import { parseMetricsAddress } from './parseMetricsOption';
import { parsePathPrefix } from './parsePathPrefix';
import { parsePublicUrl } from './parsePublicUrl';
import { parseTls } from './parseTlsOption';

/** The options of `server`, as they are once all that tells them has been read. */
export interface ServerOptions extends AccountOptions, ClusterOptions, DataOptions, MailSettings {
  readonly config?: string;
  readonly printConfig?: boolean;
  readonly port: number;
  readonly address: string;
  readonly tls: TlsSetting;
  readonly advertise?: boolean;
  readonly name?: string;
  readonly multiUser?: boolean;
  readonly database?: string;
  readonly licensePublicKey?: string;
  readonly licenseHashSalt?: string;
  readonly publicUrl?: string;
  readonly keepDays: number;
  readonly registration: RegistrationMode;
  readonly privateAccounts?: boolean;
  readonly allowDomains?: readonly Domain[];
  readonly denyDomains?: readonly Domain[];
  readonly drainSeconds: number;
  readonly connections: number;
  readonly trustProxy?: string;
  readonly pathPrefix?: string;
  readonly metrics?: MetricsAddress;
  readonly fastPath: boolean;
  readonly logLevel: LogLevel;
  readonly logFormat: 'text' | 'json';
  readonly logFile?: string;
}

/** In the order of the help: where it listens, for whom, how devices find and trust it, what it keeps and tells. */
export const serverOptions = (): Option[] => [
  new Option('--config <file>', 'file with these options, in TOML; what is said here counts before it').env(
    'RELAY_CONFIG',
  ),
  new IntegerOption('--port <port>', 'port to listen on; 0 for any free one', 0, 65_535)
    .env('RELAY_PORT')
    .default(9001),
  new Option('--address <address>', 'address to listen on; 0.0.0.0 or :: for every one')
    .env('RELAY_ADDRESS')
    .default('127.0.0.1'),
  new Option('--username <name>', 'user name that devices log in with').env('RELAY_USERNAME'),
  new Option('--password <password>', 'their password (other users of this computer can see options)').env(
    'RELAY_PASSWORD',
  ),
  new Option(
    '--account <file>',
    'file with user name and password; made, with new ones, if there is none',
  ).env('RELAY_ACCOUNT'),
  new Option('--password-file <file>', 'file with the password alone, as containers keep secrets').env(
    'RELAY_PASSWORD_FILE',
  ),
  new Option(
    '--tls <how>',
    'off; self-signed; or your own PEM files, CERTIFICATE,KEY (the certificate may have its chain behind it)',
  )
    .env('RELAY_TLS')
    .default({ kind: 'off' }, 'off')
    .argParser(parseTls),
  new Option(
    '--tls-directory <directory>',
    'where the self-signed certificate and its key are kept (default: with the rest, see --data)',
  ).env('RELAY_TLS_DIRECTORY'),
  new Option('--advertise', 'let devices in the same network find the relay by themselves (mDNS)').env(
    'RELAY_ADVERTISE',
  ),
  new Option('--no-advertise', 'do not, whatever RELAY_ADVERTISE or the config file says').env(
    'RELAY_NO_ADVERTISE',
  ),
  new Option('--name <name>', 'what it is called there (default: with the name of this computer)').env(
    'RELAY_NAME',
  ),
  dataOption(),
  new Option('--multi-user', 'many users, each with an account of their own, in a database').env(
    'RELAY_MULTI_USER',
  ),
  databaseOption(),
  new Option(
    '--license-public-key <pem>',
    'RSA public key in PEM form, by which licences log in as _license; none: there are no licences',
  ).env('AUTH_LICENSE_PUBKEY'),
  new Option('--license-hash-salt <text>', 'what is mixed into the stored hashes of licences').env(
    'LICENSE_HASH_SALT',
  ),
  ...mailSettingOptions(),
  new Option(
    '--public-url <url>',
    'where people reach the relay with a browser, as https://relay.example.org, for links in mails',
  )
    .env('RELAY_PUBLIC_URL')
    .argParser(parsePublicUrl),
  new IntegerOption(
    '--keep-days <number>',
    'for how many days traffic is remembered, of many users',
    1,
    36_500,
  )
    .env('RELAY_KEEP_DAYS')
    .default(90),
  ...registrationOptions(),
  ...clusterOptions(),
  new IntegerOption(
    '--drain-seconds <seconds>',
    'when it ends, send devices away over so long a time, so that they do not all come back at once',
    0,
    3_600,
  )
    .env('RELAY_DRAIN_SECONDS')
    .default(0),
  new IntegerOption(
    '--connections <number>',
    'most connections at once, each a file for the system (ulimit -n)',
    1,
    1_000_000,
  )
    .env('RELAY_CONNECTIONS')
    .default(DEFAULT_LIMITS.connections),
  new Option(
    '--trust-proxy <addresses>',
    'reverse proxies that tell truly for whom they ask: addresses, networks, loopback',
  ).env('RELAY_TRUST_PROXY'),
  new Option('--path-prefix <path>', 'answer under this path too, as /buckets, for a proxy that keeps it')
    .env('RELAY_PATH_PREFIX')
    .argParser(parsePathPrefix),
  new Option(
    '--metrics <address:port>',
    'answer Prometheus there, at /metrics, without a login; a port alone is one of 127.0.0.1',
  )
    .env('RELAY_METRICS')
    .argParser(parseMetricsAddress),
  new Option('--log-level <level>', 'what is logged, at the least')
    .env('RELAY_LOG_LEVEL')
    .choices(LOG_LEVELS)
    .default('detail'),
  new Option('--log-format <format>', 'lines of text, or of JSON for programs')
    .env('RELAY_LOG_FORMAT')
    .choices(['text', 'json'])
    .default('text'),
  new Option(
    '--log-file <file>',
    'log to this file, and not to standard error; at 2 MB it is put away as FILE.1',
  ).env('RELAY_LOG_FILE'),
  new Option(
    '--no-fast-path',
    'look closer at each message than needed: slower, to find the cause of a fault',
  ),
  new Option('--print-config', 'print what is in force and where it came from, and end'),
];

/** Who gets an account, of many users. */
const registrationOptions = (): Option[] => [
  new Option(
    '--registration <mode>',
    'who may register, of many users: everybody, who has an invite, or nobody',
  )
    .env('RELAY_REGISTRATION')
    .choices(['open', 'invite', 'closed'])
    .default('open'),
  new Option('--private-accounts', 'let nobody learn who has an account: owners hear of it by mail').env(
    'RELAY_PRIVATE_ACCOUNTS',
  ),
  new Option(
    '--allow-domains <domains>',
    'addresses of these alone may register, with commas between them: example.org stands for mail.example.org too',
  )
    .env('RELAY_ALLOW_DOMAINS')
    .argParser(parseDomainsOption),
  new Option('--deny-domains <domains>', 'addresses of these may not register')
    .env('RELAY_DENY_DOMAINS')
    .argParser(parseDomainsOption),
];

/** Adds them to `command`. */
export function withServerOptions(command: Command): Command {
  for (const option of serverOptions()) command.addOption(option);
  return command;
}

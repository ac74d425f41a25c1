import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Authenticator } from '@nats-io/transport-node';
import { err, ok, type Result } from '../../lib/result';
import type { NatsOptions } from './natsExchange';
import { serverIdentity } from './serverIdentity';

/** How a node is told to connect to NATS. */
export interface NatsSettings {
  /** `nats://HOST:PORT` or `tls://USER:PASSWORD@HOST:PORT`, several with commas between them. */
  readonly urls: string;
  /** A file as `nsc` makes it (`.creds`), or with the seed of an nkey alone. */
  readonly credentials?: string;
  /** PEM: the authority that the servers' certificates are of; without it, those that the system trusts. */
  readonly ca?: string;
}

const DEFAULT_PORT = 4222;

/** Reads the settings, and the files that they name. The error is a sentence, without secrets. */
export async function readNatsSettings(settings: NatsSettings): Promise<Result<NatsOptions, string>> {
  const urls = settings.urls.split(',').map((text) => text.trim());
  const parsed = urls.map((text) => (URL.canParse(text) ? new URL(text) : undefined));
  const servers = parsed.flatMap((url) => (url && isServer(url) ? [url] : []));
  const [first] = servers;
  if (!first || servers.length < urls.length)
    return err('--cluster takes addresses of NATS, as nats://HOST:4222 or tls://USER:PASSWORD@HOST:4222.');
  const isTls = first.protocol === 'tls:';
  if (servers.some((url) => (url.protocol === 'tls:') !== isTls))
    return err('Of the addresses of --cluster either all begin with tls:// or none.');
  if (settings.ca !== undefined && !isTls)
    return err('--cluster-ca is for addresses of --cluster that begin with tls://.');
  const login = loginOf(first);
  if (!login.ok) return login;
  const files = await readFiles(settings);
  if (!files.ok) return files;
  const { authenticator, ca } = files.value;
  return ok({
    servers: servers.map(({ hostname, port }) => `${hostname}:${port || DEFAULT_PORT}`),
    ...(authenticator ? { authenticator } : login.value),
    ...(isTls && {
      tls: {
        checkServerIdentity: serverIdentity(servers.map(({ hostname }) => hostname)),
        ...(ca !== undefined && { ca }),
      },
    }),
  });
}

const isServer = ({ protocol, hostname }: URL): boolean =>
  (protocol === 'nats:' || protocol === 'tls:') && hostname !== '';

/** One word alone is a token. */
function loginOf({ username, password }: URL): Result<Pick<NatsOptions, 'token' | 'user' | 'pass'>, string> {
  try {
    const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)];
    if (user === '') return ok({});
    return ok(pass === '' ? { token: user } : { user, pass });
  } catch {
    return err('The login in --cluster has a % that begins no sign: write % as %25, @ as %40, / as %2F.');
  }
}

async function readFiles({ credentials, ca }: NatsSettings) {
  const authority = await readThat(ca, (bytes) => {
    // What node:tls cannot read it leaves out, and then it trusts nobody.
    new X509Certificate(bytes);
    return bytes.toString();
  });
  if (!authority.ok) return noFile(authority.error, 'holds no certificate: give a PEM file.');
  const authenticator = await readThat(credentials, authenticatorOf);
  if (!authenticator.ok)
    return noFile(
      authenticator.error,
      'holds no credentials of NATS: give a .creds file, or one with the seed of an nkey (SU…).',
    );
  return ok({ authenticator: authenticator.value, ca: authority.value });
}

interface BadFile {
  readonly path: string;
  readonly isThere: boolean;
}

/** What `parse` makes of a file, where one is named. What is in it is no business of the log's. */
async function readThat<T>(
  path: string | undefined,
  parse: (bytes: Buffer) => T | Promise<T>,
): Promise<Result<T | undefined, BadFile>> {
  if (path === undefined) return ok(undefined);
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes) return err({ path, isThere: false });
  try {
    return ok(await parse(bytes));
  } catch {
    return err({ path, isThere: true });
  }
}

const noFile = ({ path, isThere }: BadFile, lacks: string) =>
  err(isThere ? `${path} ${lacks}` : `${path} cannot be read: look for its path and who may read it.`);

async function authenticatorOf(bytes: Buffer): Promise<Authenticator> {
  const { credsAuthenticator, nkeyAuthenticator } = await import('@nats-io/transport-node');
  const text = bytes.toString().trim();
  const authenticator = /^SU[A-Z2-7]{56}$/.test(text)
    ? nkeyAuthenticator(Buffer.from(text))
    : credsAuthenticator(bytes);
  // It is tried once, since it fails only when it is needed.
  authenticator('nonce');
  return authenticator;
}

import { type ConnectProblem, connectDevice, type DeviceConnection } from '../client/connection';
import { readIdentity } from '../client/keyFiles';
import { verifyRelayIdentity } from '../client/verifyRelay';
import type { Result } from '../lib/result';
import type { RelayId } from '../protocol/relayId';
import { completeAddress, pointsTo } from '../protocol/relayUrl';
import { CommandError } from './commandError';
import type { DeviceOptions, Target } from './deviceOptions';
import { findRelay } from './findRelay';
import { keyFileProblemMessage, problemMessage } from './problemMessages';
import { askYesNo, printStatus } from './terminal';
import { warnAboutPermissions } from './warnAboutPermissions';

/** Reads this device's keys and connects it to the relay. Throws a CommandError. */
export async function connect(relay: Target, options: DeviceOptions): Promise<DeviceConnection> {
  const { username, password } = options;
  if (!username) throw new CommandError('A user name is missing: give --username, or set RELAY_USERNAME.');
  if (!password) throw new CommandError('A password is missing: set RELAY_PASSWORD, or give --password.');
  const identity = await readIdentity({
    publicPath: options.localPublic,
    secretPath: options.localSecret,
  });
  if (!identity.ok) throw new CommandError(keyFileProblemMessage(identity.error));
  warnAboutPermissions(options.localSecret, 'new keys are wise (buckets-relay genkeys)', (text) =>
    printStatus(`${text}.`),
  );
  const connectTo = (url: string) =>
    connectDevice({
      url,
      username,
      password,
      identity: identity.value,
      verifyCertificate: options.sslVerify,
      // The one that was given, and never the one that the network tells: anybody can say that he is this relay.
      ...(options.fingerprint && { fingerprint: options.fingerprint }),
    });
  const connection =
    relay.kind === 'address'
      ? await connectTo(wholeAddress(relay.url))
      : await connectToFirst(relay.id, options, connectTo);
  if (!connection.ok) throw new CommandError(problemMessage(connection.error));
  return connection.value;
}

/** The address, with what it lacks of its path. */
function wholeAddress(typed: string): string {
  const url = completeAddress(typed);
  // One with a user name in it is refused where it is used: the password does not belong there.
  if (url === undefined || typed.includes('@')) return typed;
  if (!pointsTo(typed, url)) printStatus(`The whole address is ${url.href}.`);
  return url.href;
}

type Outcome = Result<DeviceConnection, ConnectProblem>;

/** Tries the relay's addresses, and those of who only claims to be it, until one is right. Throws a CommandError. */
async function connectToFirst(
  id: RelayId | undefined,
  options: DeviceOptions,
  connectTo: (url: string) => Promise<Outcome>,
): Promise<Outcome> {
  const [likeliest, ...others] = await trusted(await findRelay(id), id, options);
  const first = await connectTo(likeliest);
  let outcome = first;
  for (const url of others) {
    // A password that one of them refuses is not shown to the others.
    if (outcome.ok || !ANOTHER_MAY_BE_IT.has(outcome.error.kind)) return outcome;
    outcome = await connectTo(url);
  }
  return outcome.ok ? outcome : first;
}

type Addresses = readonly [string, ...string[]];

/**
 * Those of the addresses that the network told at which the password may be shown: where a certificate is checked before
 * that, and where the relay proves that it is the one. Where there are none, the person is asked. Throws a CommandError when
 * nobody agrees.
 */
async function trusted(urls: Addresses, id: RelayId | undefined, options: DeviceOptions): Promise<Addresses> {
  const isChecked = (url: string) => url.startsWith('https:') && (options.fingerprint || options.sslVerify);
  const tried = await Promise.all(
    urls.slice(0, MAX_TRIED).map(async (url) => {
      const proved =
        isChecked(url) || (id !== undefined && (await verifyRelayIdentity(new URL(url), id, PROOF_MS)));
      return proved ? [url] : [];
    }),
  );
  const [best, ...others] = tried.flat();
  if (best !== undefined) return [best, ...others];
  const [likeliest] = urls;
  const doubt =
    id === undefined
      ? `Anybody in this network can claim to be the relay at ${likeliest}.`
      : `Nothing proves that ${likeliest} is the relay ${id}: it is of an earlier version, behind another address, or somebody else.`;
  if (await askYesNo(`${doubt} Send it the password?`)) return [likeliest];
  throw new CommandError(
    `${doubt} The password was not sent. Give --discover the identity of a relay that proves it, or the address itself in place of --discover.`,
  );
}

/** However many claim to be the relay, and how long a proof may take, in milliseconds. */
const MAX_TRIED = 64;
const PROOF_MS = 5_000;

const ANOTHER_MAY_BE_IT: ReadonlySet<ConnectProblem['kind']> = new Set([
  'unreachable',
  'certificateRefused',
  'fingerprintDiffers',
  'notEncrypted',
]);

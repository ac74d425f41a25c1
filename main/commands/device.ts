import { type Command, InvalidArgumentError, Option } from 'commander';
import { connectDevice, type DeviceConnection } from '../client/connection';
import { readIdentity } from '../client/keyFiles';
import { type Fingerprint, parseFingerprint } from '../lib/fingerprint';
import { type DeviceKey, parseDeviceKey } from '../protocol/deviceKey';
import { Failure } from './failure';
import { describeKeyFileProblem, describeProblem } from './sentences';

/** The options of every command that acts as a device. */
export interface DeviceOptions {
  readonly username?: string;
  readonly password?: string;
  readonly sslVerify: boolean;
  readonly fingerprint?: Fingerprint;
  readonly localSecret: string;
  readonly localPublic: string;
}

/** Gives `command` the address, the other device's key, and the options of the reference's client. */
export function asDevice(command: Command): Command {
  return command
    .argument('<url>', "the relay's address, http(s)://HOST:PORT/v1/relay")
    .argument('<public-key>', "the other device's public key, in base64", parseKey)
    .addOption(new Option('-u, --username <name>', "the relay's user name").env('RELAY_USERNAME'))
    .addOption(new Option('-p, --password <password>', 'its password').env('RELAY_PASSWORD'))
    .option('-k, --no-ssl-verify', 'accept any certificate')
    .addOption(
      new Option('--fingerprint <hex>', 'accept the certificate with this SHA-256 fingerprint, and no other')
        .argParser(parseFingerprintOption)
        .conflicts('sslVerify'),
    )
    .option('--local-secret <file>', "file of this device's secret key", 'relay.key.secret')
    .option('--local-public <file>', "file of this device's public key", 'relay.key.public');
}

/** Reads this device's keys and connects it to the relay. Throws a Failure. */
export async function connect(url: string, options: DeviceOptions): Promise<DeviceConnection> {
  const { username, password } = options;
  if (!username) throw new Failure('A user name is missing: give --username, or set RELAY_USERNAME.');
  if (!password) throw new Failure('A password is missing: set RELAY_PASSWORD, or give --password.');
  const identity = await readIdentity({
    publicPath: options.localPublic,
    secretPath: options.localSecret,
  });
  if (!identity.ok) throw new Failure(describeKeyFileProblem(identity.error));
  const connection = await connectDevice({
    url,
    username,
    password,
    identity: identity.value,
    verifyCertificate: options.sslVerify,
    ...(options.fingerprint && { fingerprint: options.fingerprint }),
  });
  if (!connection.ok) throw new Failure(describeProblem(connection.error));
  return connection.value;
}

function parseKey(text: string): DeviceKey {
  const key = parseDeviceKey(text);
  if (key === undefined) throw new InvalidArgumentError('A public key is 32 bytes in base64.');
  return key;
}

function parseFingerprintOption(text: string): Fingerprint {
  const fingerprint = parseFingerprint(text);
  if (fingerprint === undefined)
    throw new InvalidArgumentError(
      'A SHA-256 fingerprint is 64 hex digits; colons and spaces do not matter.',
    );
  return fingerprint;
}

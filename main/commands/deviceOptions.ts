import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Fingerprint, parseFingerprint } from '../lib/fingerprint';
import { type DeviceKey, parseDeviceKey } from '../protocol/deviceKey';
import { parseRelayId, type RelayId } from '../protocol/relayId';
import { passwordOf } from './accountOptions';

/** The options of every command that acts as a device. */
export interface DeviceOptions {
  readonly username?: string;
  readonly password?: string;
  readonly passwordFile?: string;
  readonly sslVerify: boolean;
  readonly fingerprint?: Fingerprint;
  /** True without a value. */
  readonly discover?: string | true;
  readonly localSecret: string;
  readonly localPublic: string;
}

/** Which relay to connect to: one whose address is known, or one that is to be found. */
export type Target =
  | { readonly kind: 'address'; readonly url: string }
  | { readonly kind: 'discover'; readonly id: RelayId | undefined };

/** User name and password, of every command that logs in. */
export const loginOptions = (): Option[] => [
  new Option('-u, --username <name>', "the relay's user name").env('RELAY_USERNAME'),
  new Option('-p, --password <password>', 'its password').env('RELAY_PASSWORD'),
  new Option('--password-file <file>', 'file with the password alone').env('RELAY_PASSWORD_FILE'),
];

/** Which certificate a device's command accepts. */
export const pinOption = (): Option =>
  fingerprintOption('accept the certificate with this SHA-256 fingerprint, and no other').conflicts(
    'sslVerify',
  );

export const fingerprintOption = (description: string): Option =>
  new Option('--fingerprint <hex>', description).argParser(parseFingerprintOption);

export const relayIdOption = (description: string): Option =>
  new Option('--id <id>', description).argParser(parseRelayIdOption);

/** Gives `command` the address, the other device's key, and the options of the reference's client. */
export function asDevice(command: Command): Command {
  command
    .usage('[options] <url> <public-key>')
    .argument('[url]', "the relay's address, http(s)://HOST:PORT/v1/relay; none with --discover")
    .argument('[public-key]', "the other device's public key, in base64")
    .option('--discover [id]', 'find the relay with this identity, or the only one, in this network');
  for (const option of loginOptions()) command.addOption(option);
  return command
    .option('-k, --no-ssl-verify', 'accept any certificate')
    .addOption(pinOption())
    .option('--local-secret <file>', "file of this device's secret key", 'relay.key.secret')
    .option('--local-public <file>', "file of this device's public key", 'relay.key.public');
}

type Run<Options extends DeviceOptions> = (relay: Target, peer: DeviceKey, options: Options) => Promise<void>;

/** The action of a device's command, which `run` is once its arguments are understood. */
export const deviceAction =
  <Options extends DeviceOptions>(run: Run<Options>) =>
  async (first: string | undefined, second: string | undefined, options: Options, command: Command) => {
    const { relay, peer } = parseTarget([first, second], options, command);
    const password = await passwordOf(options, command);
    await run(relay, peer, { ...options, ...(password !== undefined && { password }) });
  };

/** What the arguments of a device's command mean. Ends in a usage error where they mean nothing. */
function parseTarget(
  words: readonly (string | undefined)[],
  { discover }: DeviceOptions,
  command: Command,
): { relay: Target; peer: DeviceKey } {
  const given = words.filter((word) => word !== undefined);
  if (discover === undefined) {
    const [url, key] = given;
    if (url === undefined) return command.error("error: missing required argument 'url'");
    return { relay: { kind: 'address', url }, peer: parseKey(key, command) };
  }
  const id = discover === true ? undefined : parseRelayId(discover);
  // In `--discover KEY`, the key is taken for the option's value; it is no identity, so that it can be told.
  const keys = discover === true || id !== undefined ? given : [discover, ...given];
  if (given.length === 2) command.error('error: give either an address or --discover, not both.');
  if (keys.length === 2)
    command.error("error: --discover takes a relay's identity: 32 hex digits, as `discover` lists them.");
  return { relay: { kind: 'discover', id }, peer: parseKey(keys[0], command) };
}

function parseKey(text: string | undefined, command: Command): DeviceKey {
  if (text === undefined) return command.error("error: missing required argument 'public-key'");
  const key = parseDeviceKey(text);
  if (key === undefined)
    return command.error("error: argument 'public-key' is invalid. A public key is 32 bytes in base64.");
  return key;
}

function parseRelayIdOption(text: string): RelayId {
  const id = parseRelayId(text);
  if (id === undefined) throw new InvalidArgumentError("A relay's identity is 32 hex digits.");
  return id;
}

function parseFingerprintOption(text: string): Fingerprint {
  const fingerprint = parseFingerprint(text);
  if (fingerprint === undefined)
    throw new InvalidArgumentError(
      'A SHA-256 fingerprint is 64 hex digits; colons and spaces do not matter.',
    );
  return fingerprint;
}

import type { ConnectProblem } from '../client/connection';
import type { DiscoverProblem } from '../client/discovery';
import type { KeyFileProblem } from '../client/keyFiles';
import type { TransferProblem } from '../client/transfer';
import { fingerprintLines } from '../lib/fingerprint';
import { unreachable } from '../lib/unreachable';
import { CLOSE } from '../protocol/closeCodes';
import { stripCredentials } from '../protocol/relayUrl';

export function keyFileProblemMessage(problem: KeyFileProblem): string {
  switch (problem.kind) {
    case 'cannotRead':
      return problem.code === 'ENOENT'
        ? `There is no key file ${problem.path}. Make a key pair with: buckets-relay genkeys`
        : `The key file ${problem.path} cannot be read (${problem.code}).`;
    case 'cannotWrite':
      return problem.code === 'EEXIST'
        ? `${problem.path} exists already and was left as it is. Move it away first, or name other files.`
        : `${problem.path} cannot be written (${problem.code}).`;
    case 'notAKey':
      return `${problem.path} does not hold a key: one line of base64 is expected.`;
    case 'keysDoNotMatch':
      return `${problem.files.publicPath} and ${problem.files.secretPath} are not of the same key pair.`;
    default:
      return unreachable(problem);
  }
}

export const NOTHING_CAME =
  'The other device left without having sent anything: its input was empty, or something went wrong there.';

export function problemMessage(problem: ConnectProblem | TransferProblem): string {
  switch (problem.kind) {
    case 'badUrl':
      return badUrlMessage(problem.url);
    case 'notEncrypted':
      return `${problem.url} has no TLS, and so no certificate whose fingerprint could be compared. Use an address that begins with https://.`;
    case 'unreachable':
      return `No relay answers at ${problem.url} (${problem.code}). Check the address and that the relay is running.`;
    case 'certificateRefused':
      return `The relay's certificate is not trusted (${problem.code}). Pin it with --fingerprint, or use -k to accept any certificate.`;
    case 'fingerprintDiffers':
      return `The relay's certificate has another fingerprint: ${fingerprintLines(problem.seen).join(' ')}. Nothing was sent to it. Compare it with what the relay shows.`;
    case 'loginRefused':
      return 'The relay refused the user name or password.';
    case 'notARelay':
      return `What answers there is not a relay (status ${problem.status}). The address ends in /v1/relay.`;
    case 'noUpgrade':
      return `A relay answers at ${problem.url}, and a proxy in between keeps the upgrade to a websocket from it (status ${problem.status}). The proxy has to pass on the headers Upgrade and Connection, by HTTP/1.1.`;
    case 'blocked':
      return `The relay does not listen to this address for ${problem.seconds === 0 ? 'some time' : `${problem.seconds} seconds`}: too many wrong passwords came from it.`;
    case 'silent':
      return `What answers at ${problem.url} says nothing. It may be a relay that is overloaded, or none at all.`;
    case 'notHidden':
      return 'This relay would tell other devices of a test device.';
    case 'keyRefused':
      return `The relay refused this device's key: ${problem.message}.`;
    case 'peerLeft':
      return 'The other device left before everything was sent.';
    case 'relayRefused':
      return `The relay refused: ${problem.message}.`;
    case 'closed':
      return [
        `The connection to the relay was lost (${problem.code}${problem.reason ? `: ${problem.reason}` : ''}).`,
        ...(CLOSE_MEANS.get(problem.code) ?? []),
      ].join(' ');
    case 'fellSilent':
      return `The relay has said nothing for ${problem.seconds} seconds, though it was asked. It, or the network, may be gone.`;
    case 'stuck':
      return `The relay keeps the connection and has not gone on for ${problem.seconds} seconds, so it was ended.`;
    case 'malformed':
      return `What the relay sent is not its protocol (${problem.reason}).`;
    default:
      return unreachable(problem);
  }
}

/** RFC 6455 section 7.4.1. */
const MESSAGE_TOO_BIG = 1009;

/** What there is to know, and to do, about some of the codes that a relay closes with. */
const CLOSE_MEANS: ReadonlyMap<number, readonly [string]> = new Map([
  [CLOSE.goingAway.code, ['It may be starting anew: try again.']],
  [CLOSE.replaced.code, ['Each device needs keys of its own.']],
  [
    CLOSE.malformed.code,
    ['It did not take a message: one may be a million bytes long. That message is lost.'],
  ],
  [MESSAGE_TOO_BIG, ['A message was longer than it takes, and is lost.']],
  [CLOSE.tooSlow.code, ['What came later is lost: begin again.']],
]);

export const discoverProblemMessage = ({ code }: DiscoverProblem): string =>
  code === 'noNetwork'
    ? 'This computer is in no network in which a relay could be looked for.'
    : `This computer does not let us look for relays: multicast DNS (UDP port 5353) cannot be used (${code}).`;

function badUrlMessage(url: string): string {
  if (url.trim() === '') return 'The address is empty. It looks like http://HOST:PORT/v1/relay.';
  if (url.includes('@'))
    return `User name and password do not belong into the address of ${stripCredentials(url)}: give --username, and set RELAY_PASSWORD.`;
  return `${url} is not a relay's address. It looks like http://HOST:PORT/v1/relay.`;
}

import { unreachable } from '../lib/unreachable';
import { abbreviate, type DeviceKey } from '../protocol/deviceKey';
import type { AdvertiseProblem, AdvertiserState } from '../server/advertiser';
import type { ServerEvent } from '../server/events';
import type { StartProblem } from '../server/listen';

/** A start problem as one sentence for the terminal. The window has its own, with a remedy's button. */
export function describeStartProblem(problem: StartProblem): string {
  switch (problem.kind) {
    case 'portInUse':
      return `Port ${problem.port} is in use by another program. Stop that program, or choose another port.`;
    case 'portForbidden':
      return `This computer does not let you use port ${problem.port}. Choose one between 1024 and 49151.`;
    case 'addressNotAvailable':
      return `${problem.address} is not an address of this computer. Choose one of its own, or 0.0.0.0 for all.`;
    case 'cannotListen':
      return `The relay could not start listening (${problem.code}).`;
    default:
      return unreachable(problem);
  }
}

/** What has become of an advertisement under the name `asked`; undefined while that is not known. */
export function describeAdvertising(state: AdvertiserState, asked: string): string | undefined {
  switch (state.kind) {
    case 'off':
    case 'announcing':
      return undefined;
    case 'advertised': {
      const where = state.adapters
        .map(({ name, addresses }) => `${name} (${addresses.join(', ')})`)
        .join(', ');
      const taken = state.name === asked ? '' : `; another has the name “${asked}” already`;
      return `devices find this relay as “${state.name}” on ${where}${taken}`;
    }
    case 'failed':
      return `devices cannot find this relay by themselves: ${describeAdvertiseProblem(state.problem)}`;
    default:
      return unreachable(state);
  }
}

function describeAdvertiseProblem(problem: AdvertiseProblem): string {
  switch (problem.kind) {
    case 'noNetwork':
      return 'this computer is in no network where it could be reached';
    case 'noFreeName':
      return `the name “${problem.name}” is taken, also with a number behind it`;
    case 'noMulticast':
      return `the system does not let it speak multicast DNS (${problem.code})`;
    default:
      return unreachable(problem);
  }
}

/** A line of a terminal's log, with its time. */
export const logLine = (text: string, now: Date): string => `${now.toISOString()} ${text}\n`;

/** An event as a line of a log. */
export function describeEvent(event: ServerEvent): string {
  switch (event.kind) {
    case 'crowded':
      return `did not take a connection from ${event.from}: ${event.reason}`;
    case 'loginRefused':
      return `turned away ${event.from}: ${REFUSALS[event.reason]}`;
    case 'opened':
      return `connection ${event.conn} from ${event.from}`;
    case 'authenticated':
      return `device ${abbreviate(event.key)} connected from ${event.from} (connection ${event.conn})`;
    case 'signatureRefused':
      return `connection ${event.conn} did not prove that it is device ${abbreviate(event.key)}`;
    case 'left':
      return event.replaced
        ? `device ${abbreviate(event.key)} replaced its old connection ${event.conn} by a newer one`
        : `device ${abbreviate(event.key)} left (connection ${event.conn})`;
    case 'linked':
      return `devices ${both(event.keys)} are linked`;
    case 'unlinked':
      return `devices ${both(event.keys)} are no longer linked`;
    case 'malformed':
      return `connection ${event.conn} closed: what it sent is not the relay's protocol (${event.reason})`;
    case 'givenUp':
      return `connection ${event.conn} given up: ${GIVEN_UP[event.why]}`;
    case 'closed':
      return `connection ${event.conn} ended (${event.code})`;
    case 'socketFailed':
      return `the connection from ${event.from} failed (${event.code})`;
    case 'tlsFailed':
      return `no TLS with ${event.from} (${event.code})`;
    case 'listenerFailed':
      return `the relay's listener failed (${event.code})`;
    default:
      return unreachable(event);
  }
}

const REFUSALS = {
  missing: 'no user name and password',
  malformed: 'user name and password could not be read',
  wrong: 'wrong user name or password',
  blocked: 'too many wrong passwords, so it has to wait',
  'foreign page': 'a web page of another site',
} as const;

const GIVEN_UP = {
  'not in time': 'it did not prove a key in time',
  'too slow': 'it did not take what was sent to it',
  silent: 'it gave no sign of life',
} as const;

const both = ([a, b]: readonly [DeviceKey, DeviceKey]) => `${abbreviate(a)} and ${abbreviate(b)}`;

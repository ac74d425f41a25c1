import { unreachable } from '../lib/unreachable';
import { abbreviate, type DeviceKey } from '../protocol/deviceKey';
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
    case 'notAdmitted':
      return `turned away device ${abbreviate(event.key)} from ${event.from}: ${NOT_ADMITTED[event.why]}`;
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

const NOT_ADMITTED = { blocked: 'it is blocked', unknown: 'nobody has let it in yet' } as const;

const GIVEN_UP = {
  'not in time': 'it did not prove a key in time',
  'too slow': 'it did not take what was sent to it',
  silent: 'it gave no sign of life',
} as const;

const both = ([a, b]: readonly [DeviceKey, DeviceKey]) => `${abbreviate(a)} and ${abbreviate(b)}`;

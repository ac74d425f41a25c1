import type { AdvertiseProblem } from '../../../preload/views';
import { unreachable } from '../../lib/unreachable';
import type { AdvertiserState } from '../../server/discovery/advertiser';
import type { StartProblem } from '../../server/network/listen';

/** A start problem as one sentence for the terminal. The window has its own, with a remedy's button. */
export function startProblemMessage(problem: StartProblem): string {
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
export function advertisingMessage(state: AdvertiserState, asked: string): string | undefined {
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
      return `devices cannot find this relay by themselves: ${advertiseProblemMessage(state.problem)}`;
    default:
      return unreachable(state);
  }
}

function advertiseProblemMessage(problem: AdvertiseProblem): string {
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

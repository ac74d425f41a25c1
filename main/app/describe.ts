import { unreachable } from '../lib/unreachable';
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

import type { ChangeResult, Problem } from '../../../preload/views';
import { nextFreePort } from '../../server/network/freePort';
import type { StartProblem } from '../../server/network/listen';

/** The answer to who wants a change while the app ends. */
export const APP_CLOSING: ChangeResult = {
  kind: 'refused',
  problem: { kind: 'cannotListen', code: 'closed' },
};

/** Names the program that listens on a port, where the system tells. */
export type FindPortOwner = (port: number) => Promise<string | undefined>;

/** A start problem with what a person needs to solve it. */
export async function withRemedies(
  problem: StartProblem,
  address: string | undefined,
  portOwner: FindPortOwner,
): Promise<Problem> {
  switch (problem.kind) {
    case 'portInUse': {
      const free = nextFreePort(problem.port + 1, address);
      const [nextFree, owner] = await Promise.all([free, portOwner(problem.port)]);
      return { ...problem, nextFree, owner };
    }
    case 'portForbidden':
      return { ...problem, nextFree: await nextFreePort(problem.port + 1, address) };
    default:
      return problem;
  }
}

import type { IncomingMessage } from 'node:http';
import { createKeyedDigest } from '../../lib/keyedDigest';
import { err, ok, type Result } from '../../lib/result';
import type { Account } from '../../protocol/relay';
import type { LoginRefusal } from '../events';
import { isCrossOrigin } from '../http/origin';
import { FORBIDDEN, type HttpAnswer, tooManyRequests, upgradeProblem } from '../http/routes';
import { type Credentials, createCredentialsCheck } from './credentials';
import { createLoginThrottle } from './loginThrottle';

/** Who is not let in: the answer to give, and the reason when it is about the login. */
export interface UpgradeRefusal {
  readonly answer: HttpAnswer;
  readonly reason: LoginRefusal | undefined;
}

/** For a web page that is not the relay's own, whatever login its visitor has. */
export const FOREIGN_PAGE: UpgradeRefusal = { answer: FORBIDDEN, reason: 'foreign page' };

/** Decides on a request for a device's connection that comes from the address `from`, before any upgrade. */
export type UpgradeAuthorizer = (request: IncomingMessage, from: string) => Result<Account, UpgradeRefusal>;

export function createUpgradeAuthorizer(credentials: Credentials): UpgradeAuthorizer {
  const login = createCredentialsCheck(credentials);
  const throttle = createLoginThrottle();
  // Wrong passwords are remembered as digests under a secret of this process: some are nearly right.
  const digest = createKeyedDigest();

  return (request, from) => {
    if (isCrossOrigin(request)) return err(FOREIGN_PAGE);
    const { authorization } = request.headers;
    // One that is missing is no guess.
    if (authorization === undefined) return err({ answer: FORBIDDEN, reason: 'missing' });
    const attempt = digest(authorization);
    const blockedMs = throttle.blockedFor(from, attempt);
    if (blockedMs > 0)
      return err({ answer: tooManyRequests(Math.ceil(blockedMs / 1_000)), reason: 'blocked' });
    const account = login(authorization);
    if (!account.ok) {
      throttle.failed(from, attempt);
      return err({ answer: FORBIDDEN, reason: account.error });
    }
    throttle.succeeded(from, attempt);
    const answer = upgradeProblem(request);
    return answer ? err({ answer, reason: undefined }) : ok(account.value);
  };
}

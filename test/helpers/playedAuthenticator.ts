import { err, ok, type Result } from '../../main/lib/result';
import type { Account } from '../../main/protocol/relay';
import type { AuthenticationProblem, Authenticator } from '../../main/server/login/authenticator';
import { Queue } from './queue';

/** A login that is being looked at, until the test gives its answer. */
export interface PlayedLogin {
  readonly authorization: string | undefined;
  readonly from: string;
  readonly signal: AbortSignal;
  /** Resolves once nobody waits for the answer any more. */
  readonly aborted: Promise<void>;
  admit(account: string): void;
  refuse(problem: AuthenticationProblem): void;
  fail(error: Error): void;
}

/** Looks at logins for as long as the test wants it to. */
export class PlayedAuthenticator implements Authenticator {
  readonly logins = new Queue<PlayedLogin>();
  /** Logins so far. */
  count = 0;

  authenticate(authorization: string | undefined, from: string, signal: AbortSignal) {
    this.count += 1;
    return new Promise<Result<Account, AuthenticationProblem>>((resolve, reject) => {
      this.logins.push({
        ...{ authorization, from, signal },
        aborted: new Promise((done) => signal.addEventListener('abort', () => done())),
        admit: (account) => resolve(ok(account as Account)),
        refuse: (problem) => resolve(err(problem)),
        fail: reject,
      });
    });
  }
}

/** Lets everybody in, each to the account of its user name. */
export const byUsername: Authenticator = {
  async authenticate(authorization = '') {
    const [username = ''] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
      .toString()
      .split(':');
    return ok(username as Account);
  },
};

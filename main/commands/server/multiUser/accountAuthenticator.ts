import type { AccountLogin } from '../../../accounts/login/login';
import type { LoginProblem, RefusalReason } from '../../../accounts/login/loginProblem';
import type { StoreProblem } from '../../../accounts/stores';
import type { UserId } from '../../../accounts/user';
import { err, ok } from '../../../lib/result';
import type { Account } from '../../../protocol/relay';
import type { LoginRefusal } from '../../../server/events';
import type { AuthenticationProblem, Authenticator } from '../../../server/login/authenticator';
import { parseBasic } from '../../../server/login/credentials';

/** That logins cannot be looked at is told once in so long, in milliseconds. */
const TELL_MS = 60_000;

/** One whose login could not be looked at may come again after some seconds. */
const NOT_NOW: AuthenticationProblem = { kind: 'busy', retryAfterSeconds: 5 };

export interface AccountAuthenticatorOptions {
  readonly login: AccountLogin;
  readonly accountOf: (user: UserId) => Account;
  readonly messageOf: (problem: StoreProblem) => string;
  /** Told, now and then, why logins cannot be looked at. */
  readonly log: (text: string) => void;
}

/** Has the relay's logins looked at by the accounts. */
export function createAccountAuthenticator(options: AccountAuthenticatorOptions): Authenticator {
  const { login, accountOf, messageOf, log } = options;
  let toldAt = Number.NEGATIVE_INFINITY;

  function cannotLook(why: string): AuthenticationProblem {
    const now = performance.now();
    if (now - toldAt >= TELL_MS) {
      toldAt = now;
      log(`logins cannot be looked at: ${why}`);
    }
    return NOT_NOW;
  }

  function problemOf(problem: LoginProblem): AuthenticationProblem {
    switch (problem.kind) {
      case 'refused':
        return { kind: 'refused', reason: REASONS[problem.reason] };
      case 'throttled':
      case 'busy':
        return { kind: problem.kind, retryAfterSeconds: Math.ceil(problem.ms / 1_000) };
      case 'gone':
        return NOT_NOW;
      case 'storeFailed':
        return cannotLook(messageOf(problem.problem));
    }
  }

  return {
    async authenticate(authorization, from, signal) {
      const given = parseBasic(authorization);
      if (!given.ok) return err({ kind: 'refused', reason: given.error });
      const { username, password } = given.value;
      try {
        const user = await login.login(username, password, from, signal);
        if (user.ok) return ok(accountOf(user.value.id));
        return err(problemOf(user.error));
      } catch (error) {
        // Nobody expects it, and whoever runs the relay has to hear of it.
        return err(cannotLook(String(error)));
      }
    },
  };
}

/** For the log, which tells no name: who tries hears of none of them. */
const REASONS: Readonly<Record<RefusalReason, LoginRefusal>> = {
  wrong: 'wrong',
  unknown: 'unknown user',
  unverified: 'not verified',
  blocked: 'blocked user',
  'licence refused': 'licence refused',
};

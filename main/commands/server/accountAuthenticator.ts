import type { AccountLogin } from '../../accounts/login/login';
import type { LoginProblem, RefusalReason } from '../../accounts/login/loginProblem';
import type { StoreProblem } from '../../accounts/stores';
import type { UserId } from '../../accounts/user';
import { err, ok } from '../../lib/result';
import type { Account } from '../../protocol/relay';
import type { LoginRefusal } from '../../server/events';
import type { AuthenticationProblem, Authenticator } from '../../server/login/authenticator';
import { parseBasic } from '../../server/login/credentials';

/** A database that cannot be asked is told once in so long, in milliseconds. */
const TELL_MS = 60_000;

/** Seconds after which one whose login could not be looked at may come again. */
const RETRY_SECONDS = 5;

/** Has the relay's logins looked at by the accounts; `onStoreFailure` hears, now and then, of a database that fails. */
export function createAccountAuthenticator(
  login: AccountLogin,
  accountOf: (user: UserId) => Account,
  onStoreFailure: (problem: StoreProblem) => void,
): Authenticator {
  let toldAt = Number.NEGATIVE_INFINITY;

  function problemOf(problem: LoginProblem): AuthenticationProblem {
    switch (problem.kind) {
      case 'refused':
        return { kind: 'refused', reason: REASONS[problem.reason] };
      case 'throttled':
      case 'busy':
        return { kind: problem.kind, retryAfterSeconds: Math.ceil(problem.ms / 1_000) };
      case 'gone':
        return { kind: 'busy', retryAfterSeconds: RETRY_SECONDS };
      case 'storeFailed': {
        const now = performance.now();
        if (now - toldAt >= TELL_MS) onStoreFailure(problem.problem);
        if (now - toldAt >= TELL_MS) toldAt = now;
        return { kind: 'busy', retryAfterSeconds: RETRY_SECONDS };
      }
    }
  }

  return {
    async authenticate(authorization, from, signal) {
      const given = parseBasic(authorization);
      if (!given.ok) return err({ kind: 'refused', reason: given.error });
      const { username, password } = given.value;
      const user = await login.login(username, password, from, signal);
      return user.ok ? ok(accountOf(user.value.id)) : err(problemOf(user.error));
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

import type { AccountLogin } from './login';
import type { RefusalReason } from './loginProblem';

/** Tells each login that was refused or not looked at, be it a device's or one on the pages, with where it came from. */
export function createCountedLogin(
  login: AccountLogin,
  onRefused: (from: string, reason: RefusalReason | 'throttled') => void,
): AccountLogin {
  return {
    ...login,
    async login(name, password, from, signal) {
      const outcome = await login.login(name, password, from, signal);
      if (outcome.ok) return outcome;
      const { error } = outcome;
      if (error.kind === 'refused') onRefused(from, error.reason);
      else if (error.kind === 'throttled') onRefused(from, 'throttled');
      return outcome;
    },
  };
}

import type { StoreProblem } from '../stores';

/** Why somebody is not let in: for the log alone. On the wire they are one, and take the same time. */
export type RefusalReason = 'wrong' | 'unverified' | 'blocked' | 'licence refused' | 'unknown';

export type LoginProblem =
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  /** It was not looked at, since too much was wrong before. */
  | { readonly kind: 'throttled'; readonly ms: number }
  /** It was not looked at, since too many others wait. */
  | { readonly kind: 'busy'; readonly ms: number }
  /** Who asked has left meanwhile. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'storeFailed'; readonly problem: StoreProblem };

/** How a login went. `remembered`: it was right a short while ago, and was not looked at again. */
export type LoginOutcome = 'let in' | 'remembered' | RefusalReason | Exclude<LoginProblem['kind'], 'refused'>;

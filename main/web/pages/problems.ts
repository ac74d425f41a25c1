import type { LoginProblem } from '../../accounts/login/loginProblem';
import type { AccountProblem } from '../../accounts/registration/accountActions';
import type { FieldName, FormProblem, ProblemKind } from './page';

/** Where in a form a problem belongs whose meaning depends on the form. */
export interface Places {
  /** What `notFound` says: of the address that was typed, or of the code. */
  readonly notFound?: 'email' | 'code';
  /** The field of the password that is to be the account's. */
  readonly password?: FieldName;
}

/** An account's problem as a form tells it. */
export function formProblem(problem: AccountProblem, { notFound, password }: Places = {}): FormProblem {
  switch (problem.kind) {
    case 'exists':
    case 'notAnAddress':
    case 'domainRefused':
      return { kind: problem.kind, field: 'email' };
    case 'notFound':
      return notFound === 'email'
        ? { kind: 'noAccount', field: 'email' }
        : { kind: 'wrongCode', field: 'code' };
    case 'passwordLength':
      return { kind: problem.kind, field: password ?? 'password' };
    case 'inviteNeeded':
      return { kind: problem.kind, field: 'invite' };
    case 'wrongPassword':
      return { kind: problem.kind, field: 'password' };
    case 'throttled':
    case 'busy':
      return { kind: problem.kind, ms: problem.ms };
    case 'gone':
      return { kind: 'busy', ms: 1_000 };
    case 'mailFailed':
    case 'closed':
    case 'storeFailed':
    case 'noPassword':
      return { kind: problem.kind };
  }
}

/** Why somebody was refused stays untold. */
export function loginProblem(problem: LoginProblem): FormProblem {
  if (problem.kind === 'refused') return { kind: 'refused' };
  if (problem.kind === 'storeFailed') return { kind: 'storeFailed' };
  return formProblem(problem);
}

const STATUS: Partial<Readonly<Record<ProblemKind, number>>> = {
  stale: 403,
  closed: 403,
  throttled: 429,
  busy: 503,
  mailFailed: 503,
  storeFailed: 503,
};

/** The status of a form that is shown again with these problems, and what else its answer says of them. */
export function statusOf(problems: readonly FormProblem[]): {
  status: number;
  headers: Record<string, string>;
} {
  const [first] = problems;
  const status = (first && STATUS[first.kind]) ?? 422;
  const ms = first?.ms;
  return { status, headers: ms === undefined ? {} : { 'Retry-After': String(Math.ceil(ms / 1_000)) } };
}

import type { Visitor } from '../../accounts/registration/visitor';
import type { User } from '../../accounts/user';
import type { Result } from '../../lib/result';
import type { Done, FormProblem, FormState, Page } from './page';

/** Somebody asks for a page. */
export interface Visit {
  readonly visitor: Visitor;
  readonly query: URLSearchParams;
  /** Who is logged in. */
  readonly user: User | undefined;
  /** What the browser shows to be so. */
  readonly session: string | undefined;
  /** Where devices connect, as far as the relay can know. */
  readonly address: string;
}

export interface UserVisit extends Visit {
  readonly user: User;
}

/** Another page in place of this one. */
export interface Way {
  /** From /v1/ on. */
  readonly to: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly done?: Done;
  /** A session that begins, or null for the one that ends. */
  readonly session?: string | null;
}

export type Submitted = Result<Way | Page, readonly FormProblem[]>;

/** A page at its path: what it shows, which changes nothing, and what its form does. */
export interface PageRoute<V extends Visit = Visit> {
  show(visit: V, form: FormState): Page | Way | Promise<Page | Way>;
  submit?(visit: V, form: URLSearchParams): Promise<Submitted>;
}

export const isWay = (shown: Page | Way): shown is Way => 'to' in shown;

/** A page for who is logged in. Others log in first, and come here then. */
export function forUsers(path: string, { show, submit }: PageRoute<UserVisit>): PageRoute {
  const hasUser = (visit: Visit): visit is UserVisit => visit.user !== undefined;
  const logIn = ({ query }: Visit): Way => {
    const code = query.get('code');
    return { to: 'login', query: { next: code ? `${path}?code=${encodeURIComponent(code)}` : path } };
  };
  return {
    show: (visit, form) => (hasUser(visit) ? show(visit, form) : logIn(visit)),
    ...(submit && {
      submit: async (visit, form) =>
        hasUser(visit) ? submit(visit, form) : { ok: true, value: logIn(visit) },
    }),
  };
}

/** The page of somebody's own that a login leads to: no other address can be slipped in. */
export const nextPage = (next: string | null): string =>
  next !== null && /^account(\/[a-z]+)?(\?code=[\w%-]{1,100})?$/.test(next) ? next : 'account';

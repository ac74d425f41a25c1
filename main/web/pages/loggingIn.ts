import { z } from 'zod';
import type { AccountLogin } from '../../accounts/login/login';
import type { AccountActions } from '../../accounts/registration/accountActions';
import { err, ok } from '../../lib/result';
import { parseForm, typed } from './forms';
import { formProblem, loginProblem } from './problems';
import { nextPage, type PageRoute } from './visit';

const LOGIN = z.object({ email: typed, password: typed });

export function loginRoute(login: Pick<AccountLogin, 'login'>, actions: AccountActions): PageRoute {
  return {
    show: ({ user }, form) => (user ? { to: nextPage(form.values.next ?? null) } : { kind: 'login', form }),
    async submit({ visitor }, form) {
      const asked = parseForm(LOGIN, form);
      if (!asked.ok) return asked;
      const { email, password } = asked.value;
      const user = await login.login(email, password, visitor.from, visitor.signal);
      if (!user.ok) return err([loginProblem(user.error)]);
      const session = await actions.begin(user.value);
      // Who is gone or blocked since is refused as well.
      if (!session.ok)
        return err([session.error.kind === 'notFound' ? { kind: 'refused' } : formProblem(session.error)]);
      return ok({ to: nextPage(form.get('next')), session: session.value });
    },
  };
}

export function logoutRoute(actions: AccountActions): PageRoute {
  return {
    show: () => ({ to: '' }),
    async submit({ session }) {
      const ended = session === undefined ? ok(undefined) : await actions.end(session);
      return ended.ok ? ok({ to: '', session: null, done: 'loggedOut' }) : err([formProblem(ended.error)]);
    },
  };
}

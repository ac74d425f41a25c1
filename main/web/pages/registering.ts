import { z } from 'zod';
import type { Registration } from '../../accounts/registration/registrationTypes';
import { err, ok } from '../../lib/result';
import { parseForm, typed } from './forms';
import { formProblem } from './problems';
import type { PageRoute } from './visit';

const REGISTER = z.object({ email: typed, password: typed, invite: z.string().optional() });
const VERIFY = z.object({ email: typed, code: typed });
const ADDRESS = z.object({ email: typed });

/** The address is only shown again, where it was known: the code tells whose password it is. */
const RESET = z.object({ code: typed, newPassword: typed, email: z.string().optional() });

/** Getting an account: by an address, a password, and a code that is mailed. */
export function registerRoute(registration: Registration): PageRoute {
  return {
    show: (_visit, form) => ({ kind: 'register', form }),
    async submit({ visitor }, form) {
      const asked = parseForm(REGISTER, form);
      if (!asked.ok) return asked;
      const { email, password, invite } = asked.value;
      const done = await registration.register(
        { email, password, ...(invite === undefined ? {} : { invite }) },
        visitor,
      );
      if (done.ok) return ok({ to: 'verify', query: { email }, done: 'registered' });
      if (done.error.kind === 'mailFailed')
        return ok({ to: 'verify/resend', query: { email }, done: 'registeredUnmailed' });
      return err([formProblem(done.error)]);
    },
  };
}

/** A mailed link fills the form in: only sending it verifies, since what looks at mails follows links, too. */
export function verifyRoute(registration: Registration): PageRoute {
  return {
    show: (_visit, form) => ({ kind: 'verify', form }),
    async submit({ visitor }, form) {
      const asked = parseForm(VERIFY, form);
      if (!asked.ok) return asked;
      const { email, code } = asked.value;
      const verified = await registration.verify(email, code, visitor);
      if (!verified.ok) return err([formProblem(verified.error, { notFound: 'email' })]);
      if (!verified.value) return err([{ kind: 'wrongCode', field: 'code' }]);
      return ok({ to: 'login', query: { email }, done: 'verified' });
    },
  };
}

export function resendRoute(registration: Registration): PageRoute {
  return {
    show: (_visit, form) => ({ kind: 'resend', form }),
    async submit({ visitor }, form) {
      const asked = parseForm(ADDRESS, form);
      if (!asked.ok) return asked;
      const { email } = asked.value;
      const sent = await registration.sendVerification(email, visitor);
      if (!sent.ok) return err([formProblem(sent.error, { notFound: 'email' })]);
      return ok({ to: 'verify', query: { email }, done: 'codeSent' });
    },
  };
}

export function forgotRoute(registration: Registration): PageRoute {
  return {
    show: (_visit, form) => ({ kind: 'forgot', form }),
    async submit({ visitor }, form) {
      const asked = parseForm(ADDRESS, form);
      if (!asked.ok) return asked;
      const sent = await registration.sendReset(asked.value.email, visitor);
      if (!sent.ok) return err([formProblem(sent.error, { notFound: 'email' })]);
      return ok({ to: 'reset', query: { email: asked.value.email }, done: 'resetSent' });
    },
  };
}

export function resetRoute(registration: Registration): PageRoute {
  return {
    show: (_visit, form) => ({ kind: 'reset', form }),
    async submit({ visitor }, form) {
      const asked = parseForm(RESET, form);
      if (!asked.ok) return asked;
      const { code, newPassword, email } = asked.value;
      const set = await registration.resetPassword(code, newPassword, visitor);
      if (!set.ok) return err([formProblem(set.error, { notFound: 'code', password: 'newPassword' })]);
      return ok({ to: 'login', ...(email && { query: { email } }), done: 'passwordSet' });
    },
  };
}

import { z } from 'zod';
import type { AccountLogin } from '../../accounts/login/login';
import type { AccountActions } from '../../accounts/registration/accountActions';
import type { TrafficStore } from '../../accounts/stores';
import type { UserId } from '../../accounts/user';
import { err, ok } from '../../lib/result';
import { type PairingInfo, pairingUrl } from '../../protocol/pairingUrl';
import { parseForm, typed } from './forms';
import { lastDays } from './lastDays';
import type { ConnectedDevice } from './page';
import { formProblem, loginProblem } from './problems';
import { forUsers, type PageRoute } from './visit';

export function accountRoute(
  traffic: Pick<TrafficStore, 'ofUser'>,
  devicesOf: (user: UserId) => Promise<readonly ConnectedDevice[]>,
  now: () => number,
): PageRoute {
  return forUsers('account', {
    show: async ({ user, address }) => ({
      kind: 'account',
      address,
      devices: await devicesOf(user.id),
      traffic: await lastDays(traffic, user.id, now()),
    }),
  });
}

const PASSWORD = z.object({ password: typed });
const CHANGE = z.object({ password: typed, newPassword: typed });
const MOVE = z.object({ email: typed, password: typed });
const CODE = z.object({ code: typed });
const DELETE = z.object({ password: typed, sure: typed });

/** The pairing code, which carries the password: so that is typed once more. */
export function pairingRoute(
  login: Pick<AccountLogin, 'login'>,
  facts: () => Pick<PairingInfo, 'fingerprint' | 'id'>,
): PageRoute {
  return forUsers('account/pairing', {
    show: (_visit, form) => ({ kind: 'pair', form }),
    async submit({ user, visitor, address }, form) {
      const asked = parseForm(PASSWORD, form);
      if (!asked.ok) return asked;
      if (user.passwordHash === '') return err([{ kind: 'noPassword' }]);
      const { password } = asked.value;
      const right = await login.login(user.email, password, visitor.from, visitor.signal);
      if (!right.ok) {
        const isRefused = right.error.kind === 'refused';
        return err([isRefused ? { kind: 'wrongPassword', field: 'password' } : loginProblem(right.error)]);
      }
      const text = pairingUrl({ addresses: [address], username: user.email, password, ...facts() });
      return ok({ kind: 'pairing', address, text });
    },
  });
}

export function passwordRoute(actions: AccountActions): PageRoute {
  return forUsers('account/password', {
    show: (_visit, form) => ({ kind: 'password', form }),
    async submit({ user, visitor }, form) {
      const asked = parseForm(CHANGE, form);
      if (!asked.ok) return asked;
      const changed = await actions.changePassword(user, asked.value, visitor);
      if (!changed.ok) return err([formProblem(changed.error, { password: 'newPassword' })]);
      return ok({ to: 'login', session: null, done: 'passwordChanged' });
    },
  });
}

/** Moving to another address: first that is typed, then the code that was mailed there. */
export function addressRoute(actions: AccountActions): PageRoute {
  return forUsers('account/address', {
    show: (_visit, form) => ({ kind: form.values.code === undefined ? 'address' : 'confirmAddress', form }),
    async submit({ user, visitor }, form) {
      if (form.has('code')) {
        const asked = parseForm(CODE, form);
        if (!asked.ok) return asked;
        const moved = await actions.confirmAddress(user, asked.value.code, visitor);
        if (moved.ok) return ok({ to: 'account', session: moved.value.session, done: 'addressChanged' });
        if (moved.error.kind === 'exists') return err([{ kind: 'exists' }]);
        return err([formProblem(moved.error, { notFound: 'code' })]);
      }
      const asked = parseForm(MOVE, form);
      if (!asked.ok) return asked;
      const sent = await actions.requestAddress(user, asked.value, visitor);
      if (!sent.ok) return err([formProblem(sent.error, { notFound: 'email' })]);
      return ok({ to: 'account/address', query: { code: '' }, done: 'addressSent' });
    },
  });
}

export function deleteRoute(actions: AccountActions): PageRoute {
  return forUsers('account/delete', {
    show: (_visit, form) => ({ kind: 'delete', form }),
    async submit({ user, visitor }, form) {
      const asked = parseForm(DELETE, form);
      if (!asked.ok) return asked;
      const deleted = await actions.deleteAccount(user, asked.value.password, visitor);
      if (!deleted.ok) return err([formProblem(deleted.error)]);
      return ok({ to: '', session: null, done: 'deleted' });
    },
  });
}

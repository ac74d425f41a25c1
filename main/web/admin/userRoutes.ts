import type { AccountStore, UserStore } from '../../accounts/stores';
import { parseEmail, type User, type UserId } from '../../accounts/user';
import { lastDays } from '../pages/lastDays';
import { type AdminDone, type ShownUser, USER_ACTIONS, type UserAction } from './adminPage';
import { type AdminRoute, numberOf } from './adminRoute';

/** Users on a page. */
const PAGE = 50;

/** The longest part of an address that is looked for, in characters. */
const MAX_PART = 254;

/** All users, or those whose address holds what is looked for, in the order of their making. */
export function usersRoute(users: Pick<UserStore, 'list' | 'count' | 'countBlocked'>): AdminRoute {
  return {
    async show(query) {
      const part = (query.get('part') ?? '').trim().slice(0, MAX_PART);
      const after = numberOf(query.get('after'));
      const [found, all, blocked] = await Promise.all([
        users.list({
          // One more tells whether there are others.
          most: PAGE + 1,
          ...(part !== '' && { part }),
          ...(after !== undefined && { after: after as UserId }),
        }),
        users.count(),
        users.countBlocked(),
      ]);
      const shown = found.slice(0, PAGE);
      const next = found.length > PAGE ? shown.at(-1)?.id : undefined;
      return {
        ...{ kind: 'users', all, blocked, part, next },
        users: shown.map(shownUser),
        isFirst: after === undefined,
      };
    },
  };
}

/** One user, by number or by address, and what can be done. */
export function userRoute(
  { users, sessions, traffic }: Pick<AccountStore, 'users' | 'sessions' | 'traffic'>,
  now: () => number,
): AdminRoute {
  const actions: Readonly<Record<UserAction, (id: UserId) => Promise<AdminDone | undefined>>> = {
    block: async (id) => ((await users.setBlocked(id, true)) ? 'blocked' : undefined),
    unblock: async (id) => ((await users.setBlocked(id, false)) ? 'unblocked' : undefined),
    verify: async (id) => ((await users.setVerified(id)) ? 'verified' : undefined),
    async endSessions(id) {
      await sessions.removeAll(id);
      return 'sessionsEnded';
    },
  };

  return {
    async show(query) {
      const user = await findUser(users, query);
      if (!user) return undefined;
      return { kind: 'user', user: shownUser(user), traffic: await lastDays(traffic, user.id, now()) };
    },
    async submit(form) {
      const user = await findUser(users, form);
      const action = USER_ACTIONS.find((one) => one === form.get('action'));
      const done = user && action && (await actions[action](user.id));
      return done && { to: 'user', query: { id: String(user.id) }, done };
    },
  };
}

/** Deleting asks once more. */
export function deleteUserRoute(users: Pick<UserStore, 'byEmail' | 'byId' | 'remove'>): AdminRoute {
  return {
    async show(query) {
      const user = await findUser(users, query);
      return user && { kind: 'delete', user: shownUser(user), isUnsure: false };
    },
    async submit(form) {
      const user = await findUser(users, form);
      if (!user) return undefined;
      if (!form.get('sure')) return { kind: 'delete', user: shownUser(user), isUnsure: true };
      return (await users.remove(user.id)) ? { to: '', done: 'deleted' } : undefined;
    },
  };
}

async function findUser(
  users: Pick<UserStore, 'byEmail' | 'byId'>,
  from: URLSearchParams,
): Promise<User | undefined> {
  const id = numberOf(from.get('id'));
  if (id !== undefined) return users.byId(id as UserId);
  const email = parseEmail(from.get('email') ?? '');
  return email && users.byEmail(email);
}

/** What is shown of a user: none of the hashes. */
const shownUser = ({ id, email, created, verified, blocked, passwordHash, licence }: User): ShownUser => ({
  ...{ id, email, created, verified, blocked },
  hasPassword: passwordHash !== '',
  hasLicence: licence !== undefined,
});

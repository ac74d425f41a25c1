import { randomBytes } from 'node:crypto';
import type { AccountLogin } from '../../main/accounts/login/login';
import type {
  AccountActions,
  AccountProblem,
  SessionSecret,
} from '../../main/accounts/registration/accountActions';
import type { Registration, RegistrationProblem } from '../../main/accounts/registration/registrationTypes';
import { parseEmail, type User, type UserId } from '../../main/accounts/user';
import { err, ok, type Result } from '../../main/lib/result';

/** The code that every mail would carry. */
export const CODE = '0123456789ABCDEF0123456789ABCDEF';

interface Person {
  user: User;
  password: string;
}

/**
 * People with accounts, in memory and without any rule that takes time: what pages need behind them, for tests that are
 * about the pages. `problem`, while it is set, is what comes of everything that is asked for. `calls` are what was asked.
 */
export class MemoryAccounts {
  problem: RegistrationProblem | undefined;
  readonly calls: string[] = [];
  readonly people = new Map<UserId, Person>();
  private readonly sessions = new Map<string, UserId>();
  private readonly moves = new Map<UserId, string>();
  private made = 0;

  add(email: string, password: string, verified = true): User {
    const address = parseEmail(email);
    if (!address) throw new Error(`${email} is no address`);
    this.made += 1;
    const user: User = {
      id: this.made as UserId,
      email: address,
      created: 0,
      passwordHash: password && 'hash',
      verified,
      blocked: false,
      licence: undefined,
    };
    this.people.set(user.id, { user, password });
    return user;
  }

  get sessionCount(): number {
    return this.sessions.size;
  }

  readonly registration: Registration = {
    register: async ({ email, password, invite }) =>
      this.asked(`register ${email} ${password} ${invite ?? '-'}`, () => {
        if (!parseEmail(email)) return err({ kind: 'notAnAddress' });
        if (this.byEmail(email)) return err({ kind: 'exists' });
        this.add(email, password, false);
        return ok(undefined);
      }),
    sendVerification: async (email) => this.asked(`sendVerification ${email}`, () => this.known(email)),
    verify: async (email, code) =>
      this.asked(`verify ${email} ${code}`, () => {
        const person = this.byEmail(email);
        if (!person) return err({ kind: 'notFound' });
        if (code === CODE) person.user = { ...person.user, verified: true };
        return ok(person.user.verified);
      }),
    sendReset: async (email) => this.asked(`sendReset ${email}`, () => this.known(email)),
    resetPassword: async (code, password) =>
      this.asked(`resetPassword ${code} ${password}`, () =>
        code === CODE ? ok(undefined) : err({ kind: 'notFound' }),
      ),
  };

  readonly login: Pick<AccountLogin, 'login'> = {
    login: async (name, password, from) => {
      this.calls.push(`login ${name} ${password} ${from}`);
      if (this.problem?.kind === 'throttled') return err(this.problem);
      const person = this.byEmail(name);
      return person?.user.verified && person.password === password
        ? ok(person.user)
        : err({ kind: 'refused', reason: 'wrong' });
    },
  };

  readonly actions: AccountActions = {
    begin: async (user) => this.asked(`begin ${user.id}`, () => ok(this.session(user.id))),
    userOf: async (secret) => {
      if (this.problem?.kind === 'storeFailed') return err(this.problem);
      const user = this.sessions.get(secret);
      return ok(user === undefined ? undefined : this.people.get(user)?.user);
    },
    end: async (secret) =>
      this.asked('end', () => {
        this.sessions.delete(secret);
        return ok(undefined);
      }),
    changePassword: async ({ id }, { password, newPassword }) =>
      this.asked(`changePassword ${id} ${newPassword}`, () => {
        const person = this.own(id, password);
        if (!person.ok) return person;
        person.value.password = newPassword;
        this.sessions.clear();
        return ok(undefined);
      }),
    requestAddress: async ({ id }, { email, password }) =>
      this.asked(`requestAddress ${id} ${email}`, () => {
        const person = this.own(id, password);
        if (!person.ok) return person;
        if (this.byEmail(email)) return err({ kind: 'exists' });
        this.moves.set(id, email);
        return ok(undefined);
      }),
    confirmAddress: async ({ id }, code) =>
      this.asked(`confirmAddress ${id} ${code}`, () => {
        const email = parseEmail(this.moves.get(id) ?? '');
        const person = this.people.get(id);
        if (code !== CODE || !email || !person) return err({ kind: 'notFound' });
        person.user = { ...person.user, email };
        this.sessions.clear();
        return ok({ user: person.user, session: this.session(id) });
      }),
    deleteAccount: async ({ id }, password) =>
      this.asked(`deleteAccount ${id}`, () => {
        const person = this.own(id, password);
        if (!person.ok) return person;
        this.people.delete(id);
        return ok(undefined);
      }),
  };

  private session(user: UserId): SessionSecret {
    const secret = randomBytes(32).toString('base64url') as SessionSecret;
    this.sessions.set(secret, user);
    return secret;
  }

  private asked<T>(call: string, work: () => Result<T, AccountProblem>): Result<T, never> {
    this.calls.push(call);
    return (this.problem ? err(this.problem) : work()) as Result<T, never>;
  }

  private byEmail(email: string): Person | undefined {
    return [...this.people.values()].find(({ user }) => user.email === parseEmail(email));
  }

  private known(email: string): Result<undefined, RegistrationProblem> {
    return this.byEmail(email) ? ok(undefined) : err({ kind: 'notFound' });
  }

  private own(id: UserId, password: string): Result<Person, AccountProblem> {
    const person = this.people.get(id);
    if (person?.password === '') return err({ kind: 'noPassword' });
    return person?.password === password ? ok(person) : err({ kind: 'wrongPassword' });
  }
}

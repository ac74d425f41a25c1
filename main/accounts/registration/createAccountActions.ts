import { randomBytes } from 'node:crypto';
import type { Clock } from '../../lib/clock';
import { err, ok, type Result } from '../../lib/result';
import type { AccountLogin } from '../login/login';
import type { PasswordHasher } from '../passwords/passwordHasher';
import type { UserStore } from '../stores';
import { type Email, parseEmail, type User } from '../user';
import {
  type AccountActions,
  type AccountProblem,
  type Acted,
  SESSION_MS,
  type SessionSecret,
} from './accountActions';
import type { SendMail } from './accountMail';
import { createBehindAnswers } from './behindAnswers';
import { secretDigest } from './code';
import { createMailedCodes } from './mailedCodes';
import { hashNewPassword, isPassword } from './newPassword';
import type { CodeStore, SessionStore } from './registrationStores';
import type { RegistrationThrottle } from './registrationThrottle';
import type { RegistrationRules } from './registrationTypes';
import { guardStore, type OnStoreFailure } from './storeGuard';
import { codeDigest, isAmong } from './typedCode';
import type { Visitor } from './visitor';

export interface AccountActionsOptions {
  readonly users: Pick<UserStore, 'byEmail' | 'byId' | 'setPassword' | 'remove'>;
  readonly codes: Pick<CodeStore, 'add' | 'of' | 'redeemAddress'>;
  readonly sessions: SessionStore;
  /** Proves passwords, with its throttle. */
  readonly login: Pick<AccountLogin, 'login'>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly mail: SendMail;
  readonly rules: Pick<RegistrationRules, 'privateAccounts' | 'acceptsDomain'>;
  readonly throttle: RegistrationThrottle;
  readonly clock: Clock;
  readonly onStoreFailure?: OnStoreFailure;
}

export interface RunningAccountActions extends AccountActions {
  /** Resolves when all that was answered is done, too: with private accounts a mail is sent behind the answer. */
  settled(): Promise<void>;
}

type Refused = Result<never, AccountProblem>;

const refuse = (kind: Exclude<AccountProblem['kind'], 'throttled' | 'busy'>): Refused => err({ kind });
const throttled = (ms: number): Refused => err({ kind: 'throttled', ms });

/** The same as in registration holds for private accounts: nobody learns here whose an address is. */
export function createAccountActions(options: AccountActionsOptions): RunningAccountActions {
  const { users, codes, sessions, login, hasher, mail, rules, throttle, clock } = options;
  const { onStoreFailure = () => {} } = options;
  const mailed = createMailedCodes(codes, mail, clock.now);
  const behind = createBehindAnswers(clock, onStoreFailure);
  const guarded = <T>(work: () => Promise<Acted<T>>): Promise<Acted<T>> => guardStore(onStoreFailure, work);

  async function begin({ id }: User): Promise<Acted<SessionSecret>> {
    const secret = randomBytes(32).toString('base64url') as SessionSecret;
    const session = { digest: secretDigest(secret), user: id, expires: clock.now() + SESSION_MS };
    return (await sessions.add(session)) ? ok(secret) : refuse('notFound');
  }

  /** The user as stored by now, if the password is theirs. */
  async function prove(user: User, password: string, { from, signal }: Visitor): Promise<Acted<User>> {
    if (user.passwordHash === '') return refuse('noPassword');
    const outcome = await login.login(user.email, password, from, signal);
    if (outcome.ok) {
      const present = outcome.value.id === user.id ? await users.byId(user.id) : undefined;
      return present ? ok(present) : refuse('wrongPassword');
    }
    const problem = outcome.error;
    if (problem.kind === 'refused') return refuse('wrongPassword');
    if (problem.kind === 'storeFailed') {
      onStoreFailure(problem.problem);
      return refuse('storeFailed');
    }
    return err(problem);
  }

  async function changePassword(
    user: User,
    asked: { readonly password: string; readonly newPassword: string },
    visitor: Visitor,
  ): Promise<Acted> {
    if (!isPassword(asked.newPassword)) return refuse('passwordLength');
    const proved = await prove(user, asked.password, visitor);
    if (!proved.ok) return proved;
    const hash = await hashNewPassword(hasher, asked.newPassword, visitor);
    if (!hash.ok) return hash;
    // One that was set meanwhile, by a code from the owner's mail, stays.
    const { passwordHash } = proved.value;
    const isSet = await users.setPassword(user.id, hash.value, 'new', passwordHash);
    return isSet ? ok(undefined) : refuse('wrongPassword');
  }

  async function requestAddress(
    user: User,
    asked: { readonly email: string; readonly password: string },
    visitor: Visitor,
  ): Promise<Acted> {
    const email = parseEmail(asked.email);
    if (email === undefined) return refuse('notAnAddress');
    if (!rules.acceptsDomain(email)) return refuse('domainRefused');
    const mayAsk = throttle.ask(visitor.from);
    if (!mayAsk.ok) return throttled(mayAsk.error);
    const proved = await prove(user, asked.password, visitor);
    if (!proved.ok) return proved;
    if (email === proved.value.email) return refuse('exists');
    const isTaken = (await users.byEmail(email)) !== undefined;
    if (isTaken && !rules.privateAccounts) return refuse('exists');
    const mayMail = throttle.mail('address', email);
    if (!mayMail.ok) return throttled(mayMail.error);
    if (rules.privateAccounts) return requestUntold(user, email, isTaken, visitor);
    return mailed.tell(user, 'address', email, visitor.language);
  }

  /** As much is done for an address that has a user, whom it does not reach, until it is answered. */
  async function requestUntold(
    user: User,
    email: Email,
    isTaken: boolean,
    { language }: Visitor,
  ): Promise<Acted> {
    const code = await mailed.make(user, 'address', email);
    if (code === undefined) return refuse('notFound');
    behind.begin(async () => {
      if (!isTaken) void mailed.mail(code, 'address', email, language);
    });
    return ok(undefined);
  }

  async function confirmAddress(
    user: User,
    code: string,
    { from, language }: Visitor,
  ): Promise<Acted<{ readonly user: User; readonly session: SessionSecret }>> {
    const guess = throttle.guess(from);
    if (!guess.ok) return throttled(guess.error);
    const digest = codeDigest(code);
    if (!isAmong(digest, await codes.of(user.id, 'address'))) {
      const ms = guess.value.wrong(user.email);
      return ms > 0 ? throttled(ms) : refuse('notFound');
    }
    guess.value.right();
    const moved = await codes.redeemAddress(user.id, digest);
    if (!moved.ok) return refuse(moved.error === 'exists' ? 'exists' : 'notFound');
    void mail({ kind: 'addressChanged', to: user.email, language, newAddress: moved.value.email });
    const begun = await begin(moved.value);
    return begun.ok ? ok({ user: moved.value, session: begun.value }) : begun;
  }

  async function deleteAccount(user: User, password: string, visitor: Visitor): Promise<Acted> {
    const proved = await prove(user, password, visitor);
    if (!proved.ok) return proved;
    return (await users.remove(user.id)) ? ok(undefined) : refuse('notFound');
  }

  return {
    begin: (user) => guarded(() => begin(user)),
    userOf: (secret) => guarded(async () => ok(await sessions.userOf(secretDigest(secret)))),
    end: (secret) => guarded(async () => ok(await sessions.remove(secretDigest(secret)))),
    changePassword: (user, asked, visitor) => guarded(() => changePassword(user, asked, visitor)),
    requestAddress: (user, asked, visitor) => guarded(() => requestAddress(user, asked, visitor)),
    confirmAddress: (user, code, visitor) => guarded(() => confirmAddress(user, code, visitor)),
    deleteAccount: (user, password, visitor) => guarded(() => deleteAccount(user, password, visitor)),
    settled: behind.settled,
  };
}

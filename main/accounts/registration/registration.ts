import type { Clock } from '../../lib/clock';
import { err, ok, type Result } from '../../lib/result';
import type { AccountLogin } from '../login/login';
import type { PasswordHasher } from '../passwords/passwordHasher';
import type { UserStore } from '../stores';
import { type Email, parseEmail, type User, type UserId } from '../user';
import type { SendMail } from './accountMail';
import { createBehindAnswers } from './behindAnswers';
import type { SecretDigest } from './code';
import { createMailedCodes } from './mailedCodes';
import { hashNewPassword, isPassword } from './newPassword';
import type { CodeStore, InviteStore } from './registrationStores';
import type { RegistrationThrottle } from './registrationThrottle';
import type { Registered, Registration, RegistrationProblem, RegistrationRules } from './registrationTypes';
import { guardStore, type OnStoreFailure } from './storeGuard';
import { codeDigest, inviteDigest, isAmong } from './typedCode';
import type { Language, Visitor } from './visitor';

export interface RegistrationOptions {
  readonly users: Pick<UserStore, 'byEmail' | 'byId' | 'add'>;
  readonly codes: CodeStore;
  readonly invites: Pick<InviteStore, 'has' | 'register'>;
  /** What takes part in hiding whether a user was made. */
  readonly login: Pick<AccountLogin, 'doubt'>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly mail: SendMail;
  readonly rules: RegistrationRules;
  readonly throttle: RegistrationThrottle;
  readonly clock: Clock;
  readonly onStoreFailure?: OnStoreFailure;
}

export interface RunningRegistration extends Registration {
  /** Resolves when all that was answered is done, too: with private accounts that is behind the answer. */
  settled(): Promise<void>;
}

/** Whose codes are looked at where there is no user: as many questions, and nobody's. */
const NOBODY = 0 as UserId;

type Refused = Result<never, RegistrationProblem>;

const refuse = (kind: Exclude<RegistrationProblem['kind'], 'throttled' | 'busy'>): Refused => err({ kind });
const throttled = (ms: number): Refused => err({ kind: 'throttled', ms });

/**
 * With private accounts an answer says nothing about who has an account, by its words or by its time: what differs is done
 * behind it. A failure there is told to `onStoreFailure` alone. How much of it there is, the throttle of mails bounds.
 */
/** What is written for a code and its mail: the code, that the mail is to be sent, and that it was. */
const MAILED_WRITES = 3;

/** What is written for a user who is made, beside the mail: the user and the code. */
const MADE_WRITES = 2;

export function createRegistration(options: RegistrationOptions): RunningRegistration {
  const { users, codes, invites, login, hasher, mail, rules, throttle, clock } = options;
  const { onStoreFailure = () => {} } = options;
  const mailed = createMailedCodes(codes, mail, clock.now);
  const behind = createBehindAnswers(clock, onStoreFailure);
  const guarded = <T>(work: () => Promise<Registered<T>>) => guardStore(onStoreFailure, work);

  /** The invite that is needed, undefined where none is. */
  async function inviteOf(
    typed: string | undefined,
    from: string,
  ): Promise<Registered<SecretDigest | undefined>> {
    if (rules.mode !== 'invite') return ok(undefined);
    const digest = inviteDigest(typed ?? '');
    const guess = throttle.guess(from);
    if (!guess.ok) return throttled(guess.error);
    if (!(await invites.has(digest))) return refuse('inviteNeeded');
    guess.value.right();
    return ok(digest);
  }

  const addUser = (email: Email, passwordHash: string, invite: SecretDigest | undefined) =>
    invite === undefined
      ? users.add({ email, passwordHash, verified: false })
      : invites.register({ email, passwordHash }, invite, rules.privateAccounts);

  /** With private accounts, behind the answer. */
  async function sendUntold(user: User, kind: 'verification' | 'reset', language: Language): Promise<void> {
    const code = await mailed.make(user, kind, user.email);
    // Whether it is sent is seen to by who sends it.
    if (code !== undefined) void mailed.mail(code, kind, user.email, language);
  }

  /** So many writes, for nobody. */
  async function pretendWrites(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await codes.pretend();
  }

  async function register(
    asked: { readonly email: string; readonly password: string; readonly invite?: string },
    visitor: Visitor,
  ): Promise<Registered> {
    if (rules.mode === 'closed') return refuse('closed');
    const email = parseEmail(asked.email);
    if (email === undefined) return refuse('notAnAddress');
    if (!isPassword(asked.password)) return refuse('passwordLength');
    if (!rules.acceptsDomain(email)) return refuse('domainRefused');
    const mayAsk = throttle.ask(visitor.from);
    if (!mayAsk.ok) return throttled(mayAsk.error);
    const invite = await inviteOf(asked.invite, visitor.from);
    if (!invite.ok) return invite;
    if (!rules.privateAccounts && (await users.byEmail(email))) return refuse('exists');

    const mayMail = throttle.mail('register', email);
    if (!mayMail.ok) return throttled(mayMail.error);
    const hash = await hashNewPassword(hasher, asked.password, visitor);
    if (!hash.ok) {
      mayMail.value();
      return hash;
    }
    if (rules.privateAccounts) {
      behind.begin(() => registerUntold(email, hash.value, invite.value, visitor));
      return ok(undefined);
    }
    const added = await addUser(email, hash.value, invite.value);
    if (added.ok) return mailed.tell(added.value, 'verification', email, visitor.language);
    mayMail.value();
    return refuse(added.error === 'exists' ? 'exists' : 'inviteNeeded');
  }

  async function registerUntold(
    email: Email,
    passwordHash: string,
    invite: SecretDigest | undefined,
    { language }: Visitor,
  ): Promise<void> {
    const added = await addUser(email, passwordHash, invite);
    if (added.ok) await sendUntold(added.value, 'verification', language);
    else if (added.error === 'exists') {
      login.doubt(email);
      await pretendWrites(MADE_WRITES);
      void mail({ kind: 'registeredAlready', to: email, language });
    }
  }

  /** A user who is verified is mailed one all the same, as deployed pages know it. */
  async function sendCode(
    typed: string,
    kind: 'verification' | 'reset',
    visitor: Visitor,
  ): Promise<Registered> {
    const email = parseEmail(typed);
    const mayAsk = throttle.ask(visitor.from);
    if (!mayAsk.ok) return throttled(mayAsk.error);
    if (email === undefined) return refuse(rules.privateAccounts ? 'notAnAddress' : 'notFound');
    const user = await users.byEmail(email);
    if (!user && !rules.privateAccounts) return refuse('notFound');
    const mayMail = throttle.mail(kind, email);
    if (!mayMail.ok) return throttled(mayMail.error);
    if (user && !rules.privateAccounts) return mailed.tell(user, kind, email, visitor.language);
    behind.begin(async () => {
      if (user) await sendUntold(user, kind, visitor.language);
      else await pretendWrites(MAILED_WRITES);
    });
    return ok(undefined);
  }

  async function verify(typed: string, code: string, { from }: Visitor): Promise<Registered<boolean>> {
    const guess = throttle.guess(from);
    if (!guess.ok) return throttled(guess.error);
    const email = parseEmail(typed);
    const user = email && (await users.byEmail(email));
    if (!rules.privateAccounts) {
      if (!user) return refuse('notFound');
      if (user.verified) return ok(true);
    }
    const digest = codeDigest(code);
    const isRight = isAmong(digest, await codes.of(user?.id ?? NOBODY, 'verification'));
    if (user && isRight) {
      guess.value.right();
      // The same code may have been used at the same time, by two clicks.
      const isUsed = await codes.redeemVerification(user.id, digest);
      return ok(isUsed || (await users.byId(user.id))?.verified === true);
    }
    const ms = guess.value.wrong(email);
    return ms > 0 ? throttled(ms) : ok(false);
  }

  /** Only a code that is right costs a hash. */
  async function resetPassword(code: string, password: string, visitor: Visitor): Promise<Registered> {
    if (!isPassword(password)) return refuse('passwordLength');
    const guess = throttle.guess(visitor.from);
    if (!guess.ok) return throttled(guess.error);
    const digest = codeDigest(code);
    if ((await codes.ownerOfReset(digest)) === undefined) return refuse('notFound');
    guess.value.right();
    const hash = await hashNewPassword(hasher, password, visitor);
    if (!hash.ok) return hash;
    const user = await codes.redeemReset(digest, hash.value);
    return user === undefined ? refuse('notFound') : ok(undefined);
  }

  return {
    register: (asked, visitor) => guarded(() => register(asked, visitor)),
    sendVerification: (email, visitor) => guarded(() => sendCode(email, 'verification', visitor)),
    verify: (email, code, visitor) => guarded(() => verify(email, code, visitor)),
    sendReset: (email, visitor) => guarded(() => sendCode(email, 'reset', visitor)),
    resetPassword: (code, password, visitor) => guarded(() => resetPassword(code, password, visitor)),
    settled: behind.settled,
  };
}

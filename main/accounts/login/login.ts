import { addressGroup } from '../../lib/addressGroup';
import { createKeyedDigest } from '../../lib/keyedDigest';
import { err, ok, type Result } from '../../lib/result';
import { needsRehash } from '../passwords/passwordHash';
import type { PasswordHasher } from '../passwords/passwordHasher';
import { StoreError, type UserStore } from '../stores';
import { type Email, parseEmail, type User, type UserId } from '../user';
import { type Attempt, createAccountThrottle, type Guess } from './accountThrottle';
import { createLicenceLogin, LICENCE_NAME, type LicenceOptions } from './licenceLogin';
import type { LoginOutcome, LoginProblem, RefusalReason } from './loginProblem';
import { createRememberedLogins } from './rememberedLogins';

export interface AccountLogin {
  /**
   * Whose a name and a password are that come from an address. `signal` tells that nobody waits for it any more. A block
   * that comes while this is looked at may be told (see userChanges.ts) before the login is.
   */
  login(
    name: string,
    password: string,
    from: string,
    signal: AbortSignal,
  ): Promise<Result<User, LoginProblem>>;
  /** The user's next login is looked at anew. */
  forget(user: UserId): void;
  /**
   * A registration may have made a user of this address, or found one: logins that were wrong there before are looked at
   * anew, as they are when it has made one. Else their time would tell.
   */
  doubt(email: Email): void;
}

export interface AccountLoginOptions {
  readonly users: UserStore;
  readonly hasher: PasswordHasher;
  /** Undefined: there are none, and `_license` is a name like any other. */
  readonly licences: LicenceOptions | undefined;
  /** Told of each login, once. */
  readonly onOutcome?: (outcome: LoginOutcome) => void;
  /** Milliseconds that never go back. */
  readonly now?: () => number;
}

/** After so many milliseconds one who was told `busy` may come again: a full queue is done by then. */
const BUSY_MS = 1_000;

/** What is tried at a stored password, and what it means when that is known. */
interface Check extends Attempt {
  readonly stored: string;
  readonly password: string;
  readonly signal: AbortSignal;
  judge(right: boolean): Promise<Result<User, RefusalReason>>;
}

/**
 * An attempt is told from others by a digest of all that its outcome depends on, what is stored about the user included:
 * so what is known of it, right or wrong, holds as long as that stays, and not a moment longer, whoever changes it.
 *
 * Whatever is refused has cost one hash, or none where the same was refused before. A licence that is good costs none.
 */
export function createAccountLogin({
  users,
  hasher,
  licences,
  onOutcome = () => {},
  now = () => performance.now(),
}: AccountLoginOptions): AccountLogin {
  const digest = createKeyedDigest();
  const throttle = createAccountThrottle(now);
  const remembered = createRememberedLogins(now);
  const byLicence = licences && createLicenceLogin(users, licences);
  /** Those that are being looked at, by address and attempt: a household that comes back at once is one. */
  const inHand = new Map<string, Promise<Result<User, LoginProblem>>>();

  const digestOf = (...parts: readonly unknown[]): string => digest(JSON.stringify(parts));

  const passwordDigest = (name: string, password: string, user: User | undefined): string =>
    digestOf(name, password, user?.id, user?.passwordHash, user?.verified, user?.blocked);

  const throttled = (attempt: Attempt): Result<User, LoginProblem> =>
    err({ kind: 'throttled', ms: Math.max(1, Math.ceil(throttle.blockedFor(attempt))) });

  async function look(check: Check): Promise<Result<User, LoginProblem>> {
    let guess: Guess | undefined;
    const begin = () => {
      guess = throttle.begin(check);
      return guess !== undefined;
    };
    try {
      const asker = { lane: addressGroup(check.from), signal: check.signal };
      const right = await hasher.verify(check.stored, check.password, asker, begin);
      if (!right.ok && right.error === 'declined') return throttled(check);
      if (!right.ok) return err(right.error === 'busy' ? { kind: 'busy', ms: BUSY_MS } : { kind: 'gone' });
      const judged = await check.judge(right.value);
      if (judged.ok) {
        const settled = await settle(check, judged.value);
        guess?.right(settled);
        guess = undefined;
        return judged;
      }
      guess?.wrong(judged.error);
      guess = undefined;
      return err({ kind: 'refused', reason: judged.error });
    } finally {
      guess?.dropped();
    }
  }

  /** Stores a right password in its present form and remembers the login. Gives its digest from now on. */
  async function settle({ account, password, from, signal }: Check, user: User): Promise<string> {
    const stored = needsRehash(user.passwordHash) ? await rehashed(user, password, from, signal) : undefined;
    const known = passwordDigest(account, password, {
      ...user,
      passwordHash: stored ?? user.passwordHash,
    });
    remembered.remember(known, user.id);
    return known;
  }

  /** The new form, if it could be stored; the login is right without it, and the next one tries again. */
  async function rehashed(
    user: User,
    password: string,
    from: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const hash = await hasher.hash(password, { lane: addressGroup(from), signal });
    if (!hash.ok) return undefined;
    try {
      const isStored = await users.setPassword(user.id, hash.value, 'rehash', user.passwordHash);
      return isStored ? hash.value : undefined;
    } catch (error) {
      if (error instanceof StoreError) return undefined;
      throw error;
    }
  }

  async function guarded(check: Check): Promise<Result<User, LoginProblem>> {
    const reason = throttle.knownWrong(check);
    if (reason !== undefined) return err({ kind: 'refused', reason });
    if (throttle.blockedFor(check) > 0) return throttled(check);
    const key = `${addressGroup(check.from)} ${check.digest}`;
    const others = inHand.get(key);
    if (others) {
      const outcome = await others;
      // They may have left; then it is this one's turn.
      const left = !outcome.ok && outcome.error.kind === 'gone' && !check.signal.aborted;
      return left ? guarded(check) : outcome;
    }
    const own = look(check).finally(() => inHand.delete(key));
    inHand.set(key, own);
    return own;
  }

  async function byPassword(name: string, password: string, from: string, signal: AbortSignal) {
    const email = parseEmail(name);
    const user = email && (await users.byEmail(email));
    const account = email ?? '';
    const attempt = { from, account, digest: passwordDigest(account, password, user) };
    // Who has to wait does so for a right one too: else guesses would be told apart as fast as they come.
    const isRemembered = user !== undefined && remembered.userOf(attempt.digest) === user.id;
    if (isRemembered && throttle.blockedFor(attempt) === 0) {
      throttle.wasRight(attempt);
      onOutcome('remembered');
      return ok(user);
    }
    const stored = user?.passwordHash ?? '';
    const judge = (right: boolean) => judgeUser(user, right);
    return told(await guarded({ ...attempt, stored, password, signal, judge }));
  }

  function told(outcome: Result<User, LoginProblem>): Result<User, LoginProblem> {
    onOutcome(outcomeOf(outcome));
    return outcome;
  }

  async function judgeUser(user: User | undefined, right: boolean): Promise<Result<User, RefusalReason>> {
    const reason = reasonAgainst(user, right);
    if (!user || reason !== undefined) return err(reason ?? 'unknown');
    // It took a while: what is stored by now decides.
    const present = await users.byId(user.id);
    const since = reasonAgainst(present, right);
    return present && since === undefined ? ok(present) : err(since ?? 'unknown');
  }

  async function byLicenceText(
    login: NonNullable<typeof byLicence>,
    text: string,
    from: string,
    signal: AbortSignal,
  ) {
    const licensed = await login(text);
    if (licensed.ok) return told(licensed);
    // It is known by now; the hash is for the time.
    const attempt = digestOf(LICENCE_NAME, text, licensed.error);
    const judge = async () => licensed;
    const account = LICENCE_NAME;
    return told(await guarded({ from, account, digest: attempt, stored: '', password: text, signal, judge }));
  }

  return {
    async login(name, password, from, signal) {
      try {
        return byLicence && name === LICENCE_NAME
          ? await byLicenceText(byLicence, password, from, signal)
          : await byPassword(name, password, from, signal);
      } catch (error) {
        if (error instanceof StoreError) return told(err({ kind: 'storeFailed', problem: error.problem }));
        throw error;
      }
    },
    forget: remembered.forget,
    doubt: throttle.doubt,
  };
}

function reasonAgainst(user: User | undefined, right: boolean): RefusalReason | undefined {
  if (!user) return 'unknown';
  if (!right) return 'wrong';
  if (!user.verified) return 'unverified';
  return user.blocked ? 'blocked' : undefined;
}

function outcomeOf(login: Result<User, LoginProblem>): LoginOutcome {
  if (login.ok) return 'let in';
  return login.error.kind === 'refused' ? login.error.reason : login.error.kind;
}

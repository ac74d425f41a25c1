import type { Argon2 } from '../../../main/accounts/passwords/argon2';
import { createPasswordHasher } from '../../../main/accounts/passwords/passwordHasher';
import type { AccountMail, SendMail } from '../../../main/accounts/registration/accountMail';
import { secretDigest } from '../../../main/accounts/registration/code';
import { createRegistration } from '../../../main/accounts/registration/registration';
import { createRegistrationThrottle } from '../../../main/accounts/registration/registrationThrottle';
import type { RegistrationRules } from '../../../main/accounts/registration/registrationTypes';
import type { Visitor } from '../../../main/accounts/registration/visitor';
import type { StoreProblem } from '../../../main/accounts/stores';
import { ManualClock } from '../../helpers/manualClock';
import { MemoryCodes, MemoryInvites } from '../../helpers/memoryRegistration';
import { MemoryUsers } from '../../helpers/memoryStore';
import { emailOf } from './loginKit';

export const visitor = (from = '192.0.2.1', signal = new AbortController().signal): Visitor => ({
  ...{ from, language: 'en', signal },
});

/** Registration on stores in memory, with hashes that only say whose they are, and a clock that is moved by hand. */
export function makeRegistration(changes: Partial<RegistrationRules> = {}, mostWaiting = 64) {
  const clock = new ManualClock();
  const users = new MemoryUsers();
  const codes = new MemoryCodes(users, clock.now);
  const invites = new MemoryInvites(users);
  const hashed: string[] = [];
  const argon2: Argon2 = {
    async hash(password) {
      hashed.push(password);
      return `hash of ${password}`;
    },
    verify: async (stored, password) => stored === `hash of ${password}`,
  };
  const mails: AccountMail[] = [];
  const problems: StoreProblem[] = [];
  const post: { send: SendMail } = { send: async () => 'sent' };
  const registration = createRegistration({
    ...{ users, codes, invites, clock, login: { doubt: () => {} } },
    hasher: createPasswordHasher(argon2, 1, mostWaiting),
    mail(mail) {
      mails.push(mail);
      return post.send(mail);
    },
    rules: { mode: 'open', privateAccounts: false, acceptsDomain: () => true, ...changes },
    throttle: createRegistrationThrottle(clock.now),
    onStoreFailure: (problem) => problems.push(problem),
  });

  return {
    ...registration,
    ...{ clock, users, codes, invites, hashed, mails, problems, post },
    /** The kinds and addresses of mails. */
    told: () => mails.map(({ kind, to }) => `${kind} ${to}`),
    /** The code of the latest mail. */
    code(): string {
      const mail = mails.at(-1);
      if (!mail || !('code' in mail)) throw new Error('no code was mailed');
      return mail.code;
    },
    async add(email: string, { verified = true } = {}) {
      const added = await users.add({ email: emailOf(email), passwordHash: 'hash of old', verified });
      if (!added.ok) throw new Error(added.error);
      return added.value;
    },
    invite(text: string, uses = 1) {
      invites.uses.set(secretDigest(text), uses);
    },
    register: (email: string, password = 'secret', from?: string, invite?: string, signal?: AbortSignal) =>
      registration.register(
        { email, password, ...(invite === undefined ? {} : { invite }) },
        visitor(from, signal),
      ),
  };
}

export const fails = (kind: string) => ({ ok: false, error: { kind } });
export const done = { ok: true, value: undefined };

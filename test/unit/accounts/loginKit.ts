import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAccountLogin } from '../../../main/accounts/login/login';
import type { LoginOutcome } from '../../../main/accounts/login/loginProblem';
import { type Argon2, loadArgon2 } from '../../../main/accounts/passwords/argon2';
import { costOf, type HashCost, OWN_COST } from '../../../main/accounts/passwords/passwordHash';
import { createPasswordHasher } from '../../../main/accounts/passwords/passwordHasher';
import { parseEmail, type User } from '../../../main/accounts/user';
import { MemoryUsers } from '../../helpers/memoryStore';

const pem = readFileSync(join(import.meta.dirname, '../../material/license-test-key.pem'), 'utf8');
const privateKey = createPrivateKey(pem);

export function licenceFor(email: string, iat: number): string {
  const [header, claims] = [
    { alg: 'RS256', typ: 'JWT' },
    { email, iat },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const text = `${header}.${claims}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
}

export function emailOf(text: string) {
  const email = parseEmail(text);
  if (email === undefined) throw new Error('no address');
  return email;
}

/** Logins on users in memory, with real hashes, all of which are counted, and a clock that is moved by hand. */
export async function makeLogin({ withLicences = true } = {}) {
  const loaded = await loadArgon2();
  if (!loaded.ok) throw new Error(loaded.error);
  const argon2 = loaded.value;
  /** What each that was made or verified has cost. */
  const costs: (HashCost | undefined)[] = [];
  const counted: Argon2 = {
    hash(password, cost) {
      costs.push(cost);
      return argon2.hash(password, cost);
    },
    verify(stored, password) {
      costs.push(costOf(stored));
      return argon2.verify(stored, password);
    },
  };
  let time = 1_000_000;
  const users = new MemoryUsers();
  const hasher = createPasswordHasher(counted, 1);
  const licences = withLicences ? { publicKey: createPublicKey(privateKey), salt: 'test-salt' } : undefined;
  const outcomes: LoginOutcome[] = [];
  const login = createAccountLogin({
    ...{ users, hasher, licences, now: () => time },
    onOutcome: (outcome) => outcomes.push(outcome),
  });

  return {
    users,
    hasher,
    costs,
    /** How each login went. */
    outcomes,
    forget: login.forget,
    pass: (ms: number) => {
      time += ms;
    },
    enter: (name: string, password: string, from = '192.0.2.1', signal = new AbortController().signal) =>
      login.login(name, password, from, signal),
    async add(email: string, password: string, { verified = true, cost = OWN_COST } = {}): Promise<User> {
      const passwordHash = password === '' ? '' : await argon2.hash(password, cost);
      const added = await users.add({ email: emailOf(email), passwordHash, verified });
      if (!added.ok) throw new Error(added.error);
      return added.value;
    },
  };
}

export const refused = (reason: string) => ({ ok: false, error: { kind: 'refused', reason } });

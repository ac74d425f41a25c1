import { CODES_KEPT, type CodeKind, type SecretDigest } from '../../main/accounts/registration/code';
import type { CodeStore, InviteStore } from '../../main/accounts/registration/registrationStores';
import type { Email, UserId } from '../../main/accounts/user';
import { err, ok } from '../../main/lib/result';
import type { MemoryUsers } from './memoryStore';

interface KeptCode {
  readonly user: UserId;
  readonly kind: CodeKind;
  readonly digest: SecretDigest;
  readonly expires: number;
  readonly email?: Email;
}

/** Codes in memory, of users in memory; they reject when those do. */
export class MemoryCodes implements CodeStore {
  private codes: KeptCode[] = [];
  /** Transactions that have written. */
  writes = 0;

  constructor(
    private readonly users: MemoryUsers,
    private readonly now: () => number,
  ) {}

  async pretend() {
    this.writes += 1;
  }

  async add(code: KeptCode) {
    this.writes += 1;
    if (!(await this.users.byId(code.user))) return false;
    this.users.writes.push('code');
    this.codes.unshift(code);
    const alike = this.codes.filter(({ user, kind }) => user === code.user && kind === code.kind);
    const gone = new Set(alike.slice(CODES_KEPT));
    this.codes = this.codes.filter((kept) => !gone.has(kept));
    return true;
  }

  async of(user: UserId, kind: CodeKind) {
    await this.users.byId(user);
    return this.good(kind)
      .filter((code) => code.user === user)
      .map(({ digest }) => digest);
  }

  async ownerOfReset(digest: SecretDigest) {
    await this.users.count();
    return this.good('reset').find((code) => code.digest === digest)?.user;
  }

  async redeemVerification(user: UserId, digest: SecretDigest) {
    if (!(await this.of(user, 'verification')).includes(digest)) return false;
    this.void(user, 'verification');
    return this.users.setVerified(user);
  }

  async redeemReset(digest: SecretDigest, passwordHash: string) {
    const user = await this.ownerOfReset(digest);
    if (user === undefined) return undefined;
    this.void(user, 'reset');
    await this.users.setPassword(user, passwordHash, 'new');
    return user;
  }

  async redeemAddress(user: UserId, digest: SecretDigest) {
    const code = this.good('address').find((one) => one.user === user && one.digest === digest);
    const owner = await this.users.byId(user);
    if (!code?.email || !owner) return err('wrong' as const);
    this.void(user, 'address');
    if (await this.users.byEmail(code.email)) return err('exists' as const);
    this.users.move(user, code.email);
    return ok({ ...owner, email: code.email, verified: true });
  }

  private good(kind: CodeKind): KeptCode[] {
    return this.codes.filter((code) => code.kind === kind && code.expires > this.now());
  }

  private void(user: UserId, kind: CodeKind): void {
    this.codes = this.codes.filter((code) => code.user !== user || code.kind !== kind);
  }
}

/** Invites in memory, as how often each may still be used. */
export class MemoryInvites implements Pick<InviteStore, 'has' | 'register'> {
  readonly uses = new Map<SecretDigest, number>();

  constructor(private readonly users: MemoryUsers) {}

  async has(invite: SecretDigest) {
    await this.users.count();
    return (this.uses.get(invite) ?? 0) > 0;
  }

  async register(
    user: { readonly email: Email; readonly passwordHash: string },
    invite: SecretDigest,
    evenIfExists: boolean,
  ) {
    const uses = this.uses.get(invite) ?? 0;
    if (uses === 0) return err('noInvite' as const);
    this.uses.set(invite, uses - 1);
    const added = await this.users.add({ ...user, verified: false });
    if (!added.ok && !evenIfExists) this.uses.set(invite, (this.uses.get(invite) ?? 0) + 1);
    return added;
  }
}

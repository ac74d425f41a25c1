import type {
  StoreProblem,
  TrafficEntry,
  TrafficStore,
  UserChange,
  UserChangeKind,
  UserStore,
} from '../../main/accounts/stores';
import { StoreError } from '../../main/accounts/stores';
import type { Email, LicenceHash, User, UserId } from '../../main/accounts/user';
import { err, ok } from '../../main/lib/result';

/** Users in memory. With `problem` set, everything rejects with it. `writes` are the names of what was changed by. */
export class MemoryUsers implements UserStore {
  problem: StoreProblem | undefined;
  readonly writes: string[] = [];
  private readonly users = new Map<UserId, User>();
  private readonly disabled = new Set<LicenceHash>();
  private readonly changes: UserChange[] = [];
  private made = 0;

  async byEmail(email: Email) {
    this.check();
    return [...this.users.values()].find((user) => user.email === email);
  }

  async byId(id: UserId) {
    this.check();
    return this.users.get(id);
  }

  async list({ most, after, part = '' }: { most: number; after?: UserId; part?: string }) {
    this.check();
    const wanted = [...this.users.values()].filter(
      ({ id, email }) => id > (after ?? 0) && email.includes(part),
    );
    return wanted.slice(0, most);
  }

  async count() {
    this.check();
    return this.users.size;
  }

  async countBlocked() {
    this.check();
    return [...this.users.values()].filter(({ blocked }) => blocked).length;
  }

  async add(user: { readonly email: Email; readonly passwordHash: string; readonly verified: boolean }) {
    if (await this.byEmail(user.email)) return err('exists' as const);
    return ok(this.make({ ...user, licence: undefined }));
  }

  async setBlocked(id: UserId, blocked: boolean) {
    return this.change('setBlocked', id, { blocked }, blocked ? 'blocked' : 'unblocked');
  }

  async setVerified(id: UserId) {
    return this.change('setVerified', id, { verified: true }, 'verified');
  }

  async setPassword(id: UserId, passwordHash: string, why: 'new' | 'rehash', replaces?: string) {
    this.check();
    if (replaces !== undefined && this.users.get(id)?.passwordHash !== replaces) return false;
    return this.change('setPassword', id, { passwordHash }, why === 'new' ? 'password' : undefined);
  }

  async remove(id: UserId) {
    const isThere = this.change('remove', id, {}, 'deleted');
    this.users.delete(id);
    return isThere;
  }

  /** Gives the user another address, verified. */
  move(id: UserId, email: Email) {
    return this.change('move', id, { email, verified: true }, 'email');
  }

  async isDisabled(licence: LicenceHash) {
    this.check();
    return this.disabled.has(licence);
  }

  async licenceLogin(email: Email, licence: LicenceHash) {
    const known = await this.byEmail(email);
    if (!known) {
      this.writes.push('licenceLogin');
      return this.make({ email, passwordHash: '', verified: true, licence });
    }
    const isFirst = known.licence === undefined;
    const next = { licence, verified: true, ...(isFirst ? { passwordHash: '' } : {}) };
    this.change('licenceLogin', known.id, next, isFirst ? 'password' : undefined);
    return { ...known, ...next };
  }

  async disableLicence(id: UserId) {
    const licence = this.users.get(id)?.licence;
    if (licence === undefined) return false;
    this.disabled.add(licence);
    return this.change('disableLicence', id, {}, 'licenceDisabled');
  }

  async changesSince(seq: number) {
    this.check();
    return { changes: this.changes.filter((change) => change.seq > seq), last: this.changes.length };
  }

  private check(): void {
    if (this.problem) throw new StoreError(this.problem);
  }

  private make(user: Pick<User, 'email' | 'passwordHash' | 'verified' | 'licence'>): User {
    this.made += 1;
    const made: User = { ...user, id: this.made as UserId, created: 0, blocked: false };
    this.users.set(made.id, made);
    return made;
  }

  private change(name: string, id: UserId, next: Partial<User>, kind: UserChangeKind | undefined): boolean {
    this.check();
    const user = this.users.get(id);
    if (!user) return false;
    this.writes.push(name);
    this.users.set(id, { ...user, ...next });
    if (kind !== undefined) this.changes.push({ seq: this.changes.length + 1, user: id, kind });
    return true;
  }
}

/** Keeps what is added. With `problem` set, everything rejects with it. */
export class MemoryTraffic implements Pick<TrafficStore, 'add' | 'clean'> {
  problem: StoreProblem | undefined;
  /** What each call brought. */
  readonly added: (readonly TrafficEntry[])[] = [];
  readonly cleaned: string[] = [];

  async add(entries: readonly TrafficEntry[]) {
    if (this.problem) throw new StoreError(this.problem);
    this.added.push(entries);
  }

  async clean(day: string) {
    if (this.problem) throw new StoreError(this.problem);
    this.cleaned.push(day);
  }

  /** All sums, as `day user address: sent received`. */
  get sums(): string[] {
    const sums = new Map<string, { sent: number; received: number }>();
    for (const { day, user, address, sent, received } of this.added.flat()) {
      const key = `${day} ${user} ${address}`;
      const before = sums.get(key) ?? { sent: 0, received: 0 };
      sums.set(key, { sent: before.sent + sent, received: before.received + received });
    }
    return [...sums].map(([key, { sent, received }]) => `${key}: ${sent} ${received}`).sort();
  }
}

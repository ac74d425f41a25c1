import type { MailRecord, MailStore } from '../../main/accounts/registration/registrationStores';

/** Which mails were sent, in memory. With `problem` set, everything rejects with it. */
export class MemoryMails implements MailStore {
  problem: Error | undefined;
  readonly all: MailRecord[] = [];

  async add(mail: Omit<MailRecord, 'id'>) {
    this.check();
    this.all.push({ ...mail, id: this.all.length + 1 });
    return this.all.length;
  }

  async update(
    id: number,
    state: MailRecord['state'],
    attempts: number,
    problem: string | undefined,
  ): Promise<void> {
    this.check();
    const at = this.all.findIndex((mail) => mail.id === id);
    const mail = this.all[at];
    if (mail) this.all[at] = { ...mail, state, attempts, problem };
  }

  async list({ most, before = Number.POSITIVE_INFINITY }: { most: number; before?: number }) {
    this.check();
    return this.all
      .filter(({ id }) => id < before)
      .reverse()
      .slice(0, most);
  }

  async clean(at: number) {
    this.check();
    const kept = this.all.filter((mail) => mail.at >= at);
    this.all.splice(0, this.all.length, ...kept);
  }

  private check(): void {
    if (this.problem) throw this.problem;
  }
}

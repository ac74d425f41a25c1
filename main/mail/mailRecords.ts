import type { FailureListener } from '../accounts/recurringTask';
import type { AccountMail } from '../accounts/registration/accountMail';
import type { MailState, MailStore } from '../accounts/registration/registrationStores';
import type { Clock } from '../lib/clock';

/** What is written down of one mail. */
export interface MailNote {
  tell(state: MailState, attempts: number, problem?: string): void;
}

/** What is written down of all mails. Nobody waits for it, and where the database fails, mails are sent all the same. */
export interface MailRecords {
  /** A mail that is to be sent. */
  begin(mail: AccountMail): MailNote;
  /** Resolves when all that was told is written, or cannot be. */
  settled(): Promise<void>;
}

export function createMailRecords(
  store: Pick<MailStore, 'add' | 'update'>,
  clock: Clock,
  { onFailure, onRecovered }: FailureListener,
): MailRecords {
  const pending = new Set<Promise<unknown>>();
  let isFailing = false;

  async function kept<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const value = await work();
      if (isFailing) onRecovered();
      isFailing = false;
      return value;
    } catch (error) {
      if (!isFailing) onFailure(error);
      isFailing = true;
      return undefined;
    }
  }

  function track<T>(work: Promise<T>): Promise<T> {
    pending.add(work);
    void work.finally(() => pending.delete(work));
    return work;
  }

  return {
    begin({ kind, to }) {
      const mail = { at: clock.now(), kind, to, state: 'waiting', attempts: 0, problem: undefined } as const;
      let last = track(kept(() => store.add(mail)));
      return {
        tell(state, attempts, problem) {
          last = track(
            last.then(async (id) => {
              if (id !== undefined) await kept(() => store.update(id, state, attempts, problem));
              return id;
            }),
          );
        },
      };
    },
    async settled() {
      await Promise.all(pending);
    },
  };
}

import { addressGroup } from '../lib/addressGroup';
import type { Clock } from '../lib/clock';
import type { Day } from './day';
import { DAY_MS, dayOf, daysBefore } from './day';
import { createRecurringTask, type FailureListener } from './recurringTask';
import type { MailStore, RefusalStore, Refusals } from './registration/registrationStores';

/** Counts logins that were refused, by day, address and reason, for the operator, and writes that down now and then. */
export interface LoginRefusals {
  counted(from: string, reason: string): void;
  start(): void;
  /** Writes down the rest, and nothing any more. */
  stop(): Promise<void>;
}

export interface LoginRefusalsOptions extends FailureListener {
  readonly store: Pick<RefusalStore, 'add' | 'clean'>;
  /** Which mails were sent is forgotten in the same turn. */
  readonly mails: Pick<MailStore, 'clean'>;
  readonly clock: Clock;
  readonly keepDays: number;
}

const FLUSH_MS = 10_000;

/** Addresses and reasons that wait to be written down; those of more count as of one. */
const MOST = 1_000;

/** For so many days it is known which mails were sent. */
export const MAIL_DAYS = 30;

export function createLoginRefusals(options: LoginRefusalsOptions): LoginRefusals {
  const { store, mails, clock, keepDays } = options;
  let counts = new Map<string, Refusals>();
  let cleanedOn: Day | undefined;

  function add({ day, address, reason, count }: Refusals): void {
    const place = `${day} ${reason} ${address}`;
    const known = counts.get(place);
    if (!known && address !== '' && counts.size >= MOST) add({ day, address: '', reason, count });
    else counts.set(place, { day, address, reason, count: (known?.count ?? 0) + count });
  }

  async function write(): Promise<void> {
    const entries = [...counts.values()];
    if (entries.length > 0) {
      counts = new Map();
      try {
        await store.add(entries);
      } catch (error) {
        for (const entry of entries) add(entry);
        throw error;
      }
    }
    const today = dayOf(clock.now());
    if (today === cleanedOn) return;
    await store.clean(daysBefore(clock.now(), keepDays));
    await mails.clean(clock.now() - MAIL_DAYS * DAY_MS);
    cleanedOn = today;
  }

  const writing = createRecurringTask(clock, FLUSH_MS, write, options);
  return {
    counted: (from, reason) =>
      add({ day: dayOf(clock.now()), address: addressGroup(from), reason, count: 1 }),
    start: writing.start,
    async stop() {
      await writing.runAfresh();
      await writing.stop();
    },
  };
}

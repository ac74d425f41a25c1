import type { Clock } from '../lib/clock';
import type { Day } from './day';
import { DAY_MS, dayOf, daysBefore } from './day';
import { createRecurringTask, type FailureListener } from './recurringTask';
import type { TrafficStore } from './stores';
import { createTrafficTable } from './trafficTable';
import type { UserId } from './user';

/** Counts what passes, by user and client address and UTC day, and writes it down every few seconds. */
export interface Traffic {
  /** So many bytes more came from and went to a device of the user at this address. */
  counted(user: UserId, from: string, sent: number, received: number): void;
  start(): void;
  /** Writes down what is not yet. Never rejects. */
  flush(): Promise<void>;
  /** Writes down the rest, and nothing any more. */
  stop(): Promise<void>;
  /** Bytes that were counted and could not be kept, and how many writes have failed. */
  readonly lost: number;
  readonly failures: number;
}

/** It is told that writes fail, or no longer do; what was counted is kept meanwhile. */
export interface TrafficOptions extends FailureListener {
  readonly store: Pick<TrafficStore, 'add' | 'clean'>;
  readonly clock: Clock;
  /** For how many days before this one the sums are kept. */
  readonly keepDays?: number;
  /** Sums that make it write early, and beyond which new ones are lost while nothing can be written. */
  readonly flushAt?: number;
  readonly most?: number;
}

const FLUSH_MS = 5_000;

export function createTraffic(options: TrafficOptions): Traffic {
  const { store, clock, keepDays = 90, flushAt = 10_000, most = 50_000 } = options;
  let table = createTrafficTable(most);
  let lost = 0;
  let cleanedOn: Day | undefined;

  let today = dayOf(clock.now());
  let dayNumber = Math.floor(clock.now() / DAY_MS);
  /** Asked for every message: the text is made once a day. */
  const currentDay = (): Day => {
    const number = Math.floor(clock.now() / DAY_MS);
    if (number !== dayNumber) {
      dayNumber = number;
      today = dayOf(clock.now());
    }
    return today;
  };

  function count(day: Day, user: UserId, from: string, sent: number, received: number): void {
    if (!table.add(day, user, from, sent, received)) lost += sent + received;
  }

  /** What could not be written is counted again, before what came meanwhile. */
  async function writeSums(): Promise<void> {
    if (table.size === 0) return;
    const entries = table.entries();
    table = createTrafficTable(most);
    try {
      await store.add(entries);
    } catch (error) {
      const all = [...entries, ...table.entries()];
      table = createTrafficTable(most);
      for (const { day, user, address, sent, received } of all) count(day, user, address, sent, received);
      throw error;
    }
  }

  async function cleanOnceADay(): Promise<void> {
    const day = currentDay();
    if (day === cleanedOn) return;
    await store.clean(daysBefore(clock.now(), keepDays));
    cleanedOn = day;
  }

  const flushing = createRecurringTask(
    clock,
    FLUSH_MS,
    async () => {
      await writeSums();
      await cleanOnceADay();
    },
    options,
  );

  // What goes on does not know what was counted since it began.
  const flush = flushing.runAfresh;

  return {
    counted(user, from, sent, received) {
      if (sent === 0 && received === 0) return;
      count(currentDay(), user, from, sent, received);
      // While writing fails, the next try is the timer's.
      if (table.size >= flushAt && !flushing.isFailing) void flushing.run();
    },
    start() {
      void flushing.run();
      flushing.start();
    },
    flush,
    async stop() {
      await flush();
      await flushing.stop();
    },
    get lost() {
      return lost;
    },
    get failures() {
      return flushing.failures;
    },
  };
}

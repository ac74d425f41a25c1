import type { Clock } from '../../lib/clock';
import { ok } from '../../lib/result';
import { guardStore, type OnStoreFailure } from './storeGuard';

/** Work that begins when its answer is given already, so that the answer cannot tell by its time what there was to do. */
export interface BehindAnswers {
  begin(work: () => Promise<void>): void;
  /** Begins at once what waits, and resolves when nothing goes on any more. */
  settled(): Promise<void>;
}

/** A database may stop the process for a moment: by then an answer is on its way. */
const LATER_MS = 100;

/** How much there is at a time is for whoever begins it to bound. */
export function createBehindAnswers(clock: Clock, onStoreFailure: OnStoreFailure): BehindAnswers {
  const waiting = new Set<() => void>();
  const running = new Set<Promise<unknown>>();

  return {
    begin(work) {
      const start = () => {
        stopWaiting();
        waiting.delete(start);
        const going = guardStore(onStoreFailure, async () => ok(await work()));
        running.add(going);
        void going.finally(() => running.delete(going));
      };
      const stopWaiting = clock.after(LATER_MS, start);
      waiting.add(start);
    },
    async settled() {
      for (const start of [...waiting]) start();
      await Promise.all(running);
    },
  };
}

import { type Clock, every } from '../lib/clock';

/** Something that is done again and again, one time after the other. */
export interface RecurringTask {
  /** Does it from now on, each time the interval is over. */
  start(): void;
  /** Does it now; whoever asks meanwhile waits for the one that goes on. Never rejects. */
  run(): Promise<void>;
  /** Does it once more after what goes on, if something does. */
  runAfresh(): Promise<void>;
  /** For good. Resolves when nothing is done any more. */
  stop(): Promise<void>;
  /** How often it has failed. */
  readonly failures: number;
  /** Whether it did the last time. */
  readonly isFailing: boolean;
}

/** What hears of failures: of the first, and of the first success behind it. */
export interface FailureListener {
  onFailure(error: unknown): void;
  onRecovered(): void;
}

export function createRecurringTask(
  clock: Clock,
  intervalMs: number,
  work: () => Promise<void>,
  { onFailure, onRecovered }: FailureListener,
): RecurringTask {
  let failures = 0;
  let isFailing = false;
  let running: Promise<void> | undefined;
  let stopTimer = () => {};
  let isStopped = false;

  async function once(): Promise<void> {
    try {
      await work();
      if (isFailing) onRecovered();
      isFailing = false;
    } catch (error) {
      failures += 1;
      if (!isFailing) onFailure(error);
      isFailing = true;
    }
  }

  const run = (): Promise<void> => {
    if (isStopped) return running ?? Promise.resolve();
    running ??= once().finally(() => {
      running = undefined;
    });
    return running;
  };

  return {
    start() {
      if (isStopped) return;
      stopTimer = every(
        clock,
        () => intervalMs,
        () => void run(),
      );
    },
    run,
    runAfresh: () => (running ? running.then(run) : run()),
    async stop() {
      isStopped = true;
      stopTimer();
      await running;
    },
    get failures() {
      return failures;
    },
    get isFailing() {
      return isFailing;
    },
  };
}

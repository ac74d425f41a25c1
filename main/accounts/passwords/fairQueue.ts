import { err, ok, type Result } from '../../lib/result';

/** Whose work it is, and how to learn that nobody waits for it any more. */
export interface Asker {
  /** Those of one name wait for each other. */
  readonly lane: string;
  readonly signal: AbortSignal;
}

/** `busy`: too many wait. `gone`: the asker left before its turn. */
export type QueueProblem = 'busy' | 'gone';

/** Does so much at once; what waits is taken from each lane in turn. */
export interface FairQueue {
  run<T>(asker: Asker, work: () => Promise<T>): Promise<Result<T, QueueProblem>>;
  /** How many wait for their turn. */
  readonly waiting: number;
  /** How many are at work. */
  readonly working: number;
}

interface Job {
  readonly start: () => void;
  readonly refuse: (why: QueueProblem) => void;
}

/**
 * Whoever fills a lane waits behind its own: one of another lane waits for one of each lane at most. Where `mostWaiting`
 * wait, one that is new displaces the latest of the longest lane, unless its own would be as long: so one who floods it
 * is told `busy`, and not the others.
 */
export function createFairQueue(atOnce: number, mostWaiting: number): FairQueue {
  /** In the order of their turns; none is empty. */
  const lanes = new Map<string, Job[]>();
  let waiting = 0;
  let working = 0;

  const next = (): void => {
    const [first] = lanes;
    if (!first || working >= atOnce) return;
    const [lane, jobs] = first;
    const job = jobs.shift();
    lanes.delete(lane);
    if (jobs.length > 0) lanes.set(lane, jobs);
    waiting -= 1;
    job?.start();
  };

  const leave = (lane: string, job: Job): void => {
    const jobs = lanes.get(lane) ?? [];
    const at = jobs.indexOf(job);
    if (at < 0) return;
    jobs.splice(at, 1);
    if (jobs.length === 0) lanes.delete(lane);
    waiting -= 1;
  };

  /** Whether there is room, or could be made. */
  const makeRoomFor = (lane: string): boolean => {
    if (waiting < mostWaiting) return true;
    const [longest] = [...lanes].sort(([, one], [, other]) => other.length - one.length);
    const own = lanes.get(lane)?.length ?? 0;
    if (!longest || longest[1].length <= own + 1) return false;
    const displaced = longest[1].at(-1);
    if (!displaced) return false;
    leave(longest[0], displaced);
    displaced.refuse('busy');
    return true;
  };

  const join = (lane: string, job: Job): void => {
    lanes.set(lane, [...(lanes.get(lane) ?? []), job]);
    waiting += 1;
  };

  return {
    get waiting() {
      return waiting;
    },
    get working() {
      return working;
    },
    run: ({ lane, signal }, work) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return resolve(err('gone'));
        if (working >= atOnce && !makeRoomFor(lane)) return resolve(err('busy'));
        const onAbort = () => {
          leave(lane, job);
          resolve(err('gone'));
        };
        const job: Job = {
          start() {
            signal.removeEventListener('abort', onAbort);
            working += 1;
            work()
              .then((value) => resolve(ok(value)), reject)
              .finally(() => {
                working -= 1;
                next();
              });
          },
          refuse(why) {
            signal.removeEventListener('abort', onAbort);
            resolve(err(why));
          },
        };
        signal.addEventListener('abort', onAbort, { once: true });
        join(lane, job);
        next();
      }),
  };
}

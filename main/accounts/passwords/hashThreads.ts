import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

type Package = Pick<typeof import('@node-rs/argon2'), 'hashSync' | 'verifySync'>;

/** What a thread is to do: the arguments of either. */
export type HashJob =
  | { readonly hash: Parameters<Package['hashSync']> }
  | { readonly verify: Parameters<Package['verifySync']> };

/** What came of it. */
type Answer = { readonly value: string | boolean } | { readonly error: string };

/** As many threads as have ever been at work at the same time. */
export interface HashThreads {
  /** Rejects with what went wrong, which holds nothing secret. */
  run(job: HashJob): Promise<string | boolean>;
}

/**
 * Where others are 0 and the last one is 19: who waits for a hash can wait, and who passes messages on cannot. (A thread
 * that begins to hash would push aside the one that told it to.) When all processors are busy it gets a tenth of one.
 */
const NICE = 10;

/** They load the package from `path`. */
export function createHashThreads(path: string): HashThreads {
  const source = `(${hashInThread})(require, ${JSON.stringify(path)}, ${NICE})`;
  const idle: Worker[] = [];

  function start(): Worker {
    const thread = new Worker(source, { eval: true });
    // Whoever waits for it hears of that, and it is not asked again.
    thread.on('error', () => {});
    return thread;
  }

  return {
    async run(job) {
      const thread = idle.pop() ?? start();
      // A program that has nothing else to do ends, but not before its answer is there.
      thread.ref();
      thread.postMessage(job);
      const [answer]: Answer[] = await once(thread, 'message');
      thread.unref();
      idle.push(thread);
      if (!answer || 'error' in answer) throw new Error(answer?.error);
      return answer.value;
    },
  };
}

/**
 * What a thread runs. It goes there as text, so that it needs no file beside the program, and may name nothing that stands
 * outside of it.
 */
function hashInThread(require: NodeJS.Require, path: string, nice: number): void {
  const { readlinkSync }: typeof import('node:fs') = require('node:fs');
  const { setPriority }: typeof import('node:os') = require('node:os');
  const { parentPort }: typeof import('node:worker_threads') = require('node:worker_threads');
  const { hashSync, verifySync }: Package = require(path);

  function answerTo(job: HashJob): Answer {
    try {
      return { value: 'hash' in job ? hashSync(...job.hash) : verifySync(...job.verify) };
    } catch (error) {
      return { error: String(error) };
    }
  }

  try {
    // Linux alone gives a thread a priority of its own, and knows it by a number as it does a process.
    setPriority(Number(readlinkSync('/proc/thread-self').replace(/^.*\//, '')), nice);
  } catch {
    // Then it has the one of all others.
  }
  parentPort?.on('message', (job: HashJob) => parentPort.postMessage(answerTo(job)));
}

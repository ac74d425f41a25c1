// @ts-check
// The processes of the bench: started here, and ended here whatever happens.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { observable, usageOf } from './usage.mjs';

/**
 * @typedef {import('./peer.mjs').Target} Target
 * @typedef {import('./loads.mjs').Figures} Figures
 * @typedef {import('node:child_process').ChildProcess} ChildProcess
 */

/** No step of a load takes nearly as long; ten thousand devices take a minute to hear of each other. */
const PATIENCE_MS = 240_000;

/** What relays keep: as at somebody's, the devices of one start are known at the next, and they are nobody's own. */
const data = mkdtempSync(join(tmpdir(), 'buckets-relay-bench-'));
process.once('exit', () => rmSync(data, { recursive: true, force: true }));

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/** @type {Set<ChildProcess>} */
const running = new Set();

// However we end: no process stays behind.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])) {
  process.once(signal, () => process.exit(code));
}

/** @param {ChildProcess} child */
const keep = (child) => {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
};

/** @param {ChildProcess} child */
const end = async (child) => {
  if (!running.has(child)) return;
  const exit = once(child, 'exit');
  child.kill();
  const late = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await exit;
  clearTimeout(late);
};

export const endAll = () => Promise.all([...running].map(end));

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {string} what
 * @returns {Promise<T>}
 */
const inTime = async (promise, what) => {
  const abort = new AbortController();
  const late = sleep(PATIENCE_MS, undefined, { signal: abort.signal }).then(() => {
    throw new Error(`${what} took more than ${PATIENCE_MS / 1000} s`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    abort.abort();
    late.catch(() => {});
  }
};

/** @type {Record<Target['kind'] | 'wsLogins', string[]>} */
const commands = {
  relay: [file('../../out/main/cli.cjs'), 'server', '--port', '0', '--address', '127.0.0.1'],
  ws: [file('wsForwarder.mjs')],
  wsLogins: [file('wsLogins.mjs')],
  tcp: [file('tcpForwarder.mjs')],
};

/** Of a relay that has one account alone. */
const account = { username: 'bench', password: 'a password for this run only' };

/**
 * A server under load.
 * @typedef {object} Subject
 * @property {Target} target
 * @property {number} startMilliseconds from its start until it listens
 * @property {() => Promise<import('./usage.mjs').Usage>} usage
 * @property {() => Promise<void>} stop
 */

/**
 * @param {keyof typeof commands} name
 * @param {string[]} options of the relay; with `--tls` among them, the forwarder speaks it too
 * @returns {Promise<Subject>}
 */
export const startSubject = async (name, options = []) => {
  // A login there is as one at a relay.
  const kind = name === 'wsLogins' ? 'relay' : name;
  const tls = options.includes('--tls');
  const command = kind === 'tcp' && tls ? [file('tlsForwarder.mjs')] : commands[name];
  const start = performance.now();
  const child = keep(
    spawn(process.execPath, [...observable.args, ...command, ...(name === 'relay' ? options : [])], {
      // (With --multi-user they are not looked at.)
      env: {
        ...process.env,
        RELAY_USERNAME: account.username,
        RELAY_PASSWORD: account.password,
        RELAY_DATA: data,
      },
      // The log is written and thrown away.
      stdio: ['pipe', 'pipe', 'ignore', observable.channel],
    }),
  );
  const port = new Promise((/** @type {(port: number) => void} */ resolve, reject) => {
    child.once('exit', () => reject(new Error(`The ${name} server ended before it listened.`)));
    if (!child.stdout) throw new Error('unreachable: it is a pipe');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const match = /^listening on \w+:\/\/.*:(\d+)/.exec(line);
      if (match) resolve(Number(match[1]));
    });
  });
  const target = { kind, tls, port: await inTime(port, `Starting the ${name} server`), ...account };
  const startMilliseconds = performance.now() - start;
  return { target, startMilliseconds, usage: () => usageOf(child), stop: () => end(child) };
};

/**
 * A process that attacks the target until it is stopped; `told` gives what it said last of how that goes.
 * @param {string} form
 * @param {Target} target
 * @param {string} [forms] the file that has it
 */
export const startAttacker = async (form, target, forms = 'attackForms.mjs') => {
  const child = keep(
    fork(file(forms), [form, JSON.stringify(target)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    }),
  );
  let told = '';
  child.on('message', (text) => {
    told = String(text);
  });
  // Some only begin, and never have begun.
  await Promise.race([once(child, 'message'), sleep(1_500)]);
  return { stop: () => end(child), told: () => told };
};

/** How long this machine takes to start Node, with nothing to do, and end it. */
export const startNothing = async () => {
  const start = performance.now();
  const child = keep(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }));
  await inTime(once(child, 'exit'), 'Starting Node');
  return performance.now() - start;
};

/** The process that makes the load. */
export const startGenerator = () => {
  const child = keep(fork(file('generator.mjs'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));

  /** @param {import('./generator.mjs').Step} step @returns {Promise<Figures>} */
  const ask = async (step) => {
    const answered = new Promise(
      (/** @type {(answer: import('./generator.mjs').Answer) => void} */ resolve) => {
        const onExit = () => resolve({ problem: 'the load generator ended' });
        child.once('exit', onExit);
        child.once('message', (/** @type {import('./generator.mjs').Answer} */ answer) => {
          child.off('exit', onExit);
          resolve(answer);
        });
      },
    );
    child.send(step);
    const answer = await inTime(answered, `The step "${step.step}"`);
    if ('problem' in answer) throw new Error(`The load generator failed: ${answer.problem}`);
    return answer.figures;
  };

  /**
   * Runs a load against a subject. What the subject used meanwhile is added to the figures.
   * @param {Subject} subject
   * @param {import('./loads.mjs').Job} job
   * @returns {Promise<Figures>}
   */
  const measure = async ({ target, usage }, job) => {
    await ask({ step: 'prepare', job, target });
    const before = await usage();
    const figures = await ask({ step: 'run' });
    const after = await usage();
    await ask({ step: 'close' });
    return {
      ...figures,
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      residentBytes: after.residentBytes - before.residentBytes,
    };
  };
  return {
    measure,
    /** The same step by step, where several loads go on at once. @param {Subject} subject @param {import('./loads.mjs').Job} job */
    prepare: ({ target }, job) => ask({ step: 'prepare', job, target }),
    run: () => ask({ step: 'run' }),
    close: () => ask({ step: 'close' }),
  };
};

// @ts-check
// What is done to a target, and timed. Each load is made ready first, then run, then taken away: the measuring process
// looks at the target's CPU time and memory in between.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepAlive } from './alive.mjs';
import { logIn, makeKeys, openPair, synchronize } from './device.mjs';
import { households, wrongLogins } from './households.mjs';
import { message } from './wire.mjs';

/**
 * @typedef {import('./peer.mjs').Target} Target
 * @typedef {import('./peer.mjs').Fail} Fail
 * @typedef {import('./device.mjs').End} End
 */

/**
 * @typedef {{ load: 'throughput', size: number, pairs: number, milliseconds: number }} Throughput
 * @typedef {{ load: 'roundTrips', size: number, pairs: number, milliseconds: number }} RoundTrips
 * @typedef {{ load: 'logins', count: number }} Logins
 * @typedef {{ load: 'idle', count: number }} Idle
 * @typedef {Throughput | RoundTrips | Logins | Idle | import('./households.mjs').Households
 *   | import('./households.mjs').WrongLogins} Job
 */

/**
 * Numbers by name, as measured in one run.
 * @typedef {Record<string, number>} Figures
 */

/**
 * @typedef {object} Load
 * @property {() => Promise<Figures>} run
 * @property {() => Promise<unknown>} close
 */

/** As much is written to a socket at once. */
const BATCH_BYTES = 64 * 1024;

/** As much may be under way in one pair: enough for the pipe never to run dry, and soon through when the time is up. */
const WINDOW_BYTES = 256 * 1024;

/** Logins under way at the same time. */
const LOGINS_AT_ONCE = 8;

/**
 * @param {Job} job
 * @param {Target} target
 * @param {Fail} fail
 * @returns {Promise<Load>}
 */
export const prepare = (job, target, fail) => {
  switch (job.load) {
    case 'throughput':
      return throughput(job, target, fail);
    case 'roundTrips':
      return roundTrips(job, target, fail);
    case 'logins':
      return logins(job, target, fail);
    case 'idle':
      return idle(job, target, fail);
    case 'households':
      return households(job, target, fail);
    case 'wrongLogins':
      return wrongLogins(job, target);
  }
};

/** @param {{ pairs: number, size: number }} job @param {Target} target @param {Fail} fail @param {number} bufferBytes */
const openPairs = async ({ pairs, size }, target, fail, bufferBytes) => {
  makeKeys(2 * pairs);
  /** @type {[End, End][]} */
  const all = [];
  for (let i = 0; i < pairs; i++) all.push(await openPair(target, fail, bufferBytes));
  for (const pair of all) await synchronize(pair, size);
  const close = () => Promise.all(all.flat().map(({ peer }) => peer.end()));
  return { all, close };
};

/** @param {Throughput} job @param {Target} target @param {Fail} fail @returns {Promise<Load>} */
const throughput = async (job, target, fail) => {
  const { all, close } = await openPairs(job, target, fail, 256 * 1024);
  const data = Buffer.alloc(job.size, 'The same bytes again and again. ');

  /** @param {[End, End]} pair @param {number} until */
  const stream = ([from, to], until) =>
    new Promise((/** @type {(messages: number) => void} */ resolve) => {
      const frame = from.sends(data);
      const each = to.gets(data).length;
      const perBatch = Math.max(1, Math.floor(BATCH_BYTES / frame.length));
      const window = Math.max(2 * perBatch, Math.floor(WINDOW_BYTES / frame.length));
      const batch = Buffer.concat(Array.from({ length: perBatch }, () => frame));
      const before = to.peer.received;
      let sent = 0;
      const pump = () => {
        const received = (to.peer.received - before) / each;
        if (performance.now() < until) {
          for (; sent - received + perBatch <= window; sent += perBatch) from.peer.write(batch);
        } else if (received === sent) resolve(sent);
        else if (received > sent) fail(new Error(`${received} messages came of the ${sent} that were sent`));
      };
      to.peer.onPayload = pump;
      pump();
    });

  return {
    close,
    run: async () => {
      const start = performance.now();
      const counts = await Promise.all(all.map((pair) => stream(pair, start + job.milliseconds)));
      const seconds = (performance.now() - start) / 1000;
      // Whether each stream ends where it should: nothing lost, nothing twice, nothing else in between.
      for (const pair of all) await synchronize(pair, job.size);
      const messages = counts.reduce((sum, count) => sum + count, 0);
      return { messages, messagesPerSecond: messages / seconds };
    },
  };
};

/** @param {RoundTrips} job @param {Target} target @param {Fail} fail @returns {Promise<Load>} */
const roundTrips = async (job, target, fail) => {
  const { all, close } = await openPairs(job, target, fail, 16 * 1024);
  const data = Buffer.alloc(job.size, 'There and back again. ');
  /** @type {number[]} */
  const times = [];

  /** @param {[End, End]} pair @param {number} until */
  const bounce = ([a, b], until) =>
    new Promise((resolve) => {
      const [there, back] = [a.sends(data), b.sends(data)];
      const [thereBytes, backBytes] = [b.gets(data).length, a.gets(data).length];
      let atB = b.peer.received + thereBytes;
      let atA = a.peer.received + backBytes;
      let start = performance.now();
      b.peer.onPayload = () => {
        if (b.peer.received < atB) return;
        if (b.peer.received > atB) fail(new Error('more came than was sent'));
        atB += thereBytes;
        b.peer.write(back);
      };
      a.peer.onPayload = () => {
        if (a.peer.received < atA) return;
        if (a.peer.received > atA) fail(new Error('more came than was sent'));
        atA += backBytes;
        const now = performance.now();
        times.push(now - start);
        start = now;
        if (now < until) a.peer.write(there);
        else resolve(undefined);
      };
      a.peer.write(there);
    });

  return {
    close,
    run: async () => {
      times.length = 0;
      const until = performance.now() + job.milliseconds;
      await Promise.all(all.map((pair) => bounce(pair, until)));
      const sorted = Float64Array.from(times).sort();
      const at = (/** @type {number} */ part) =>
        1000 * (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN);
      return { p50: at(0.5), p99: at(0.99), roundTrips: sorted.length };
    },
  };
};

/** Lets several go through `work` at the same time, `count` times in all. @param {number} count @param {() => Promise<void>} work */
const several = async (count, work) => {
  let left = count;
  const worker = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: LOGINS_AT_ONCE }, worker));
};

/** @param {Logins} job @param {Target} target @param {Fail} fail @returns {Promise<Load>} */
const logins = async (job, target, fail) => {
  makeKeys(1_000);
  return {
    close: async () => {},
    run: async () => {
      const start = performance.now();
      await several(job.count, async () => {
        const { peer } = await logIn(target, fail, 4 * 1024);
        peer.drop();
      });
      return { loginsPerSecond: (1000 * job.count) / (performance.now() - start) };
    },
  };
};

const GREETING_BYTES = message('?', Buffer.alloc(32)).length + message('+').length;
const ENTERED_BYTES = message('>', Buffer.alloc(32)).length;
/** With the head of its frame. */
const ENTERED_FRAME_BYTES = 2 + ENTERED_BYTES;

/** @param {Idle} job @param {Target} target @param {Fail} fail @returns {Promise<Load>} */
const idle = async (job, target, fail) => {
  makeKeys(job.count + 1);
  // What only the first of all costs is not the cost of one more.
  const first = await logIn(target, fail, 64 * 1024);
  const peers = [first.peer];
  /** @type {(() => number)[]} */
  const counts = [first.peer.count()];
  // All devices of an account hear of each other: the connections are idle when everybody has heard of everybody.
  // (The last frame may have been cut in two where counting began.)
  const each = target.kind === 'relay' ? (job.count - 1) * ENTERED_FRAME_BYTES : Number.NEGATIVE_INFINITY;
  const leaveAlone = keepAlive(target.kind === 'relay' ? peers : []);
  return {
    close: () => {
      leaveAlone();
      return Promise.all(peers.map((peer) => peer.end()));
    },
    run: async () => {
      await several(job.count, async () => {
        const { peer } = await logIn(target, fail, 4 * 1024);
        // What came with the login was counted without the heads of frames: the greeting, and some that were there.
        const early = ((peer.received - GREETING_BYTES) * ENTERED_FRAME_BYTES) / ENTERED_BYTES;
        const count = peer.count();
        peers.push(peer);
        counts.push(() => early + count());
      });
      // (Pings come in between, and are counted too.)
      while (counts.some((count) => count() < each)) await sleep(20);
      await sleep(500);
      return {};
    },
  };
};

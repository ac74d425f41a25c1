// @ts-check
// Loads of many accounts: devices that come, and strangers who guess. Each account has an address of its own, as a proxy
// tells it.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepAlive } from './alive.mjs';
import { logIn, makeKeys } from './device.mjs';

/**
 * @typedef {import('./peer.mjs').Target} Target
 * @typedef {import('./peer.mjs').Peer} Peer
 * @typedef {import('./peer.mjs').Fail} Fail
 * @typedef {import('./loads.mjs').Load} Load
 * @typedef {import('./loads.mjs').Figures} Figures
 */

/**
 * Devices come, those of each account in turn, and stay.
 * @typedef {object} Households
 * @property {'households'} load
 * @property {number} devices
 * @property {number} accounts
 * @property {number} [first] number of the first account
 * @property {number} atOnce logins under way at the same time
 * @property {number} known so many of the accounts have been here a moment ago
 */

/**
 * Logins with wrong passwords, in even steps.
 * @typedef {object} WrongLogins
 * @property {'wrongLogins'} load
 * @property {number} perSecond
 * @property {number} milliseconds
 * @property {number} accounts
 * @property {boolean} manyAddresses each from another one, or all from the same
 */

export const HOUSEHOLD_PASSWORD = 'a password for all of this run';

/** @param {number} n */
export const emailOf = (n) => `user${n}@example.org`;

/** Two bytes of an address. @param {number} n */
const host = (n) => `${(n >> 8) & 255}.${n & 255}`;

/** The same relay for a device of an account. @param {Target} target @param {number} n @returns {Target} */
export const ofAccount = (target, n) => ({
  ...target,
  username: emailOf(n),
  password: HOUSEHOLD_PASSWORD,
  from: `10.0.${host(n)}`,
});

/** A device that was not let in comes again after this time, as it is told, and some of this more. */
const AGAIN_MS = 1_000;
const AGAIN_SPREAD_MS = 500;

const KNOWING_AT_ONCE = 8;

/** Until what is over has been told to all, and its memory is given back. */
const QUIET_MS = 1_000;

/**
 * The connection, or why there is none: the status of the answer, 0 where there was no answer.
 * @param {Target} target
 * @param {Fail} fail hears of a connection that was there and ended
 * @returns {Promise<Peer | number>}
 */
const tryToLogIn = (target, fail) =>
  new Promise((resolve) => {
    let isInside = false;
    const onEnd = (/** @type {Error} */ error) => {
      if (isInside) return fail(error);
      resolve(Number(/^no websocket: HTTP\/1\.1 (\d+)/.exec(error.message)?.[1] ?? 0));
    };
    logIn(target, onEnd, 4 * 1024).then(({ peer }) => {
      isInside = true;
      resolve(peer);
    }, onEnd);
  });

/** @param {number} count @param {number} atOnce @param {(index: number) => Promise<void>} work */
const each = async (count, atOnce, work) => {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};

/** @param {Households} job @param {Target} target @param {Fail} fail @returns {Promise<Load>} */
export const households = async ({ devices, accounts, first = 0, atOnce, known }, target, fail) => {
  makeKeys(devices + accounts);
  /** @type {Peer[]} */
  const peers = [];
  const leaveAlone = keepAlive(peers);
  let busy = 0;
  let dropped = 0;

  /** @param {number} index @returns {Promise<Peer>} */
  const comeIn = async (index) => {
    for (;;) {
      const outcome = await tryToLogIn(ofAccount(target, first + (index % accounts)), fail);
      if (typeof outcome !== 'number') return outcome;
      if (outcome === 503) busy += 1;
      else if (outcome === 0) dropped += 1;
      else throw new Error(`A right login was answered with ${outcome}`);
      await sleep(AGAIN_MS + Math.random() * AGAIN_SPREAD_MS);
    }
  };

  await each(known, KNOWING_AT_ONCE, async (index) => void (await (await comeIn(index)).end()));
  return {
    close: () => {
      leaveAlone();
      return Promise.all(peers.map((peer) => peer.end()));
    },
    run: async () => {
      busy = 0;
      dropped = 0;
      const start = performance.now();
      await each(devices, atOnce, async (index) => {
        const peer = await comeIn(index);
        peer.count();
        peers.push(peer);
      });
      const seconds = (performance.now() - start) / 1000;
      await sleep(QUIET_MS);
      return { seconds, busy, dropped };
    },
  };
};

/** How often it is looked whether the next one is due, in milliseconds. */
const STEP_MS = 2;

/** Guesses so far, each with another password, in all runs: what was wrong before is known, and costs no hash. */
let guesses = 0;

/** @param {WrongLogins} job @param {Target} target @returns {Promise<Load>} */
export const wrongLogins = async ({ perSecond, milliseconds, accounts, manyAddresses }, target) => {
  makeKeys(1);
  return {
    close: async () => {},
    run: async () => {
      /** @type {Record<number, number>} */
      const answers = {};
      /** @type {Promise<void>[]} */
      const underWay = [];
      const guess = async () => {
        const n = guesses++;
        const from = manyAddresses ? `172.16.${host(n)}` : '192.0.2.1';
        const guesser = { ...ofAccount(target, n % accounts), password: `wrong ${n}`, from };
        const outcome = await tryToLogIn(guesser, () => {});
        if (typeof outcome !== 'number') throw new Error('A wrong password was right');
        answers[outcome] = (answers[outcome] ?? 0) + 1;
      };
      const start = performance.now();
      for (let passed = 0; passed < milliseconds; passed = performance.now() - start) {
        while (underWay.length < (passed / 1000) * perSecond) underWay.push(guess());
        await sleep(STEP_MS);
      }
      await Promise.all(underWay);
      const { 403: refused = 0, 429: throttled = 0, 503: busy = 0, 0: dropped = 0 } = answers;
      return { tried: underWay.length, refused, throttled, busy, dropped };
    },
  };
};

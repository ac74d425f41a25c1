// @ts-check
// What a relay's devices notice while something goes on: round trips of a linked pair, right logins that get in, and the
// relay's memory.
import { setTimeout as sleep } from 'node:timers/promises';
import { logIn, openPair, synchronize } from './device.mjs';

const ROUND_TRIP_EVERY_MS = 10;
const LOGIN_EVERY_MS = 250;
const LOGIN_MS = 3_000;
const MEMORY_EVERY_MS = 100;
export const MIB = 1024 * 1024;

/** @param {number[]} values @param {number} share */
const quantile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;

/** @param {import('./processes.mjs').Subject} subject @param {() => boolean} over */
const roundTrips = async (subject, over) => {
  /** @type {Error[]} */
  const failures = [];
  const pair = await openPair(subject.target, (error) => failures.push(error), 65_536);
  /** @type {number[]} */
  const times = [];
  while (!over() && failures.length === 0) {
    const begun = performance.now();
    await Promise.race([synchronize(pair, 64), sleep(20_000)]);
    times.push((performance.now() - begun) / 2);
    await sleep(ROUND_TRIP_EVERY_MS);
  }
  for (const { peer } of pair) peer.drop();
  return { times, lost: failures.length };
};

/** @param {import('./processes.mjs').Subject} subject @param {() => boolean} over */
const logins = async (subject, over) => {
  let tried = 0;
  let inside = 0;
  while (!over()) {
    tried += 1;
    const login = logIn(subject.target, () => {}, 4_096).then(({ peer }) => {
      peer.drop();
      return true;
    });
    if (await Promise.race([login.catch(() => false), sleep(LOGIN_MS, false)])) inside += 1;
    await sleep(LOGIN_EVERY_MS);
  }
  return `${inside} of ${tried}`;
};

/** @param {import('./processes.mjs').Subject} subject @param {() => boolean} over */
const memory = async (subject, over) => {
  let most = 0;
  while (!over()) {
    most = Math.max(most, (await subject.usage()).residentBytes);
    await sleep(MEMORY_EVERY_MS);
  }
  return most / MIB;
};

/** The names of what `watch` gives. */
export const NOTICED = ['p50, ms', 'p99, ms', 'longest, ms', 'right logins', 'memory, MB'];

/**
 * Looks for so many seconds, as the account of the subject's target.
 * @param {import('./processes.mjs').Subject} subject
 * @param {number} seconds
 * @returns {Promise<string[]>}
 */
export const watch = async (subject, seconds) => {
  const end = performance.now() + 1_000 * seconds;
  const over = () => performance.now() > end;
  const [trips, inside, most] = await Promise.all([
    roundTrips(subject, over),
    logins(subject, over),
    memory(subject, over),
  ]);
  const ms = (/** @type {number} */ share) => quantile(trips.times, share).toFixed(1);
  const lost = trips.lost > 0 ? ' (lost)' : '';
  return [`${ms(0.5)}${lost}`, ms(0.99), ms(1), inside, `${Math.round(most)}`];
};

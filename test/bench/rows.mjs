// @ts-check
// What is measured, and what of it is shown.

/**
 * @typedef {import('./loads.mjs').Figures} Figures
 * @typedef {import('./loads.mjs').Job} Job
 */

/**
 * @typedef {object} Row
 * @property {string} title
 * @property {(figures: Figures) => number} value
 * @property {0 | 1 | 2} digits after the point
 */

/**
 * @typedef {object} Experiment
 * @property {Job | 'start'} job
 * @property {boolean} fresh whether every round needs new processes: memory that has been used is not given back
 * @property {boolean} [tls] over TLS, beside the TLS forwarder alone
 * @property {boolean} [long] takes longer than all others together, so it gets rounds of its own
 * @property {Row[]} rows
 */

/**
 * How much of everything.
 * @typedef {object} Plan
 * @property {number} warmUps rounds before those that count
 * @property {number} rounds at most
 * @property {number} longRounds at most, of what takes long
 * @property {number} untilMs after warming up no round begins that would last longer than this
 * @property {number} longUntilMs the same for what takes long, which comes last
 * @property {number} milliseconds of load in one run
 * @property {number} logins in one run
 * @property {number} idle connections; all devices of an account are told of each other, so the work is its square
 */

/** @type {Plan} */
export const thorough = {
  warmUps: 5,
  rounds: 5,
  longRounds: 3,
  untilMs: 60_000,
  longUntilMs: 120_000,
  milliseconds: 300,
  logins: 200,
  idle: 1_000,
};

/** @type {Plan} */
export const quick = {
  warmUps: 1,
  rounds: 3,
  longRounds: 2,
  untilMs: 15_000,
  longUntilMs: 20_000,
  milliseconds: 120,
  logins: 80,
  idle: 200,
};

/** @param {keyof Figures} name @param {number} [factor] @returns {Row['value']} */
const figure =
  (name, factor = 1) =>
  (figures) =>
    factor * (figures[name] ?? Number.NaN);

/** @param {number} bytes */
const sizeName = (bytes) => (bytes < 1024 ? `${bytes} B` : `${bytes / 1024} KiB`);

/** @param {Plan} plan @param {number} size @param {Row[]} [more] @returns {Experiment} */
const throughput = ({ milliseconds }, size, more = []) => ({
  job: { load: 'throughput', size, pairs: 4, milliseconds },
  fresh: false,
  rows: [
    { title: `${sizeName(size)}: messages/s`, value: figure('messagesPerSecond'), digits: 0 },
    { title: `${sizeName(size)}: MB/s`, value: figure('messagesPerSecond', size / 1e6), digits: 1 },
    ...more,
  ],
});

/** The same over TLS. @param {Experiment} experiment @returns {Experiment} */
const overTls = ({ job, fresh, rows }) => ({
  ...{ job, fresh, tls: true },
  rows: rows.map((row) => ({ ...row, title: `TLS, ${row.title}` })),
});

/** @type {Row} */
const cpuPerMillion = {
  title: '64 B: server CPU s per million messages',
  value: ({ cpuSeconds = Number.NaN, messages = 0 }) => (1e6 * cpuSeconds) / messages,
  digits: 2,
};

/** @param {Plan} plan @param {number} pairs @param {string} title @returns {Experiment} */
const roundTrips = ({ milliseconds }, pairs, title) => ({
  job: { load: 'roundTrips', size: 64, pairs, milliseconds },
  fresh: false,
  rows: [
    { title: `Round trip, ${title}: p50, µs`, value: figure('p50'), digits: 0 },
    { title: `Round trip, ${title}: p99, µs`, value: figure('p99'), digits: 0 },
  ],
});

/** @param {Plan} plan @returns {Experiment[]} */
export const experiments = (plan) => [
  throughput(plan, 64, [cpuPerMillion]),
  throughput(plan, 1024),
  throughput(plan, 64 * 1024),
  overTls(throughput(plan, 64, [cpuPerMillion])),
  overTls(throughput(plan, 64 * 1024)),
  roundTrips(plan, 1, '1 pair'),
  roundTrips(plan, 50, '50 pairs'),
  {
    job: { load: 'logins', count: plan.logins },
    fresh: false,
    rows: [{ title: 'Logins/s', value: figure('loginsPerSecond'), digits: 0 }],
  },
  {
    job: { load: 'idle', count: plan.idle },
    fresh: true,
    long: true,
    rows: [
      {
        title: `Memory per idle connection (of ${plan.idle.toLocaleString('en')}), KiB`,
        value: figure('residentBytes', 1 / 1024 / plan.idle),
        digits: 1,
      },
    ],
  },
  {
    job: 'start',
    fresh: true,
    rows: [{ title: 'Start-up, ms', value: figure('startMilliseconds'), digits: 0 }],
  },
];

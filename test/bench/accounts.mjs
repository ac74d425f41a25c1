// @ts-check
// A relay for many users: what logins cost it and those beside them, what many accounts cost, and counting what passes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addAccounts } from './accountsDatabase.mjs';
import { ofAccount } from './households.mjs';
import { endAll, startGenerator, startSubject } from './processes.mjs';
import { summarize } from './statistics.mjs';
import { cell, environment, grid } from './table.mjs';

/**
 * @typedef {import('./processes.mjs').Subject} Subject
 * @typedef {import('./households.mjs').Households} Households
 * @typedef {import('./loads.mjs').Figures} Figures
 */

/** The names of parts have these alone run; `--quick` takes a shorter look. */
const asked = process.argv.slice(2).filter((arg) => arg !== '--quick');
const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 2 : 5;

const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-bench-'));

/** @type {[string, string][]} */
const lines = [];

/** @param {string} title @param {string} value */
const tell = (title, value) => {
  lines.push([title, value]);
  console.error(`… ${title}: ${value}`);
};

/** @param {Figures[]} rounds @param {string} name @param {number} [digits] @param {number} [factor] */
const figure = (rounds, name, digits = 0, factor = 1) =>
  cell(summarize(rounds.map((round) => factor * (round[name] ?? Number.NaN))), digits);

let databases = 0;

/** As a proxy tells addresses. */
const BEHIND_PROXY = ['--trust-proxy', 'loopback', '--connections', '20000'];

/** A relay with so many accounts. @param {number} accounts */
const startRelay = async (accounts, others = BEHIND_PROXY) => {
  const file = join(folder, `${++databases}.sqlite`);
  const options = ['--multi-user', '--database', file, ...others];
  // It makes the tables.
  await (await startSubject('relay', options)).stop();
  await addAccounts(file, accounts);
  return startSubject('relay', options);
};

/** @param {number} count @param {(round: number) => Promise<Figures>} work */
const inRounds = async (count, work) => {
  /** @type {Figures[]} */
  const found = [];
  for (let round = 0; round < count; round++) found.push(await work(round));
  return found;
};

/** What the pair of an account notices. @param {Subject} subject @returns {Subject} */
const pairsPlace = (subject) => ({ ...subject, target: ofAccount(subject.target, 0) });

const FLOOD = { perSecond: 200, milliseconds: 5_000, accounts: 400 };

/** The round trips of a pair, alone and while strangers guess. */
const guesses = async () => {
  const subject = await startRelay(FLOOD.accounts);
  const another = await startRelay(FLOOD.accounts);
  const [strangers, two] = [startGenerator(), startGenerator()];
  await two.prepare(pairsPlace(subject), { load: 'roundTrips', size: 64, pairs: 1, milliseconds: 4_000 });
  await two.run();
  /** @type {Figures[]} */
  const alone = [];
  /** @param {Subject} flooded @param {boolean} manyAddresses @param {Figures} before */
  const beside = async (flooded, manyAddresses, before) => {
    await strangers.prepare(flooded, { load: 'wrongLogins', ...FLOOD, manyAddresses });
    const guessed = strangers.run();
    await sleep(500);
    const trips = await two.run();
    const answers = await guessed;
    await strangers.close();
    return { ...answers, ...trips, times: (trips.p99 ?? Number.NaN) / (before.p99 ?? Number.NaN) };
  };
  /** @type {[Figures[], Figures[], Figures[]]} */
  const [many, one, elsewhere] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    const before = await two.run();
    alone.push(before);
    many.push(await beside(subject, true, before));
    one.push(await beside(subject, false, before));
    elsewhere.push(await beside(another, true, before));
  }
  const trips = (/** @type {Figures[]} */ rounds) =>
    `p50 ${figure(rounds, 'p50')} µs, p99 ${figure(rounds, 'p99')} µs`;
  tell('A pair alone: round trip', trips(alone));
  for (const [title, rounds] of /** @type {const} */ ([
    ['200 wrong logins/s from as many addresses', many],
    ['200 wrong logins/s from one address', one],
    ['The same from as many, at another relay of this computer', elsewhere],
  ])) {
    tell(`${title}: round trip`, `${trips(rounds)}; p99 ${figure(rounds, 'times', 1)} times`);
    const of = (/** @type {string} */ name) => figure(rounds, name);
    tell(
      `${title}: of ${of('tried')} refused, throttled, told busy, dropped`,
      ['refused', 'throttled', 'busy', 'dropped'].map(of).join(', '),
    );
  }
  await subject.stop();
};

/** @param {number} accounts @param {Households} job */
const onFreshRelay = async (accounts, job) => {
  const [subject, generator] = [await startRelay(accounts), startGenerator()];
  const figures = await generator.measure(subject, job);
  await subject.stop();
  return { ...figures, perSecond: job.devices / (figures.seconds ?? Number.NaN) };
};

/** All at once: those who were here a moment ago, and those who were not. */
const storms = async () => {
  for (const { devices, accounts, known, title } of [
    { devices: 1_000, accounts: 400, known: 400, title: '1,000 devices of 400 accounts come back at once' },
    { devices: 200, accounts: 200, known: 0, title: '200 devices of 200 accounts come first, at once' },
  ]) {
    const rounds = await inRounds(ROUNDS, () =>
      onFreshRelay(accounts, { load: 'households', devices, accounts, known, atOnce: devices }),
    );
    tell(`${title}: until all are there`, `${figure(rounds, 'seconds', 2)} s`);
    tell(`${title}: logins/s`, figure(rounds, 'perSecond'));
    tell(`${title}: server CPU`, `${figure(rounds, 'cpuSeconds', 2)} s`);
    tell(`${title}: told busy, dropped`, ['busy', 'dropped'].map((name) => figure(rounds, name)).join(', '));
  }
};

/** What only the first ones cost, as the memory for hashes, is not the cost of one more. */
const FIRST = 20;

const memory = async () => {
  const [devices, accounts] = [1_000, 400];
  const rounds = await inRounds(ROUNDS, () =>
    onFreshRelay(accounts, { load: 'households', devices, accounts, known: FIRST, atOnce: 8 }),
  );
  tell(
    '1,000 devices of 400 accounts: memory of each',
    `${figure(rounds, 'residentBytes', 1, 1 / 1024 / devices)} KiB`,
  );
};

/** So many come through one process, which has its own limit of files. */
const ACCOUNTS_A_PROCESS = 2_500;

/** Two of each of 10,000 would be more files than many systems give a process. @param {number} accounts */
const devicesEach = (accounts) => (accounts < 10_000 ? 2 : 1.8);

const REST_MS = quick ? 5_000 : 30_000;

/** @param {number} accounts */
const many = async (accounts) => {
  const subject = await startRelay(accounts);
  const devices = accounts * devicesEach(accounts);
  const title = `${accounts.toLocaleString('en')} accounts, ${devices.toLocaleString('en')} devices`;
  let start = await subject.usage();
  for (let first = 0; first < accounts; first += ACCOUNTS_A_PROCESS) {
    const here = Math.min(ACCOUNTS_A_PROCESS, accounts - first);
    const coming = { devices: here * devicesEach(accounts), accounts: here, first };
    const crowd = startGenerator();
    await crowd.prepare(subject, {
      load: 'households',
      ...coming,
      known: first === 0 ? FIRST : 0,
      atOnce: 8,
    });
    if (first === 0) start = await subject.usage();
    await crowd.run();
  }
  const there = await subject.usage();
  const each = (there.residentBytes - start.residentBytes) / devices / 1024;
  tell(`${title}: memory of each`, `${each.toFixed(1)} KiB`);
  await sleep(REST_MS);
  const rest = ((await subject.usage()).cpuSeconds - there.cpuSeconds) / (REST_MS / 1_000);
  tell(`${title}: server CPU at rest`, `${(100 * rest).toFixed(1)} % of a core`);

  const [comers, two] = [startGenerator(), startGenerator()];
  const count = 1_000;
  const logins = await inRounds(ROUNDS, async () => {
    const job = { load: /** @type {const} */ ('households'), devices: count, accounts: count };
    const { cpuSeconds = 0, seconds = 0 } = await comers.measure(subject, {
      ...job,
      known: count,
      atOnce: 8,
    });
    return { each: (1_000 * (cpuSeconds - seconds * rest)) / count };
  });
  tell(`${title}: server CPU of a login that is remembered`, `${figure(logins, 'each', 2)} ms`);
  const pair = { size: 64, pairs: 1, milliseconds: 2_000 };
  const place = pairsPlace(subject);
  const passed = await inRounds(ROUNDS, () => two.measure(place, { load: 'throughput', ...pair }));
  tell(`${title}: 64 B messages/s of one pair`, figure(passed, 'messagesPerSecond'));
  const trips = await inRounds(ROUNDS, () => two.measure(place, { load: 'roundTrips', ...pair }));
  tell(`${title}: round trip of a pair`, `p50 ${figure(trips, 'p50')} µs, p99 ${figure(trips, 'p99')} µs`);
  await subject.stop();
  await endAll();
};

const WARM_UPS = quick ? 1 : 3;

/** The same load on a relay that counts what passes for each user, and on one that does not, in turn. */
const counting = async () => {
  const generator = startGenerator();
  const subjects = {
    one: await startSubject('relay'),
    many: pairsPlace(await startRelay(1, [])),
  };
  const measure = async (/** @type {'one' | 'many'} */ which) => {
    const job = /** @type {const} */ ({ load: 'throughput', size: 64, pairs: 4, milliseconds: 2_000 });
    const {
      messagesPerSecond = 0,
      messages = 0,
      cpuSeconds = 0,
    } = await generator.measure(subjects[which], job);
    return { rate: messagesPerSecond, cpu: (1e6 * cpuSeconds) / messages };
  };
  const rounds = await inRounds(WARM_UPS + 2 * ROUNDS, async (round) => {
    const isFirst = round % 2 === 0;
    const before = isFirst ? undefined : await measure('many');
    const one = await measure('one');
    const both = before ?? (await measure('many'));
    return {
      ...{ one: one.rate, many: both.rate, ratio: (100 * both.rate) / one.rate },
      ...{ oneCpu: one.cpu, manyCpu: both.cpu, cpuRatio: (100 * both.cpu) / one.cpu },
    };
  });
  const warm = rounds.slice(WARM_UPS);
  tell('64 B messages/s, one user', figure(warm, 'one'));
  tell('64 B messages/s, many users, which are counted', figure(warm, 'many'));
  tell('Of that of one user, in the same round', `${figure(warm, 'ratio', 1)} %`);
  tell(
    'Server CPU s per million messages: one user, many users',
    `${figure(warm, 'oneCpu', 3)}, ${figure(warm, 'manyCpu', 3)}; ${figure(warm, 'cpuRatio', 1)} %`,
  );
  await Promise.all([subjects.one.stop(), subjects.many.stop()]);
};

/** @type {Record<string, () => Promise<void>>} */
const parts = {
  guesses,
  storms,
  memory,
  counting,
  thousand: () => many(1_000),
  ...(!quick && { tenThousand: () => many(10_000) }),
};

const { date, node, cpu, cores, load } = environment();
try {
  for (const [name, part] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    await part();
    await endAll();
  }
} finally {
  await endAll();
  await rm(folder, { recursive: true });
}
console.log(`${date}, Node ${node}, ${cpu}, ${cores} cores, load ${load} before\n`);
console.log(grid([['Many users', ''], ...lines]).join('\n'));

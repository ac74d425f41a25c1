// @ts-check
// How the relay bears those who mean ill: while each form of attack runs, the round trips of a linked pair, right logins
// that get in, and the relay's memory.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp } from './app.mjs';
import { logIn, makeKeys, openPair, synchronize } from './device.mjs';
import { endAll, startAttacker, startSubject } from './processes.mjs';
import { grid } from './table.mjs';

/**
 * @typedef {object} Form
 * @property {string} name as attackForms.mjs has it
 * @property {string} title
 * @property {'tls' | 'app'} [against] a relay that speaks TLS, or the app with its window open
 */

/** @type {Form[]} */
const FORMS = [
  { name: 'nothing', title: 'nothing, for comparison' },
  { name: 'asksOn', title: 'stranger: 600 connections that ask now and then' },
  { name: 'endlessHeads', title: 'stranger: 600 requests whose head never ends' },
  { name: 'pipelines', title: 'stranger: 64 KiB of requests on each of 250 connections' },
  { name: 'largeHeads', title: 'stranger: 400 heads of 15 KiB, ended at one moment' },
  { name: 'nothing', title: 'nothing, with TLS', against: 'tls' },
  { name: 'tlsHellos', title: 'stranger: 500 TLS handshakes, not gone on with', against: 'tls' },
  { name: 'guesses', title: 'stranger: as many passwords as it can' },
  { name: 'newKeys', title: 'device: logins of ever new keys' },
  { name: 'unfinished', title: 'device: 250 messages of 4 MiB, begun and not ended' },
  { name: 'links', title: 'device: linking and unlinking' },
  { name: 'nothing', title: 'nothing, the app with its window open', against: 'app' },
  { name: 'newKeys', title: 'device: logins of ever new keys, against the app', against: 'app' },
];

const ROUND_TRIP_EVERY_MS = 10;
const LOGIN_EVERY_MS = 250;
const LOGIN_MS = 3_000;
const MEMORY_EVERY_MS = 100;
const MIB = 1024 * 1024;

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

/** @param {Form} form @param {number} seconds @returns {Promise<string[]>} a row */
const attack = async ({ name, title, against }, seconds) => {
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-bench-'));
  const tls = against === 'tls' ? ['--tls', 'self-signed', '--tls-directory', folder] : [];
  const subject = against === 'app' ? await startApp() : await startSubject('relay', tls);
  makeKeys(500);
  const attacker = await startAttacker(name, subject.target);
  const end = performance.now() + 1_000 * seconds;
  const over = () => performance.now() > end;
  const [trips, inside, most] = await Promise.all([
    roundTrips(subject, over),
    logins(subject, over),
    memory(subject, over),
  ]);
  await attacker.stop();
  await sleep(2_000);
  const after = (await subject.usage()).residentBytes / MIB;
  await subject.stop();
  await rm(folder, { recursive: true });
  const ms = (/** @type {number} */ share) => quantile(trips.times, share).toFixed(1);
  const lost = trips.lost > 0 ? ' (lost)' : '';
  return [title, `${ms(0.5)}${lost}`, ms(0.99), ms(1), inside, `${Math.round(most)}`, `${Math.round(after)}`];
};

/** How long each form of attack runs, in seconds. */
const SECONDS = 8;
const QUICK_SECONDS = 2;

/** `--quick` takes a shorter look; the name of a form has it run alone. */
const [only] = process.argv.slice(2).filter((arg) => arg !== '--quick');
const seconds = process.argv.includes('--quick') ? QUICK_SECONDS : SECONDS;

const rows = [];
try {
  for (const form of FORMS.filter(({ name }) => only === undefined || name === only)) {
    console.error(`… ${form.title}`);
    rows.push(await attack(form, seconds));
  }
} finally {
  await endAll();
}
const header = [
  'Under attack by',
  'p50, ms',
  'p99, ms',
  'longest, ms',
  'right logins',
  'memory, MB',
  '2 s later, MB',
];
console.log(grid([header, ...rows]).join('\n'));

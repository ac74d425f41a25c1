// @ts-check
// Several nodes over NATS that act as one relay: what it costs a pair to be on two of them, what it costs one that is not,
// and the memory of devices that are spread over three.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { endAll, startGenerator, startSubject } from './processes.mjs';
import { summarize } from './statistics.mjs';
import { environment, grid } from './table.mjs';

/**
 * @typedef {import('./processes.mjs').Subject} Subject
 * @typedef {import('./loads.mjs').Job} Job
 * @typedef {import('./loads.mjs').Figures} Figures
 */

/** The names of parts have these alone run; `--quick` takes a shorter look. */
const asked = process.argv.slice(2).filter((arg) => arg !== '--quick');
const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 2 : 5;
const MS = quick ? 1_500 : 4_000;
const DEVICES = quick ? 3_000 : 20_000;

/** @type {[string, string][]} */
const lines = [];

/** @param {string} title @param {string} value */
const tell = (title, value) => {
  lines.push([title, value]);
  console.error(`… ${title}: ${value}`);
};

/** The median, and the least and the most. @param {number[]} values @param {number} [digits] */
const spread = (values, digits = 0) => {
  const { median, min, max } = summarize(values);
  const text = (/** @type {number} */ value) =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${text(median)} (${text(min)}–${text(max)})`;
};

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const { date, node, cpu, cores, load } = environment();

const natsPort = await freePort();
const nats = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(natsPort)], { stdio: 'ignore' });
nats.once('error', () => {
  console.error('nats-server is not installed (Debian: nats-server).');
  process.exit(1);
});
process.on('exit', () => nats.kill('SIGKILL'));
const url = `nats://127.0.0.1:${natsPort}`;
await sleep(500);

const nodes = (/** @type {number} */ count, name = 'bench') =>
  Promise.all(
    Array.from({ length: count }, () =>
      startSubject('relay', ['--cluster', url, '--cluster-name', name, '--connections', '20000']),
    ),
  );

/** Both on one, or one on each. @param {Subject} one @param {Subject} [other] @returns {Subject} */
const place = (one, other = one) => ({
  ...one,
  target: { ...one.target, otherPort: other.target.port },
});

/**
 * Each subject in turn, round for round, so that what the machine does besides is the same for all.
 * @template {string} Name
 * @param {Record<Name, Subject>} subjects @param {Job} job
 * @returns {Promise<Record<Name, Figures[]>>}
 */
const compare = async (subjects, job) => {
  /** @type {Record<string, Figures[]>} */
  const found = {};
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of /** @type {Name[]} */ (Object.keys(subjects))) {
      const generator = startGenerator();
      const figures = await generator.measure(subjects[name], job);
      // The first round warms all of them.
      if (round > 0) found[name] = [...(found[name] ?? []), figures];
    }
  }
  return /** @type {Record<Name, Figures[]>} */ (found);
};

/** @param {Figures[]} rounds @param {string} name */
const values = (rounds, name) => rounds.map((round) => round[name] ?? Number.NaN);

/** @param {number[]} a @param {number[]} b round for round */
const times = (a, b) =>
  spread(
    a.map((value, round) => value / (b[round] ?? Number.NaN)),
    2,
  );

const pairs = async () => {
  const [one, other] = await nodes(3);
  const lone = await startSubject('relay', []);
  const ws = await startSubject('ws');
  if (!one || !other) throw new Error('no nodes');
  // Nodes hear of each other within a second.
  await sleep(2_000);
  const subjects = { lone: place(lone), one: place(one), two: place(one, other), ws: place(ws) };
  for (const [size, label, unit] of /** @type {const} */ ([
    [64, '64 B', 'messages/s'],
    [65_536, '64 KiB', 'MB/s'],
  ])) {
    const job = /** @type {const} */ ({ load: 'throughput', size, pairs: 1, milliseconds: MS });
    const found = await compare(subjects, job);
    const of = (/** @type {keyof typeof subjects} */ name) =>
      values(found[name], 'messagesPerSecond').map((value) => (size === 64 ? value : (value * size) / 1e6));
    tell(`${label}, a relay alone, ${unit}`, spread(of('lone')));
    tell(`${label}, both on one node of three: of that`, times(of('one'), of('lone')));
    tell(`${label}, on two nodes, ${unit}`, spread(of('two')));
    tell(`${label}, on two nodes: times the ws forwarder`, times(of('two'), of('ws')));
    if (size > 64) {
      const exchange = await natsThroughput(size);
      tell('64 KiB, NATS itself between two processes, MB/s', spread(exchange));
      tell('64 KiB, on two nodes: of that', times(of('two'), exchange));
    }
  }
  const job = /** @type {const} */ ({ load: 'roundTrips', size: 64, pairs: 1, milliseconds: MS });
  const found = await compare(subjects, job);
  for (const [name, title] of /** @type {const} */ ([
    ['lone', 'a relay alone'],
    ['one', 'both on one node of three'],
    ['two', 'on two nodes'],
  ]))
    tell(
      `Round trip, ${title}`,
      `p50 ${spread(values(found[name], 'p50'))} µs, p99 ${spread(values(found[name], 'p99'))} µs`,
    );
  for (const subject of [one, other, lone, ws]) await subject.stop();
};

const client = async (/** @type {string[]} */ ...args) => {
  const child = fork(fileURLToPath(new URL('natsClient.mjs', import.meta.url)), [url, ...args]);
  process.on('exit', () => child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
};

/** MB a second from one process to another through the same NATS. @param {number} size */
const natsThroughput = async (size) => {
  const subscriber = await client('subscribe');
  const publisher = await client('publish', String(size));
  publisher.send('go');
  /** @type {number[]} */
  const found = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const begun = performance.now();
    await sleep(MS);
    subscriber.send('count');
    const [{ bytes }] = await once(subscriber, 'message');
    if (round > 0) found.push(bytes / 1e3 / (performance.now() - begun));
  }
  for (const child of [publisher, subscriber]) child.kill('SIGKILL');
  return found;
};

/** Devices of one process, which has its own limit of files. */
const A_PROCESS = 4_000;

/** KiB that each of so many devices takes, spread evenly. @param {Subject[]} subjects @param {number} devices */
const memoryOf = async (subjects, devices) => {
  const before = await Promise.all(subjects.map((subject) => subject.usage()));
  const generators = [];
  for (const [index, subject] of subjects.entries()) {
    const own = Math.floor(devices / subjects.length) + (index < devices % subjects.length ? 1 : 0);
    for (let left = own; left > 0; left -= A_PROCESS) {
      const generator = startGenerator();
      generators.push(generator);
      await generator.prepare(subject, { load: 'idle', count: Math.min(left, A_PROCESS) });
      await generator.run();
    }
  }
  await sleep(3_000);
  const after = await Promise.all(subjects.map((subject) => subject.usage()));
  const grown = after.reduce(
    (sum, { residentBytes }, i) => sum + residentBytes - (before[i]?.residentBytes ?? 0),
    0,
  );
  return grown / devices / 1024;
};

const memory = async () => {
  const three = await nodes(3, 'memory');
  await sleep(2_000);
  const spreadOut = await memoryOf(three, DEVICES);
  for (const subject of three) await subject.stop();
  const count = Math.min(DEVICES, 6_000);
  const lone = await startSubject('relay', ['--connections', '20000']);
  const alone = await memoryOf([lone], count);
  await lone.stop();
  const title = `${DEVICES.toLocaleString('en')} devices over three nodes: memory of each`;
  tell(
    title,
    `${spreadOut.toFixed(1)} KiB; at a relay alone (${count.toLocaleString('en')}) ${alone.toFixed(1)} KiB; ${(spreadOut / alone).toFixed(2)} times`,
  );
};

const parts = { pairs, memory };

for (const [name, part] of Object.entries(parts))
  if (asked.length === 0 || asked.includes(name)) await part();
await endAll();
console.log(`${date}, Node ${node}, ${cpu}, ${cores} cores, load ${load} before\n`);
console.log(grid([['A cluster', ''], ...lines]).join('\n'));
process.exit(0);

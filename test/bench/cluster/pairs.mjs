// @ts-check
// What it costs a pair to be on two nodes, and what it costs one that is on one node of several.
import { startGenerator, startSubject } from '../processes.mjs';
import { natsStream } from './nats.mjs';
import { cpuOf, startNodes } from './nodes.mjs';

/**
 * @typedef {import('../processes.mjs').Subject} Subject
 * @typedef {import('../loads.mjs').Job} Job
 * @typedef {import('../loads.mjs').Figures} Figures
 * @typedef {import('../cluster.mjs').Report} Report
 */

/** Both on one, or one on each. @param {Subject} one @param {Subject} [other] @returns {Subject} */
const place = (one, other = one) => ({
  ...one,
  target: { ...one.target, otherPort: other.target.port },
});

/** @param {Report} report */
export const pairs = async ({ tell, spread, nats, rounds, milliseconds }) => {
  const [one, other, third] = await startNodes(nats);
  const lone = await startSubject('relay', []);
  const ws = await startSubject('ws');
  const subjects = { lone: place(lone), one: place(one), two: place(one, other), ws: place(ws) };
  /** @typedef {Record<keyof typeof subjects | 'nats', Figures[]>} Found */

  /**
   * Each in turn, round for round, so that what the machine does besides is the same for all. The first round warms them.
   * @param {Job} job @param {Awaited<ReturnType<typeof natsStream>>} [stream]
   */
  const compare = async (job, stream) => {
    /** @type {Found} */
    const found = { lone: [], one: [], two: [], ws: [], nats: [] };
    for (let round = 0; round <= rounds; round++) {
      for (const [name, subject] of Object.entries(subjects)) {
        const before = await cpuOf([one, other, nats]);
        const figures = await startGenerator().measure(subject, job);
        const clusterCpu = (await cpuOf([one, other, nats])) - before;
        if (round > 0) found[/** @type {keyof typeof subjects} */ (name)].push({ ...figures, clusterCpu });
      }
      const megabytes = await stream?.measure(milliseconds);
      if (round > 0 && megabytes !== undefined) found.nats.push({ megabytes });
    }
    return found;
  };

  /** @param {Figures[]} figures @param {(figures: Figures) => number} of */
  const each = (figures, of) => figures.map(of);
  /** @param {number[]} a @param {number[]} b round for round */
  const times = (a, b) =>
    spread(
      a.map((value, round) => value / (b[round] ?? Number.NaN)),
      2,
    );

  for (const size of [64, 65_536]) {
    const label = size === 64 ? '64 B' : '64 KiB';
    const unit = size === 64 ? 'messages/s' : 'MB/s';
    const stream = await natsStream(nats, size);
    const found = await compare({ load: 'throughput', size, pairs: 4, milliseconds }, stream);
    stream.stop();
    const speed = (/** @type {keyof typeof subjects} */ name) =>
      each(found[name], ({ messagesPerSecond = Number.NaN }) =>
        size === 64 ? messagesPerSecond : (messagesPerSecond * size) / 1e6,
      );
    tell(`${label}, a relay alone, ${unit}`, spread(speed('lone')));
    tell(`${label}, both on one node of three: of that`, times(speed('one'), speed('lone')));
    tell(`${label}, on two nodes, ${unit}`, spread(speed('two')));
    tell(`${label}, on two nodes: times the ws forwarder`, times(speed('two'), speed('ws')));
    const exchange = each(found.nats, ({ megabytes = Number.NaN }) => megabytes);
    if (size > 64) {
      tell(`${label}, NATS itself between two processes, MB/s`, spread(exchange));
      tell(`${label}, on two nodes: of that`, times(speed('two'), exchange));
    }
    const costs = each(
      found.two,
      ({ clusterCpu = Number.NaN, messages = Number.NaN }) =>
        clusterCpu / (size === 64 ? messages / 1e6 : (messages * size) / 1e9),
    );
    const per = size === 64 ? 'a million messages' : 'a GB';
    tell(`${label}, on two nodes: CPU s of both and of NATS for ${per}`, spread(costs, 2));
  }
  const found = await compare({ load: 'roundTrips', size: 64, pairs: 1, milliseconds });
  for (const [name, title] of /** @type {const} */ ([
    ['lone', 'a relay alone'],
    ['one', 'both on one node of three'],
    ['two', 'on two nodes'],
  ])) {
    const of = (/** @type {string} */ value) =>
      spread(each(found[name], (figures) => figures[value] ?? Number.NaN));
    tell(`Round trip, ${title}`, `p50 ${of('p50')} µs, p99 ${of('p99')} µs`);
  }
  for (const subject of [one, other, third, lone, ws]) await subject.stop();
};

// @ts-check
// Many devices, and unequal ones: what it costs when a crowd of one account comes, stays and goes, and what others notice
// of one that floods.
import { setTimeout as sleep } from 'node:timers/promises';
import { endAll, startGenerator, startSubject } from './processes.mjs';
import { grid } from './table.mjs';

const MIB = 1024 * 1024;
const quick = process.argv.includes('--quick');
const MANY = 10_000;

/** @type {[string, string][]} */
const lines = [];

/** @param {string} title @param {string} value */
const tell = (title, value) => {
  lines.push([title, value]);
  console.error(`… ${title}: ${value}`);
};

/** @param {number} bytes */
const mib = (bytes) => `${(bytes / MIB).toFixed(1)} MiB`;

/** @type {import('./loads.mjs').Job} */
const pair = { load: 'roundTrips', size: 64, pairs: 1, milliseconds: 2_000 };

/** Round trips of a pair that is there already. @param {ReturnType<typeof startGenerator>} generator */
const roundTrip = async (generator) => {
  const { p50 = Number.NaN, p99 = Number.NaN } = await generator.run();
  return { p99, text: `p50 ${Math.round(p50)} µs, p99 ${Math.round(p99)} µs` };
};

/** @param {number} count */
const crowd = async (count) => {
  const subject = await startSubject('relay', ['--connections', '20000']);
  const [many, two] = [startGenerator(), startGenerator()];
  const title = `${count.toLocaleString('en')} devices of one account`;
  await many.prepare(subject, { load: 'idle', count });
  const start = await subject.usage();
  await many.run();
  const there = await subject.usage();
  tell(`${title} come: server CPU`, `${(there.cpuSeconds - start.cpuSeconds).toFixed(2)} s`);
  const each = (there.residentBytes - start.residentBytes) / count / 1024;
  tell(`${title} are there: memory of each`, `${each.toFixed(1)} KiB`);
  await two.prepare(subject, pair);
  tell(`${title} are there: round trip of two`, (await roundTrip(two)).text);
  await two.close();
  const before = await subject.usage();
  await many.close();
  await sleep(2_000);
  const gone = await subject.usage();
  tell(`${title} go: server CPU`, `${(gone.cpuSeconds - before.cpuSeconds).toFixed(2)} s`);
  tell(
    `${title}: memory before, with them, after`,
    [start, there, gone].map(({ residentBytes }) => mib(residentBytes)).join(', '),
  );
  await subject.stop();
};

/** A crowd and a flood, again and again: what is left of them. */
const soak = async () => {
  const subject = await startSubject('relay');
  const [many, two] = [startGenerator(), startGenerator()];
  await two.measure(subject, pair);
  const start = await subject.usage();
  /** @type {string[]} */
  const after = [];
  for (let round = 0; round < (quick ? 2 : 5); round++) {
    for (const size of [64, 64 * 1024])
      await two.measure(subject, { load: 'throughput', size, pairs: 4, milliseconds: 2_000 });
    await many.measure(subject, { load: 'idle', count: 500 });
    await sleep(2_000);
    after.push(mib((await subject.usage()).residentBytes));
  }
  tell('Soak, floods and crowds in turn: memory at the start', mib(start.residentBytes));
  tell('Soak: memory when all have gone, after each round', after.join(', '));
  await subject.stop();
};

/** @type {Record<import('./peer.mjs').Target['kind'], string>} */
const through = {
  relay: 'Through the relay: ',
  ws: 'Through a ws forwarder: ',
  tcp: 'Through a TCP forwarder: ',
};

/**
 * What a pair notices of another one that sends as much as it can.
 * @param {import('./peer.mjs').Target['kind']} kind
 */
const fairness = async (kind) => {
  const subject = await startSubject(kind);
  const [flood, two] = [startGenerator(), startGenerator()];
  await two.measure(subject, pair);
  await two.prepare(subject, pair);
  const alone = await roundTrip(two);
  await two.close();
  tell(`${through[kind]}a pair alone: round trip`, alone.text);
  for (const size of [64, 1024, 64 * 1024]) {
    await flood.prepare(subject, { load: 'throughput', size, pairs: 1, milliseconds: 3_000 });
    await two.prepare(subject, pair);
    await sleep(300);
    const flooded = flood.run();
    await sleep(300);
    const found = await roundTrip(two);
    await flooded;
    await flood.close();
    await two.close();
    tell(
      `${through[kind]}beside a flood of ${size} B messages`,
      `${found.text}, ${(found.p99 / alone.p99).toFixed(1)} times`,
    );
  }
  await subject.stop();
};

try {
  await crowd(1_000);
  for (const kind of /** @type {const} */ (['relay', 'ws', 'tcp'])) await fairness(kind);
  await soak();
  if (!quick) await crowd(MANY);
} finally {
  await endAll();
}
console.log(grid([['Crowds and floods', ''], ...lines]).join('\n'));

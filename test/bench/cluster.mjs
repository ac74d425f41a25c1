// @ts-check
// Several nodes over NATS that act as one relay: what it costs a pair to be on two of them, what it costs one that is not,
// the memory of devices that are spread over three, and what nodes write into a database.
import { database } from './cluster/database.mjs';
import { memory } from './cluster/memory.mjs';
import { startNats } from './cluster/nats.mjs';
import { pairs } from './cluster/pairs.mjs';
import { endAll } from './processes.mjs';
import { summarize } from './statistics.mjs';
import { environment, grid } from './table.mjs';

/**
 * How long to measure, and where to tell what came out.
 * @typedef {object} Report
 * @property {import('./cluster/nats.mjs').Nats} nats
 * @property {number} rounds that count
 * @property {number} milliseconds of a round
 * @property {number} devices
 * @property {(title: string, value: string) => void} tell
 * @property {(values: number[], digits?: number) => string} spread the median, and the least and the most
 */

/** The names of parts have these alone run; `--quick` takes a shorter look. */
const asked = process.argv.slice(2).filter((arg) => arg !== '--quick');
const quick = process.argv.includes('--quick');

/** @type {[string, string][]} */
const lines = [];

const { date, node, cpu, cores, load } = environment();

/** @type {Report} */
const report = {
  nats: await startNats(),
  rounds: quick ? 2 : 5,
  milliseconds: quick ? 1_500 : 4_000,
  devices: quick ? 3_000 : 20_000,
  tell(title, value) {
    lines.push([title, value]);
    console.error(`… ${title}: ${value}`);
  },
  spread(values, digits = 0) {
    const { median, min, max } = summarize(values);
    const text = (/** @type {number} */ value) =>
      value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return `${text(median)} (${text(min)}–${text(max)})`;
  },
};

for (const [name, part] of Object.entries({ pairs, memory, database }))
  if (asked.length === 0 || asked.includes(name)) await part(report);
await endAll();
console.log(`${date}, Node ${node}, ${cpu}, ${cores} cores, load ${load} before\n`);
console.log(grid([['A cluster', ''], ...lines]).join('\n'));
process.exit(0);

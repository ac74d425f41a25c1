// @ts-check
// The outcome as Markdown, to be pasted as it is.
import { availableParallelism, cpus, loadavg, release, type } from 'node:os';
import { kinds } from './bench.mjs';

/** @typedef {import('./statistics.mjs').Summary} Summary */

/** What the numbers depend on besides the program. */
export const environment = () => ({
  date: new Date().toISOString().slice(0, 10),
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  os: `${type()} ${release()} ${process.arch}`,
  /** How many processes wanted to run in the last minute: near the number of cores, others are in the way. */
  load: Math.round(10 * (loadavg()[0] ?? 0)) / 10,
});

/** Where and how often it was measured. @param {ReturnType<typeof environment>} machine @param {number} rounds */
export const heading = ({ date, node, cpu, cores, load }, rounds) =>
  `${date}, Node ${node}, ${cpu}, ${cores} cores, load ${load} before; ${rounds} rounds`;

/** @param {import('./bench.mjs').Outcome} outcome @param {ReturnType<typeof environment>} machine */
export const markdown = ({ lines, seconds }, machine) => {
  const header = ['', 'Relay', 'ws forwarder', 'TCP forwarder', 'Relay : ws', 'Relay : TCP', 'Generator CPU'];
  const body = lines.map(({ title, digits, values, ratios, generatorShare }) => [
    title,
    ...kinds.map((kind) => cell(values[kind], digits)),
    ratio(ratios.ws),
    ratio(ratios.tcp),
    kinds.map((kind) => share(generatorShare[kind])).join(' / '),
  ]);
  const rounds = lines.map(({ values }) => values.relay?.rounds ?? 0);
  const [most, least] = [Math.max(...rounds), Math.min(...rounds)];
  return [
    `${machine.date}, Node ${machine.node}, ${machine.cpu}, ${machine.cores} cores, ${machine.os}, load ${machine.load} before`,
    '',
    ...grid([header, ...body]),
    '',
    `Medians (least–most) of ${most} rounds${least < most ? `, for memory of ${least}` : ''}, in ${Math.round(seconds)} s, all on one machine`,
    'over 127.0.0.1. Messages/s and MB/s count the data alone, sent one way through 4 pairs; a round trip is 64 B there and back, one at',
    'a time in each pair. Ratios are the relay’s number divided by the baseline’s, medians of each round’s own. A login is TCP, upgrade',
    'and Who/Iam/Authenticated; for ws TCP and upgrade; for TCP the connection. Start-up is until the relay listens, against `node -e 0`',
    'from start to end. Generator CPU: what the load generator, one process, used of one core (relay / ws / TCP); near 100 % it was the',
    'bottleneck itself, not what it measured.',
  ].join('\n');
};

/** @param {number} value @param {number} digits */
const number = (value, digits) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** The median, with the least and the most. @param {Summary | undefined} summary @param {number} digits */
export const cell = (summary, digits) =>
  summary
    ? `${number(summary.median, digits)} (${number(summary.min, digits)}–${number(summary.max, digits)})`
    : '–';

/** @param {Summary | undefined} summary */
const ratio = (summary) => (summary ? number(summary.median, summary.median < 0.1 ? 3 : 2) : '–');

/** @param {Summary | undefined} summary */
const share = (summary) => (summary ? `${Math.round(100 * summary.median)} %` : '–');

/** Columns of equal width: readable as plain text too. @param {string[][]} rows */
export const grid = (rows) => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  const [header = [], ...body] = rows.map((row) =>
    row.map((text, column) =>
      column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
    ),
  );
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(header), line(rule), ...body.map(line)];
};

// @ts-check
// What the app costs while nobody looks at it: CPU time and memory of all its processes, beside a bare Electron that has
// no window and does nothing; and how soon a window whose page was let go is there again.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { noSandboxBecause } from '../../scripts/place.mjs';
import { grid } from './table.mjs';
import { cpuSecondsOf, statOf } from './usage.mjs';

const root = join(import.meta.dirname, '../..');
/** @type {string} in Node, the package's name stands for the program's path */
const electron = createRequire(import.meta.url)('electron');

const SETTLE_MS = 25_000;
const ROUNDS = 3;

/**
 * @template T
 * @param {() => T} read what belongs to a process, which may have ended meanwhile
 * @returns {T | undefined}
 */
const unlessGone = (read) => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

/** @param {number} pid @returns {Promise<number[]>} it and all that it has started */
const family = async (pid) => {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(unlessGone(() => statOf(Number(name)))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const all = [pid];
  for (const one of all) all.push(...(children.get(one) ?? []));
  return all;
};

/** @param {number} pid seconds of CPU time so far */
const cpuOf = async (pid) => unlessGone(() => cpuSecondsOf(pid)) ?? 0;

/** @param {number} pid MB of its own, and its share of what several have */
const pssOf = async (pid) => {
  const rollup = unlessGone(() => readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? '';
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) / 1024;
};

/** @param {(pid: number) => Promise<number>} what @param {number} pid */
const sum = async (what, pid) => {
  let total = 0;
  for (const one of await family(pid)) total += await what(one);
  return total;
};

/** @param {import('node:child_process').ChildProcess} child milliseconds until its window is there again */
const shown = async (child) => {
  child.kill('SIGUSR2');
  for await (const line of createInterface({
    input: /** @type {import('node:stream').Readable} */ (child.stdout),
  })) {
    const ms = /^shown after ([\d.]+) ms/.exec(line)?.[1];
    if (ms !== undefined) return Number(ms);
  }
  throw new Error('the window did not come back');
};

/**
 * @param {string[]} args @param {number} seconds
 * @returns {Promise<{ cpu: number, pss: number, processes: number, shownMs: number | undefined }>}
 */
const measure = async (args, seconds) => {
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-bench-'));
  const settings = {
    version: 2,
    reach: 'computer',
    welcomed: true,
    notify: false,
    relayOn: true,
    port: 18_477,
  };
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
  const switches = [
    ...(noSandboxBecause() ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--log-level=3',
    `--user-data-dir=${folder}`,
  ];
  const child = spawn(electron, [...args, ...switches], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  const pid = child.pid ?? 0;
  await sleep(SETTLE_MS);
  const before = await sum(cpuOf, pid);
  await sleep(1_000 * seconds);
  const cpu = (await sum(cpuOf, pid)) - before;
  const pss = await sum(pssOf, pid);
  const all = await family(pid);
  const shownMs = args.includes(leave) ? await shown(child) : undefined;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  for (const one of all) process.kill(one, 'SIGKILL');
  await exited;
  const processes = all.length;
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  return { cpu, pss, processes, shownMs };
};

const leave = join(import.meta.dirname, 'leave.cjs');
const seconds = process.argv.includes('--quick') ? 15 : 40;
/** @type {Record<string, string[]>} */
const subjects = {
  'a bare Electron without a window': [join(import.meta.dirname, 'bare')],
  'the app, started hidden': ['.', '--hidden'],
  'the app, its page let go': ['-r', leave, '.'],
};

/** @type {Record<string, Awaited<ReturnType<typeof measure>>[]>} */
const found = {};
for (let round = 0; round < ROUNDS; round++) {
  for (const [title, args] of Object.entries(subjects)) {
    console.error(`… ${title}`);
    found[title] = [...(found[title] ?? []), await measure(args, seconds)];
  }
}
/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const rows = Object.entries(found).map(([title, all]) => [
  title,
  median(all.map(({ cpu }) => cpu)).toFixed(2),
  median(all.map(({ pss }) => pss)).toFixed(0),
  String(median(all.map(({ processes }) => processes))),
  all[0]?.shownMs === undefined
    ? '–'
    : `${median(all.map(({ shownMs = Number.NaN }) => shownMs)).toFixed(0)}`,
]);
console.log(
  grid([
    ['Idle', `CPU s in ${seconds} s`, 'memory (PSS), MB', 'processes', 'shown again after, ms'],
    ...rows,
  ]).join('\n'),
);

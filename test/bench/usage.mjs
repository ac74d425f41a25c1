// @ts-check
// What another process uses: CPU time and resident memory. Linux tells anybody; elsewhere the process has to tell
// itself, for which this file is preloaded into it.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** @typedef {{ cpuSeconds: number, residentBytes: number }} Usage */

const linux = process.platform === 'linux';

/** The kernel counts CPU time in these, whatever its own clock does (USER_HZ). */
const TICKS_PER_SECOND = 100;

/** How a process has to be started to be asked. */
export const observable = {
  args: linux ? [] : ['--import', import.meta.url],
  /** @type {'ignore' | 'ipc'} */
  channel: linux ? 'ignore' : 'ipc',
};

/** Of any process, on Linux. @param {number} pid @returns {string[]} the fields of its state, from the third on */
export const statOf = (pid) =>
  // The second field, the name, may hold spaces.
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');

/** @param {number} pid */
export const cpuSecondsOf = (pid) => {
  const fields = statOf(pid);
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
};

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<Usage>} */
export const usageOf = async (child) => {
  if (!linux) {
    const answer = once(child, 'message');
    child.send('usage');
    const [usage] = /** @type {[Usage]} */ (await answer);
    return usage;
  }
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
  return {
    cpuSeconds: cpuSecondsOf(Number(child.pid)),
    residentBytes: 1024 * Number(resident),
  };
};

if (process.send && process.execArgv.includes(import.meta.url)) {
  process.on('message', (message) => {
    if (message !== 'usage') return;
    const { user, system } = process.cpuUsage();
    const usage = { cpuSeconds: (user + system) / 1e6, residentBytes: process.memoryUsage.rss() };
    process.send?.(usage);
  });
}

// @ts-check
// The process that makes the load. It gets a job, makes it ready, runs it and takes it away, one step a message.
import { performance } from 'node:perf_hooks';
import { prepare } from './loads.mjs';

/**
 * @typedef {{ step: 'prepare', job: import('./loads.mjs').Job, target: import('./peer.mjs').Target }
 *   | { step: 'run' } | { step: 'close' }} Step
 * @typedef {{ figures: import('./loads.mjs').Figures } | { problem: string }} Answer
 */

/** @param {Answer} answer */
const tell = (answer) => process.send?.(answer);

/** The first thing that goes wrong ends the whole bench, so there is nothing to clean up. @param {unknown} error */
const fail = (error) => {
  tell({ problem: String(error instanceof Error ? error.stack : error) });
  process.exitCode = 1;
};

/** @type {import('./loads.mjs').Load | undefined} */
let load;

/** @param {Step} step @returns {Promise<import('./loads.mjs').Figures>} */
const take = async (step) => {
  if (step.step === 'prepare') {
    load = await prepare(step.job, step.target, fail);
    return {};
  }
  if (!load) throw new Error('nothing is prepared');
  if (step.step === 'close') {
    await load.close();
    load = undefined;
    return {};
  }
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const figures = await load.run();
  const { user, system } = process.cpuUsage(cpu);
  return { ...figures, generatorShare: (user + system) / 1000 / (performance.now() - wall) };
};

process.on('message', (/** @type {Step} */ step) => {
  take(step).then((figures) => tell({ figures }), fail);
});
// Whoever started us is gone.
process.on('disconnect', () => process.exit());

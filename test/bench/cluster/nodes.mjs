// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { startSubject } from '../processes.mjs';

/** @typedef {import('../processes.mjs').Subject} Subject */

/** Until all have heard of each other: they say once a second that they are there. */
const MEET_MS = 2_500;

/**
 * Three nodes that act as one relay.
 * @param {import('./nats.mjs').Nats} nats
 * @param {string[]} [options]
 * @returns {Promise<[Subject, Subject, Subject]>}
 */
export const startNodes = async (nats, options = []) => {
  const start = () => startSubject('relay', ['--cluster', nats.url, '--connections', '20000', ...options]);
  /** @type {[Subject, Subject, Subject]} */
  const nodes = [await start(), await start(), await start()];
  await sleep(MEET_MS);
  return nodes;
};

/** CPU seconds of all of them together. @param {{ usage: Subject['usage'] }[]} processes */
export const cpuOf = async (processes) => {
  const usages = await Promise.all(processes.map((one) => one.usage()));
  return usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
};

// @ts-check
// Types, lint and format: all of them are tried, even when one fails.
import { run, say, tool } from './setup.mjs';

/** @type {Record<string, string[]>} */
const steps = {
  'types of main, scripts': [tool.tsc, '--noEmit', '-p', '.'],
  'types of preload': [tool.tsc, '--noEmit', '-p', 'preload'],
  'types of renderer': [tool.tsc, '--noEmit', '-p', 'renderer'],
  'types of test': [tool.tsc, '--noEmit', '-p', 'test'],
  'lint and format': [tool.biome, 'ci', '--error-on-warnings', '--colors=off', '.'],
};

/** Part of the unit tests too, so `npm test` leaves it to them. */
export const architecture = {
  architecture: [tool.playwright, 'test', '--project=unit', '--reporter=line', 'architecture'],
};

/**
 * @param {Record<string, string[]>} more
 * @returns {Promise<boolean>} whether all is well
 */
export const check = async (more = {}) => {
  const all = Object.entries({ ...steps, ...more });
  const failures = await Promise.all(all.map(([, args]) => failure(args)));
  for (const [index, [name]] of all.entries()) {
    if (failures[index]) say(`\n${name}:\n${failures[index]}\n`);
  }
  for (const [index, [name]] of all.entries()) say(`${failures[index] ? '✗' : '✓'} ${name}`);
  return failures.every((problem) => problem === undefined);
};

/** @param {string[]} args @returns {Promise<string | undefined>} what it has to complain about */
const failure = async (args) => {
  // Only a terminal understands colours, and here the output is kept for later.
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
  try {
    await run(process.execPath, args, { quiet: true, env });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

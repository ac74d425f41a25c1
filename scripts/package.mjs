// @ts-check
// `npm run package`: the app as a folder that runs by itself, in dist/.
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { electronRuntime } from './electron-runtime.mjs';
import { madeVersion } from './make-electron.mjs';
import { built, inProject, installed, main, run, say } from './setup.mjs';

const builder = inProject('node_modules/electron-builder/cli.js');

await main(async () => {
  await installed();
  await built();
  const { directory, note } = await electronRuntime();
  if (note) say(note);
  // A release takes the official Electron; elsewhere the package is good for trying the packaging itself.
  const copy = directory && (await withoutResources(directory));
  const options = copy ? [`-c.electronDist=${copy}`, `-c.electronVersion=${madeVersion}`] : [];
  try {
    await run(process.execPath, [builder, '--dir', '--publish', 'never', ...options]);
  } finally {
    if (copy) await rm(copy, { recursive: true });
  }
  return 0;
});

/** @param {string} directory an Electron that starts an app of its own: the package has none but ours */
async function withoutResources(directory) {
  const copy = await mkdtemp(join(tmpdir(), 'buckets-relay-electron-'));
  const wanted = (/** @type {string} */ path) => !relative(directory, path).startsWith('resources');
  await cp(directory, copy, { recursive: true, filter: wanted });
  await mkdir(join(copy, 'resources'));
  return copy;
}

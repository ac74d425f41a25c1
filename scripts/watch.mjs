// @ts-check
// `npm run watch -- NAME`: the tests whose file has NAME in its path, and again after every change. Ctrl+C ends it.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { ended, inProject, main, root, say } from './setup.mjs';

const WATCHED = ['main', 'preload', 'renderer', 'test'];

/** Editors write a file in several steps; so long after the last one the tests run, in milliseconds. */
const SETTLED_MS = 200;

const run = () =>
  ended(
    spawn(process.execPath, ['scripts/test.mjs', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }),
  );

await main(async () => {
  let changed = () => {};
  for (const folder of WATCHED) watch(inProject(folder), { recursive: true }, () => changed());
  for (;;) {
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    // Also what changes while the tests run counts.
    const next = new Promise((resolve) => {
      changed = () => {
        clearTimeout(timer);
        timer = setTimeout(resolve, SETTLED_MS, undefined);
      };
    });
    await run();
    say('\nWaiting for a change. Ctrl+C ends this.');
    await next;
  }
});

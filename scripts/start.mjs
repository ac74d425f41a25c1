// @ts-check
// `npm start`: the desktop app, or where there is no display the same relay without a window.
import { spawn } from 'node:child_process';
import { electronRuntime } from './electron-runtime.mjs';
import { startHeadless } from './headless.mjs';
import { hasDisplay, noSandboxBecause } from './place.mjs';
import { built, ended, installed, main, root, say } from './setup.mjs';
import { systemLibraries } from './system-libraries.mjs';

const extra = process.argv.slice(2);

const startApp = async () => {
  await installed();
  await systemLibraries('app');
  await built();
  const runtime = await electronRuntime();
  if (runtime.note) say(runtime.note);

  const args = ['.', ...extra];
  const reason = noSandboxBecause();
  if (reason) {
    say(reason);
    args.push('--no-sandbox');
  }
  const env = { ...process.env, ...runtime.env };
  return ended(spawn(runtime.executable, args, { cwd: root, env, stdio: 'inherit' }));
};

await main(() => {
  if (hasDisplay()) return startApp();
  say('There is no display here: starting the relay without a window.');
  return startHeadless(extra);
});

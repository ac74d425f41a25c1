// @ts-check
// `npm run dev`: the app from its sources, reloaded at every change. Arguments after `--` go to the app.
import { spawn } from 'node:child_process';
import { electronRuntime } from './electron-runtime.mjs';
import { hasDisplay, noSandboxBecause } from './place.mjs';
import { ended, installed, main, root, SetupProblem, say, tool } from './setup.mjs';
import { systemLibraries } from './system-libraries.mjs';

await main(async () => {
  if (!hasDisplay())
    throw new SetupProblem('There is no display here. `npm run server` starts the relay without a window.');
  await installed();
  await systemLibraries('app');
  const runtime = await electronRuntime();
  if (runtime.note) say(runtime.note);

  const env = { ...process.env, ...runtime.env };
  const reason = noSandboxBecause();
  if (reason) {
    say(reason);
    env.NO_SANDBOX = '1';
  }
  const app = process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [];
  const args = [tool.electronVite, 'dev', '--watch', ...app];
  return ended(spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' }));
});

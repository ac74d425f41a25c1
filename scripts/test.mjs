// @ts-check
// `npm test`: everything, from a bare checkout. Arguments go to Playwright: `npm test -- --project=unit`.
import { spawn } from 'node:child_process';
import { check } from './checks.mjs';
import { electronRuntime } from './electron-runtime.mjs';
import { built, ended, installed, main, root, say, tool } from './setup.mjs';
import { systemLibraries } from './system-libraries.mjs';

const extra = process.argv.slice(2);

/** Only the end-to-end tests start the app; who asks for others needs neither Electron nor a display. */
const withApp = () => {
  const projects = extra.flatMap((arg, index) => {
    if (arg === '--project') return [extra[index + 1]];
    return arg.startsWith('--project=') ? [arg.slice('--project='.length)] : [];
  });
  return projects.length === 0 || !projects.every((name) => name === 'unit' || name === 'integration');
};

/** A display, a session bus and so a tray of the tests' own, whatever this computer shows at the moment. */
const stage = ['xvfb-run', '-a', '-s', '-screen 0 1440x1000x24', 'dbus-run-session', '--'];

/** @param {NodeJS.ProcessEnv} more @param {string[]} before */
const playwright = (more, before) => {
  const env = { ...process.env, ...more };
  const [command = '', ...args] = [...before, process.execPath, tool.playwright, 'test', ...extra];
  return ended(spawn(command, args, { cwd: root, env, stdio: 'inherit' }));
};

await main(async () => {
  await installed();
  if (withApp()) await systemLibraries('test');
  await built();
  const runtime = withApp() ? await electronRuntime() : undefined;
  if (runtime?.note) say(runtime.note);

  const well = await check();
  // The reporter ends with the count, and nothing is printed after that.
  const code = await playwright(runtime?.env ?? {}, runtime && process.platform === 'linux' ? stage : []);
  return code === 0 && !well ? 1 : code;
});

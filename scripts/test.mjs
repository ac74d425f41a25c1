// @ts-check
// `npm test`: everything, from a bare checkout. Arguments go to Playwright: `npm test -- --project=unit`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { check } from './checks.mjs';
import { electronRuntime } from './electron-runtime.mjs';
import { built, ended, installed, main, root, say, tool } from './setup.mjs';
import { systemLibraries } from './system-libraries.mjs';

const extra = process.argv.slice(2);

const projects = extra.flatMap((arg, index) => {
  if (arg === '--project') return [extra[index + 1]];
  return arg.startsWith('--project=') ? [arg.slice('--project='.length)] : [];
});

/** Only the end-to-end tests start the app; who asks for others needs neither Electron nor a display. */
const withApp =
  projects.length === 0 ||
  !projects.every((name) => ['unit', 'integration', 'ordinary'].includes(name ?? ''));

/** A display, a session bus and so a tray of the tests' own, whatever this computer shows at the moment. */
const stage = ['xvfb-run', '-a', '-s', '-screen 0 1440x1000x24', 'dbus-run-session', '--'];

/** @param {NodeJS.ProcessEnv} more @param {string[]} before */
const playwright = (more, before) => {
  const env = { ...process.env, ...more, TEST_COUNT_FILE: countFile };
  const [command = '', ...args] = [...before, process.execPath, tool.playwright, 'test', ...extra];
  return spawn(command, args, { cwd: root, env, stdio: ['inherit', 'inherit', 'pipe'] });
};

/** Where the reporter leaves its count. */
const countFile = join(tmpdir(), `buckets-relay-tests-${process.pid}.txt`);

/** The count is the last line of all, also after what the session bus and its services say when they end. */
const sayCount = () => {
  if (!existsSync(countFile)) return;
  console.log(`\n${readFileSync(countFile, 'utf8')}`);
  rmSync(countFile);
};

await main(async () => {
  await installed();
  if (withApp) await systemLibraries('test');
  else if (projects.some((name) => name === 'integration' || name === 'ordinary'))
    await systemLibraries('integration');
  await built();
  const runtime = withApp ? await electronRuntime() : undefined;
  if (runtime?.note) say(runtime.note);

  const well = await check();
  const tests = playwright(runtime?.env ?? {}, runtime && process.platform === 'linux' ? stage : []);
  tests.stderr.pipe(process.stderr);
  const silence = once(tests.stderr, 'close');
  const code = await ended(tests);
  // Not for ever: a service that outlives its bus keeps the pipe open.
  await Promise.race([silence, setTimeout(10_000, undefined, { ref: false })]);
  sayCount();
  return code === 0 && !well ? 1 : code;
});

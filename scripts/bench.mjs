// @ts-check
// `npm run bench`: how fast the relay is on this machine, against what the machine can do. `--quick` takes a shorter
// look; `--json` prints everything that was measured as JSON instead of the table. `npm run bench -- window`: how the
// window bears a long log and a flood of it. `npm run bench -- attack`: how the relay bears those who mean ill. `npm run
// bench -- idle`: what the app costs while nobody looks at it. `npm run bench -- crowd`: many devices, and one that
// floods. `npm run bench -- logins`: what a login costs. `npm run bench -- accounts`: many users, and strangers who
// guess. `npm run bench -- registration`: strangers who register, ask for mails and guess codes. `npm run bench --
// cluster`: several nodes over NATS. `npm run bench -- package`: what npm installs.
import { spawn } from 'node:child_process';
import { bench } from '../test/bench/bench.mjs';
import { environment, markdown } from '../test/bench/table.mjs';
import { electronRuntime } from './electron-runtime.mjs';
import { built, ended, inProject, installed, main, root, SetupProblem, say } from './setup.mjs';
import { systemLibraries } from './system-libraries.mjs';

const known = [
  'window',
  'attack',
  'idle',
  'crowd',
  'logins',
  'accounts',
  'registration',
  'cluster',
  'package',
  '--quick',
  '--json',
];

/**
 * Runs a bench that needs Electron, on a display of its own, as the tests.
 * @param {string} file @param {string[]} args
 */
const onDisplay = async (file, args) => {
  await systemLibraries('test');
  await built();
  const runtime = await electronRuntime();
  if (runtime.note) say(runtime.note);
  const stage = process.platform === 'linux' ? ['xvfb-run', '-a', '-s', '-screen 0 1440x1000x24'] : [];
  const [command = '', ...rest] = [...stage, process.execPath, inProject(file), ...args];
  return ended(
    spawn(command, rest, { cwd: root, env: { ...process.env, ...runtime.env }, stdio: 'inherit' }),
  );
};

await main(async () => {
  const args = process.argv.slice(2);
  const unknown = args.find((arg) => !known.includes(arg));
  if (unknown) throw new SetupProblem(`"${unknown}" is not known here; there are ${known.join(', ')}.`);
  await installed();
  const quick = args.includes('--quick');
  if (args.includes('window')) return onDisplay('test/bench/window.mjs', []);
  if (args.includes('idle') && process.platform !== 'linux')
    throw new SetupProblem(
      'What an app costs at rest is measured on Linux alone, which tells it of every process.',
    );
  for (const name of ['attack', 'idle'])
    if (args.includes(name)) return onDisplay(`test/bench/${name}.mjs`, quick ? ['--quick'] : []);
  await built();
  for (const name of ['crowd', 'logins', 'accounts', 'registration', 'cluster', 'package']) {
    if (!args.includes(name)) continue;
    const bench = [inProject(`test/bench/${name}.mjs`), ...(quick ? ['--quick'] : [])];
    return ended(spawn(process.execPath, bench, { cwd: root, stdio: 'inherit' }));
  }

  const onProgress = (/** @type {string} */ text) => say(`… ${text}`);
  const machine = environment();
  const outcome = await bench({ quick, onProgress });
  console.log(
    args.includes('--json') ? JSON.stringify({ machine, ...outcome }, null, 2) : markdown(outcome, machine),
  );
  return 0;
});

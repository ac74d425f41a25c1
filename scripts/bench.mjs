// @ts-check
// `npm run bench`: how fast the relay is on this machine, against what the machine can do. `--quick` takes a shorter
// look; `--json` prints everything that was measured as JSON instead of the table.
import { bench } from '../test/bench/bench.mjs';
import { environment, markdown } from '../test/bench/table.mjs';
import { built, installed, main, SetupProblem, say } from './setup.mjs';

const known = ['--quick', '--json'];

await main(async () => {
  const args = process.argv.slice(2);
  const unknown = args.find((arg) => !known.includes(arg));
  if (unknown) throw new SetupProblem(`"${unknown}" is not known here; there are ${known.join(' and ')}.`);
  await installed();
  await built();

  const machine = environment();
  const outcome = await bench({ quick: args.includes('--quick'), onProgress: (text) => say(`… ${text}`) });
  console.log(
    args.includes('--json') ? JSON.stringify({ machine, ...outcome }, null, 2) : markdown(outcome, machine),
  );
  return 0;
});

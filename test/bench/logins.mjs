// @ts-check
// `npm run bench -- logins`: what a login costs the relay, beside the upgrades of a plain ws server, and beside the logins
// of one that has each prove its key and does nothing else.
import { endAll, startGenerator, startSubject } from './processes.mjs';
import { summarize } from './statistics.mjs';
import { cell, environment, grid, heading } from './table.mjs';

const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 3 : 15;
const WARM_UPS = quick ? 1 : 5;
const LOGINS = 1_000;

const names = /** @type {const} */ (['relay', 'ws', 'wsLogins']);

/** @type {Record<typeof names[number], string>} */
const titles = {
  relay: 'The relay',
  ws: 'A ws server: upgrades alone',
  wsLogins: 'A ws server that has each prove its key',
};

try {
  const machine = environment();
  const generator = startGenerator();
  const subjects = await Promise.all(
    names.map(async (name) => ({
      ...{ name, subject: await startSubject(name) },
      ...{ perSecond: /** @type {number[]} */ ([]), cpuMs: /** @type {number[]} */ ([]) },
    })),
  );
  for (let round = -WARM_UPS; round < ROUNDS; round++) {
    for (const { subject, perSecond, cpuMs } of subjects) {
      const { loginsPerSecond = Number.NaN, cpuSeconds = Number.NaN } = await generator.measure(subject, {
        load: 'logins',
        count: LOGINS,
      });
      if (round < 0) continue;
      perSecond.push(loginsPerSecond);
      cpuMs.push((1000 * cpuSeconds) / LOGINS);
    }
  }
  const upgrades = subjects.find(({ name }) => name === 'ws')?.perSecond ?? [];
  const rows = subjects.map(({ name, perSecond, cpuMs }) => [
    titles[name],
    cell(summarize(perSecond), 0),
    cell(summarize(cpuMs), 2),
    summarize(perSecond.map((value, round) => value / (upgrades[round] ?? Number.NaN))).median.toFixed(2),
  ]);
  console.log(`${heading(machine, ROUNDS)}\n`);
  console.log(grid([['Logins', 'a second', 'server CPU of each, ms', 'times upgrades'], ...rows]).join('\n'));
} finally {
  await endAll();
}

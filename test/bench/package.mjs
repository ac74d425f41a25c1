// @ts-check
// `npm run bench -- package`: what npm brings, and how soon it listens, beside the same program as it was built.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packForNpm } from '../../scripts/npm-package.mjs';
import { inProject, npm } from '../../scripts/setup.mjs';
import { sizeIn } from '../../scripts/size.mjs';
import { summarize } from './statistics.mjs';
import { environment, grid, heading } from './table.mjs';

const ROUNDS = 20;

/** The first ones find their files in no cache. */
const WARM_UPS = 2;

const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-bench-'));
try {
  const tarball = await packForNpm(folder);
  const prefix = join(folder, 'installed');
  await npm(['install', '--global', '--offline', '--prefix', prefix, tarball], { quiet: true });
  const inPrefix = process.platform === 'win32' ? 'node_modules' : 'lib/node_modules';
  const installed = join(prefix, inPrefix, 'buckets-relay');

  /** @type {number[]} */
  const ofInstalled = [];
  /** @type {number[]} */
  const ofBuilt = [];
  for (let round = -WARM_UPS; round < ROUNDS; round++) {
    const first = await startUp(join(installed, 'out/main/cli.cjs'));
    const second = await startUp(inProject('out/main/cli.cjs'));
    if (round < 0) continue;
    ofInstalled.push(first);
    ofBuilt.push(second);
  }

  console.log(`${heading(environment(), ROUNDS)}\n`);
  const rows = [
    ['The package for npm', ''],
    ['Download', kilobytes((await stat(tarball)).size)],
    ['Installed', kilobytes(await sizeIn(installed))],
    ['Start-up, installed', milliseconds(ofInstalled)],
    ['Start-up, as built', milliseconds(ofBuilt)],
  ];
  console.log(grid(rows).join('\n'));
} finally {
  await rm(folder, { recursive: true });
}

/** How long a relay takes until it listens. @param {string} program */
async function startUp(program) {
  const start = performance.now();
  const relay = spawn(process.execPath, [program, 'server', '--port', '0', '--data', join(folder, 'data')], {
    env: { ...process.env, RELAY_USERNAME: 'bench', RELAY_PASSWORD: 'a password for this run only' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(relay, 'exit').then(() =>
    Promise.reject(new Error('The relay ended before it listened.')),
  );
  await Promise.race([once(relay.stdout, 'data'), ended]);
  const took = performance.now() - start;
  relay.kill();
  await ended.catch(() => {});
  return took;
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${Math.round(bytes / 1000).toLocaleString('en')} kB`;
}

/** @param {number[]} measured */
function milliseconds(measured) {
  const { median, min, max } = summarize(measured);
  return `${Math.round(median)} ms (${Math.round(min)}–${Math.round(max)})`;
}

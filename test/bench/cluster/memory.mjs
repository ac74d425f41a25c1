// @ts-check
// The memory of many households' devices that are spread over three nodes, and what nodes say to each other about them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addAccounts } from '../accountsDatabase.mjs';
import { startGenerator, startSubject } from '../processes.mjs';
import { cpuOf, startNodes } from './nodes.mjs';

/** @typedef {import('../processes.mjs').Subject} Subject */

/** Devices of one process, which has its own limit of files. */
const A_PROCESS = 4_000;

/** What only the first ones cost, as the memory for hashes, is not the cost of one more. */
const FIRST = 20;

const REST_MS = 20_000;

/** So many come to the relay, those of each account in turn. @param {Subject} subject @param {number} devices @param {number} accounts */
const fill = async (subject, devices, accounts) => {
  for (let left = devices; left > 0; left -= A_PROCESS) {
    const crowd = startGenerator();
    const job = { devices: Math.min(left, A_PROCESS), accounts, known: 0, atOnce: 4 };
    await crowd.prepare(subject, { load: 'households', ...job });
    await crowd.run();
  }
};

/** @param {Subject} subject @param {number} accounts */
const warm = (subject, accounts) =>
  startGenerator().measure(subject, {
    load: 'households',
    devices: FIRST,
    accounts,
    known: FIRST,
    atOnce: 4,
  });

/** @param {{ usage: Subject['usage'] }[]} processes */
const residentOf = async (processes) => {
  const usages = await Promise.all(processes.map((one) => one.usage()));
  return usages.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
};

const kib = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KiB`;

/** @param {import('../cluster.mjs').Report} report */
export const memory = async ({ tell, nats, devices }) => {
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-bench-'));
  // Five of each account, so that it has some at every node. (What is in the database is the same for all engines.)
  const accounts = Math.round(devices / 5);
  const options = [
    '--multi-user',
    '--database',
    join(folder, 'accounts.sqlite'),
    '--trust-proxy',
    'loopback',
  ];
  await (await startSubject('relay', options)).stop();
  await addAccounts(join(folder, 'accounts.sqlite'), accounts);
  const count = devices.toLocaleString('en');

  const lone = await startSubject('relay', [...options, '--connections', '20000']);
  const own = Math.round(devices / 3);
  await warm(lone, accounts);
  const loneBefore = await residentOf([lone]);
  await fill(lone, own, Math.round(accounts / 3));
  const alone = ((await residentOf([lone])) - loneBefore) / own;
  await lone.stop();
  tell(`${own.toLocaleString('en')} devices at a relay alone: memory of each`, kib(alone));

  const nodes = await startNodes(nats, options);
  for (const node of nodes) await warm(node, accounts);
  const before = await residentOf(nodes);
  const natsBefore = await residentOf([nats]);
  const messages = await nats.messages();
  for (const node of nodes) await fill(node, own, accounts);
  const spreadOut = ((await residentOf(nodes)) - before) / (3 * own);
  tell(
    `${count} devices over three nodes: memory of each`,
    `${kib(spreadOut)}, ${(spreadOut / alone).toFixed(2)} times`,
  );
  tell(
    `${count} devices over three nodes: memory of NATS for each`,
    kib(((await residentOf([nats])) - natsBefore) / (3 * own)),
  );
  tell('Messages to NATS for a login', (((await nats.messages()) - messages) / (3 * own)).toFixed(1));

  const rest = [await cpuOf(nodes), await cpuOf([nats]), await nats.messages()];
  await sleep(REST_MS);
  const now = [await cpuOf(nodes), await cpuOf([nats]), await nats.messages()];
  const [nodesCpu = 0, natsCpu = 0, said = 0] = now.map(
    (value, at) => (value - (rest[at] ?? 0)) / (REST_MS / 1_000),
  );
  tell(
    `${count} devices over three nodes, at rest`,
    `CPU of the nodes ${(100 * nodesCpu).toFixed(1)} %, of NATS ${(100 * natsCpu).toFixed(1)} % of a core; ${said.toFixed(0)} messages/s`,
  );
  for (const node of nodes) await node.stop();
  await rm(folder, { recursive: true });
};

// @ts-check
// What nodes write into PostgreSQL: the sums of what was passed, of each account and each address, every five seconds.
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { build } from 'vite';
import { inProject } from '../../../scripts/setup.mjs';
import { startPostgres } from './postgres.mjs';

/** The relay's own code for accounts, as a file that can be loaded. @param {string} folder */
const bundleStore = async (folder) => {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      target: 'node20.18',
      outDir: folder,
      emptyOutDir: false,
      ssr: inProject('main/store/openStore.ts'),
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'store.cjs', codeSplitting: false } },
    },
  });
  await symlink(inProject('node_modules'), join(folder, 'node_modules'), 'junction');
  return import(join(folder, 'store.cjs'));
};

const NODES = 3;

/** @param {import('../cluster.mjs').Report} report */
export const database = async ({ tell, spread, rounds }) => {
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-bench-'));
  const { openStore } = await bundleStore(folder);
  const { url } = await startPostgres();
  const stores = [];
  for (let node = 0; node < NODES; node++) stores.push(await openStore(url, { create: true }));
  for (const accounts of [1_000, 10_000]) {
    /** @type {number[]} */
    const seconds = [];
    const ids = await addUsers(url, accounts);
    for (let round = 0; round <= rounds; round++) {
      const begun = performance.now();
      // Each account has devices at each node, from an address of its own.
      const entries = ids.map((user, n) => ({
        ...{ day: '2026-01-01', user, sent: 1_000, received: 1_000 },
        address: `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
      }));
      await Promise.all(stores.map((store) => store.traffic.add(entries)));
      if (round > 0) seconds.push((performance.now() - begun) / 1_000);
    }
    const rows = 2 * NODES * accounts;
    const rate = seconds.map((value) => rows / value);
    tell(
      `${accounts.toLocaleString('en')} accounts at three nodes: sums written to PostgreSQL, rows/s`,
      spread(rate),
    );
  }
  const lookups = 2_000;
  const perSecond = [];
  for (let round = 0; round <= rounds; round++) {
    const begun = performance.now();
    await Promise.all(
      stores.map(async (store) => {
        for (let n = 0; n < lookups; n++) await store.users.byEmail(`user${n + 1}-10000@example.org`);
      }),
    );
    if (round > 0) perSecond.push((NODES * lookups * 1_000) / (performance.now() - begun));
  }
  tell('Accounts looked up in PostgreSQL by three nodes, one at a time each, a second', spread(perSecond));
  for (const store of stores) await store.close();
  await rm(folder, { recursive: true });
};

/** Makes so many accounts more, and gives their numbers. @param {string} url @param {number} count @returns {Promise<number[]>} */
const addUsers = async (url, count) => {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    `insert into users (created, email, password_hash, verified, blocked)
     select 0, 'user' || n || '-' || $1 || '@example.org', 'none', 1, 0 from generate_series(1, $1::int) n returning id`,
    [count],
  );
  await client.end();
  return rows.map(({ id }) => Number(id));
};

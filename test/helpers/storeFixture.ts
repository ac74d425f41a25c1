import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { build } from 'vite';
import type { Day } from '../../main/accounts/day';
import { StoreError, type StoreProblem } from '../../main/accounts/stores';
import { type Email, type LicenceHash, parseEmail } from '../../main/accounts/user';
import { type ImportingStore, openStore, type StoreOptions } from '../../main/store/openStore';
import { loadSqlite } from '../../main/store/sqlite/native';
import {
  type DatabaseOptions,
  type DatabaseWorker,
  postgresFixture,
  skipWithoutEngine,
} from './accountsDatabase';
import { queryPostgres } from './postgresServer';
import { Cli } from './processes';

export { expect };

/** A made-up address. */
export const email = (name: string): Email => {
  const parsed = parseEmail(`${name}@example.org`);
  if (parsed === undefined) throw new Error(`${name} makes no address`);
  return parsed;
};

export const licence = (digit: string): LicenceHash => digit.repeat(40) as LicenceHash;
export const day = (text: string): Day => text as Day;

/** What `work` rejects with, which has to be a StoreError. */
export async function problemOf(work: Promise<unknown>): Promise<StoreProblem> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof StoreError)) throw new Error(`not a StoreError: ${outcome}`);
  expect(outcome.problem.detail).toMatch(/^\S.*\.$/);
  return outcome.problem;
}

/** Adds a user and gives its number. */
export async function addUser(store: ImportingStore, name: string, passwordHash = 'hash') {
  const added = await store.users.add({ email: email(name), passwordHash, verified: true });
  if (!added.ok) throw new Error(`${name} is there already`);
  return added.value.id;
}

interface Kit extends DatabaseOptions {
  /** Where the test's database is: a file, or one of PostgreSQL's. */
  url: string;
  /** An empty folder of the test's own. */
  folder: string;
  /** A path in it, for a database. */
  file: string;
  /** Opens a store and closes it with the test; at `file`, made where it is not there, unless told otherwise. */
  open: (options?: Partial<StoreOptions>, url?: string) => Promise<ImportingStore>;
  /** What a statement gives, looked up beside the store. */
  rows: (statement: string) => Promise<unknown[]>;
  /** Starts another process with the store, as storeProcess.ts says, and ends it with the test. */
  start: (...args: string[]) => Cli;
}

export const test = base.extend<Kit, DatabaseWorker & { storeProcess: string }>({
  engine: ['sqlite', { option: true }],

  url: async ({ engine, file, postgres }, use, info) => {
    skipWithoutEngine(engine, info);
    await use(engine === 'sqlite' ? file : await (await postgres()).database());
  },

  postgres: [postgresFixture, { scope: 'worker' }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces to see that nothing else is needed
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-store-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },

  file: async ({ folder }, use) => use(join(folder, 'accounts.sqlite')),

  open: async ({ url }, use) => {
    const opened: ImportingStore[] = [];
    await use(async (options = {}, other = url) => {
      const store = await openStore(other, { create: true, ...options });
      opened.push(store);
      return store;
    });
    for (const store of opened) await store.close();
  },

  rows: async ({ url, engine }, use) =>
    use(async (statement) => {
      if (engine === 'postgres') return queryPostgres(url, statement);
      const db = new (await loadSqlite())(url, { readonly: true });
      try {
        return db.prepare(statement).all();
      } finally {
        db.close();
      }
    }),

  start: async ({ folder, storeProcess }, use) => {
    const started: Cli[] = [];
    await use((...args) => {
      const running = new Cli(spawn(process.execPath, [storeProcess, ...args], { cwd: folder }));
      started.push(running);
      return running;
    });
    for (const running of started) {
      if (running.child.exitCode === null) running.child.kill('SIGKILL');
      await running.exited;
    }
  },

  storeProcess: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces to see that nothing else is needed
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-store-process-'));
      await bundle(folder);
      await use(join(folder, 'process.cjs'));
      await rm(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

/** Bundled as the command line is, with the native part outside. */
async function bundle(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      target: 'node20.18',
      outDir: folder,
      emptyOutDir: false,
      ssr: join(import.meta.dirname, 'storeProcess.ts'),
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'process.cjs', codeSplitting: false } },
    },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
  });
  await symlink(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'), 'junction');
}

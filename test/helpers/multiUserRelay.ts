import {
  type DatabaseOptions,
  type DatabaseWorker,
  postgresFixture,
  skipWithoutEngine,
} from './accountsDatabase';
import { test as base, type Cli, expect } from './commandLine';
import type { Exit } from './processes';

export { expect };

// A relay for many users as a process, on a real database, and the commands beside it.

interface Kit extends DatabaseOptions {
  /** The test's own, as the commands are told of it. */
  database: string;
  /** A command about the accounts of this test's database. */
  accounts: (args: readonly string[], input?: string) => Promise<Exit>;
  addUser: (email: string, password: string) => Promise<void>;
  multiUser: (
    env?: Readonly<Record<string, string>>,
    args?: readonly string[],
  ) => Promise<Cli & { port: number }>;
}

export const test = base.extend<Kit, DatabaseWorker>({
  engine: ['sqlite', { option: true }],
  postgres: [postgresFixture, { scope: 'worker' }],
  database: async ({ engine, postgres }, use, info) => {
    skipWithoutEngine(engine, info);
    await use(engine === 'sqlite' ? 'accounts.sqlite' : await (await postgres()).database());
  },
  accounts: async ({ run, database }, use) =>
    use((args, input = '') => run(['-d', database, ...args], { input })),
  addUser: async ({ accounts }, use) =>
    use(async (email, password) => {
      const { code, stderr } = await accounts(['adduser', email, '--password-stdin'], password);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    }),
  multiUser: async ({ serve, database }, use) =>
    use((env = {}, args = []) => serve(['--multi-user', '--database', database, ...args], env)),
});

/** The first line of the answer to a login, without an upgrade. */
export async function statusOf(port: number, username: string, password: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const { status } = await fetch(`http://127.0.0.1:${port}/v1/relay`, { headers: { authorization } });
  return status;
}

/** What a login is answered that is right, but asks for no websocket. */
export const LET_IN = 400;
export const REFUSED = 403;

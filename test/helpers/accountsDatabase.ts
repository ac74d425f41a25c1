import type { TestInfo } from '@playwright/test';
import { hasPostgres, type PostgresServer, startPostgres } from './postgresServer';

/** What a project may choose. */
export interface DatabaseOptions {
  /** Which kind of database the accounts are in. */
  engine: 'sqlite' | 'postgres';
}

export interface DatabaseWorker {
  /** A server that runs as long as the worker does, from when it is first asked for. */
  postgres: () => Promise<PostgresServer>;
}

/** For `test.extend`, in the worker's scope. */
export async function postgresFixture(
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  {}: object,
  use: (server: () => Promise<PostgresServer>) => Promise<void>,
): Promise<void> {
  let server: ReturnType<typeof startPostgres> | undefined;
  await use(() => {
    server ??= startPostgres();
    return server;
  });
  await (await server)?.remove();
}

/** Leaves the test out, and says so, where its database cannot be started. */
export const skipWithoutEngine = (engine: DatabaseOptions['engine'], info: TestInfo): void =>
  info.skip(engine === 'postgres' && !hasPostgres(), 'PostgreSQL is not installed (Debian: postgresql)');

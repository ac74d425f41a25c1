import type { PostgresLocation, SqliteLocation } from './databaseUrl';
import type { Engine } from './engine';

/** The engine for a database. With `create` it is made where there is none, as far as that can be done from here. */
export async function openEngine(
  location: SqliteLocation | PostgresLocation,
  create: boolean,
): Promise<Engine> {
  if (location.kind === 'postgres')
    return (await import('./postgres/postgresEngine')).postgresEngine(location);
  return (await import('./sqlite/sqliteEngine')).sqliteEngine(location.path, create);
}

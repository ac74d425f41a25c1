import { Migrator } from 'kysely/migration';
import { StoreError } from '../accounts/stores';
import type { Access } from './access';
import type { Engine } from './engine';

/** With those in which is written what was done. */
const ALSO_OURS = { withInternalKyselyTables: true };

/** Brings the database to this version's form, each step a transaction; refuses one that is of a newer version. */
export async function migrate(access: Access, engine: Engine): Promise<void> {
  while (await isOlder(access, engine)) {
    await access.write(async (db) => {
      const provider = { getMigrations: async () => ({ ...engine.migrations }) };
      // Of two programs that begin at once, the second finds it done.
      const { error } = await new Migrator({ db, provider }).migrateUp();
      if (error !== undefined) throw error;
    });
  }
}

/** Whether nothing was ever made in the database. */
export const isEmpty = (access: Access): Promise<boolean> =>
  access.read(async (db) => (await db.introspection.getTables(ALSO_OURS)).length === 0);

/** Whether the database is of an earlier version than this one. Rejects for one that is of a newer one. */
export async function isOlder(access: Access, engine: Engine): Promise<boolean> {
  const known = Object.keys(engine.migrations);
  const applied = await appliedMigrations(access);
  if (applied.every((migration) => known.includes(migration))) return applied.length < known.length;
  const detail = `${engine.name} is of a newer version of Buckets Relay: install that one.`;
  throw new StoreError({ kind: 'newerVersion', detail });
}

const appliedMigrations = (access: Access): Promise<string[]> =>
  access.read(async (db) => {
    const tables = await db.introspection.getTables(ALSO_OURS);
    if (!tables.some((table) => table.name === 'kysely_migration')) return [];
    const rows = await db
      .withTables<{ kysely_migration: { name: string } }>()
      .selectFrom('kysely_migration')
      .select('name')
      .execute();
    return rows.map((row) => row.name);
  });

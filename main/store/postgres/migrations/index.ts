import type { Migration } from 'kysely/migration';
import { accounts } from './01-accounts';

/** Once released, one is never changed: what comes next is a new one, with the next number. */
export const migrations: Readonly<Record<string, Migration>> = {
  '01-accounts': accounts,
};

import { z } from 'zod';
import { err, ok, type Result } from '../lib/result';

/** A user name travels before a colon and so has none; longer ones do not fit a header with ease. */
export const usernameSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^:]*$/);

export const passwordSchema = z.string().min(1).max(200);

export const portSchema = z.int().min(1).max(65_535);

/** Who can reach the relay: programs on this computer only, or every device of the home network. */
export const reachSchema = z.enum(['computer', 'network']);

const settingsSchema = z.object({
  version: z.literal(1),
  /** Absent until the first start has found a free one. */
  port: portSchema.optional(),
  reach: reachSchema.default('network'),
  username: usernameSchema.optional(),
  /** False when the person stopped the relay: it then stays off at the next start. */
  relayOn: z.boolean().default(true),
});

export type Settings = z.infer<typeof settingsSchema>;

export const CURRENT_VERSION = 1;

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({ version: CURRENT_VERSION });

/** Why stored settings cannot be used; the file is put aside then, never overwritten. */
export type SettingsProblem = 'not readable' | 'from a newer version';

/** One step for each version: from the settings of version N (index N - 1) to those of version N + 1. */
type Migration = (old: Record<string, unknown>) => Record<string, unknown>;
const MIGRATIONS: readonly Migration[] = [];

const versioned = z.looseObject({ version: z.int().min(1) });

/** Reads settings of any version up to this one. What is unknown to this version is dropped. */
export function parseSettings(stored: unknown): Result<Settings, SettingsProblem> {
  const head = versioned.safeParse(stored);
  if (!head.success) return err('not readable');
  if (head.data.version > CURRENT_VERSION) return err('from a newer version');
  const migrated = MIGRATIONS.slice(head.data.version - 1).reduce<Record<string, unknown>>(
    (settings, migrate) => migrate(settings),
    head.data,
  );
  const settings = settingsSchema.safeParse({ ...migrated, version: CURRENT_VERSION });
  return settings.success ? ok(settings.data) : err('not readable');
}

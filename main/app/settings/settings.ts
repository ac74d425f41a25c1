import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { SettingsChange, SettingsView } from '../../../preload/views';
import { err, ok, type Result } from '../../lib/result';
import { parseRelayId } from '../../protocol/relayId';
import { DEFAULT_USERNAME } from '../account/account';

/** The port that is tried first at the very first start. */
export const FIRST_PORT = 9001;

/** A user name travels before a colon and so has none; longer ones do not fit a header with ease. */
export const usernameSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^:]*$/);

export const passwordSchema = z.string().min(1).max(200);

export const portSchema = z.int().min(1).max(65_535);

/** Bytes of a DNS label (RFC 6763 section 4.1.1), which an instance's name is. */
const NAME_BYTES = 63;

/** Under which name devices find the relay. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .refine((name) => Buffer.byteLength(name) <= NAME_BYTES && !/\p{Cc}/u.test(name));

const shape = {
  port: portSchema,
  /** Who can reach the relay: programs on this computer only, or every device of the home network. */
  reach: z.enum(['computer', 'network']),
  username: usernameSchema,
  tls: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('off') }),
    z.object({ kind: z.literal('selfSigned') }),
    z.object({ kind: z.literal('files'), certificatePath: z.string().min(1), keyPath: z.string().min(1) }),
  ]),
  advertise: z.boolean(),
  name: nameSchema,
  onlyKnown: z.boolean(),
  startAtLogin: z.boolean(),
  startHidden: z.boolean(),
  notify: z.boolean(),
  keepAwake: z.boolean(),
  lookForUpdates: z.boolean(),
};

/** What the window may ask to change. */
export const changeSchema = z.strictObject({
  port: z.exactOptional(shape.port),
  reach: z.exactOptional(shape.reach),
  username: z.exactOptional(shape.username),
  tls: z.exactOptional(shape.tls),
  advertise: z.exactOptional(shape.advertise),
  name: z.exactOptional(shape.name),
  onlyKnown: z.exactOptional(shape.onlyKnown),
  startAtLogin: z.exactOptional(shape.startAtLogin),
  startHidden: z.exactOptional(shape.startHidden),
  notify: z.exactOptional(shape.notify),
  keepAwake: z.exactOptional(shape.keepAwake),
  lookForUpdates: z.exactOptional(shape.lookForUpdates),
}) satisfies z.ZodType<SettingsChange>;

const relayIdSchema = z.string().transform((text, context) => {
  const id = parseRelayId(text);
  if (id !== undefined) return id;
  context.addIssue('not a relay id');
  return z.NEVER;
});

const settingsSchema = z.object({
  version: z.literal(2),
  /** Absent until the first start has found a free one. */
  port: shape.port.optional(),
  reach: shape.reach.default('network'),
  username: shape.username.optional(),
  tls: shape.tls.default({ kind: 'off' }),
  advertise: shape.advertise.default(true),
  /** Absent until a person chose one: the computer's name serves until then. */
  name: shape.name.optional(),
  onlyKnown: shape.onlyKnown.default(false),
  startAtLogin: shape.startAtLogin.default(false),
  startHidden: shape.startHidden.default(true),
  notify: shape.notify.default(true),
  keepAwake: shape.keepAwake.default(false),
  /** Whether the app looks for newer versions by itself; asked to, it always does. */
  lookForUpdates: shape.lookForUpdates.default(true),
  /** By which devices find this very relay again; absent until the first start. */
  relayId: relayIdSchema.optional(),
  /** False when the person stopped the relay: it then stays off at the next start. */
  relayOn: z.boolean().default(true),
  /** Whether a person has been through the first steps. */
  welcomed: z.boolean().default(false),
  /** The newer version of the app that a person was told of last: each is told once. */
  toldVersion: z.string().optional(),
});

export type Settings = z.infer<typeof settingsSchema>;

/** The settings that decide how the relay server is. */
export const SERVER_SETTINGS = ['port', 'reach', 'username', 'tls'] as const satisfies (keyof SettingsView)[];

export const CURRENT_VERSION = 2;

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({ version: CURRENT_VERSION });

/** Why stored settings cannot be used; the file is put aside then, never overwritten. */
export type SettingsProblem = 'not readable' | 'from a newer version';

/** One step for each version: from the settings of version N (index N - 1) to those of version N + 1. */
type Migration = (old: Record<string, unknown>) => Record<string, unknown>;
const MIGRATIONS: readonly Migration[] = [
  // Who has a port has used the app before, and knows it.
  (old) => ({ ...old, welcomed: old.port !== undefined }),
];

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

/** The settings as they are in force, on a computer of that name. */
export function settingsView(settings: Settings, computerName: string): SettingsView {
  const { version: _, relayOn: __, welcomed: ___, relayId: ____, toldVersion: _____, ...rest } = settings;
  return {
    ...rest,
    port: settings.port ?? FIRST_PORT,
    username: settings.username ?? DEFAULT_USERNAME,
    name: settings.name ?? computerName,
  };
}

/** The settings that a change really changes. */
export const changedSettings = (wanted: SettingsChange, present: SettingsView): (keyof SettingsChange)[] =>
  (Object.keys(wanted) as (keyof SettingsChange)[]).filter(
    (name) => !isDeepStrictEqual(wanted[name], present[name]),
  );

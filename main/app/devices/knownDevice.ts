import { z } from 'zod';
import { err, ok, type Result } from '../../lib/result';
import { type DeviceKey, parseDeviceKey } from '../../protocol/deviceKey';
import type { SettingsProblem } from '../settings/settings';

// The devices that the relay knows: those that proved their key here at least once, and those that a person decided on.

/** Times are milliseconds since 1970, `from` is an IP address. */
export interface KnownDevice {
  readonly key: DeviceKey;
  readonly name?: string | undefined;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly lastFrom: string;
  readonly blocked: boolean;
  /** A person let it in. */
  readonly letIn: boolean;
  /** The last time that it came although it was blocked. */
  readonly turnedAway?: { readonly at: number; readonly from: string } | undefined;
}

/** The known devices at a moment. */
export type KnownDeviceMap = ReadonlyMap<DeviceKey, KnownDevice>;

export const NO_KNOWN_DEVICES: KnownDeviceMap = new Map();

/** Whether a person has said something about it: that is kept until a person takes it back. */
export const isPinned = ({ name, blocked, letIn }: KnownDevice): boolean =>
  name !== undefined || blocked || letIn;

/** The longest name, in characters. */
export const NAME_LENGTH = 60;

export const deviceNameSchema = z
  .string()
  .trim()
  .max(NAME_LENGTH)
  .refine((name) => !/\p{Cc}/u.test(name));

const CURRENT_VERSION = 1;

const keySchema = z.string().transform((text, context) => {
  const key = parseDeviceKey(text);
  if (key !== undefined) return key;
  context.addIssue('not a device key');
  return z.NEVER;
});

/** Later ones are no date to JavaScript, and cannot be shown. */
const timeSchema = z.number().min(0).max(8.64e15);

const deviceSchema = z
  .object({
    key: keySchema,
    name: deviceNameSchema.transform((name) => name || undefined).optional(),
    firstSeen: timeSchema.optional(),
    lastSeen: timeSchema,
    lastFrom: z.string(),
    blocked: z.boolean().default(false),
    letIn: z.boolean().default(false),
    turnedAway: z.object({ at: timeSchema, from: z.string() }).optional(),
  })
  // Files of earlier versions do not tell when a device came first.
  .transform((device) => ({ ...device, firstSeen: device.firstSeen ?? device.lastSeen }));

const knownDevicesSchema = z.object({ devices: z.array(deviceSchema) });

const versioned = z.looseObject({ version: z.int().min(1) });

export function parseKnownDevices(stored: unknown): Result<KnownDeviceMap, SettingsProblem> {
  const head = versioned.safeParse(stored);
  if (!head.success) return err('not readable');
  if (head.data.version > CURRENT_VERSION) return err('from a newer version');
  const parsed = knownDevicesSchema.safeParse(stored);
  return parsed.success
    ? ok(new Map(parsed.data.devices.map((device) => [device.key, device])))
    : err('not readable');
}

/** As it is written to a file; `parseKnownDevices` reads it. */
export const serializeKnownDevices = (devices: KnownDeviceMap): Record<string, unknown> => ({
  version: CURRENT_VERSION,
  devices: [...devices.values()],
});

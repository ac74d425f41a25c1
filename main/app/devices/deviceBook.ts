import { z } from 'zod';
import { err, ok, type Result } from '../../lib/result';
import { type DeviceKey, parseDeviceKey } from '../../protocol/deviceKey';
import type { SettingsProblem } from '../settings';

// The devices that the relay knows: those that proved their key here at least once, and those that a person blocked.

/** Times are milliseconds since 1970, `from` is an IP address. */
export interface KnownDevice {
  readonly key: DeviceKey;
  readonly name?: string | undefined;
  readonly lastSeen: number;
  readonly lastFrom: string;
  readonly blocked: boolean;
  /** The last time that it came although it was blocked. */
  readonly turnedAway?: { readonly at: number; readonly from: string } | undefined;
}

export type DeviceBook = ReadonlyMap<DeviceKey, KnownDevice>;

export const EMPTY_BOOK: DeviceBook = new Map();

/** Far more than a household has; who has the password could make up keys without end. */
export const MOST_KNOWN = 1_000;

/** The longest name, in characters. */
export const NAME_LENGTH = 60;

export const deviceNameSchema = z
  .string()
  .trim()
  .max(NAME_LENGTH)
  .refine((name) => !/\p{Cc}/u.test(name));

/** The device was here at `at`, from that address. */
export function seen(book: DeviceBook, key: DeviceKey, from: string, at: number): DeviceBook {
  const known = book.get(key) ?? { key, blocked: false };
  const next = new Map(book).set(key, { ...known, lastSeen: at, lastFrom: from });
  return next.size > MOST_KNOWN ? withoutOldest(next) : next;
}

/** An empty name takes the name away. */
export const named = (book: DeviceBook, key: DeviceKey, name: string): DeviceBook =>
  changed(book, key, { name: name === '' ? undefined : name });

export const forgotten = (book: DeviceBook, key: DeviceKey): DeviceBook =>
  new Map([...book].filter(([other]) => other !== key));

export const blocked = (book: DeviceBook, key: DeviceKey, isBlocked: boolean): DeviceBook =>
  changed(book, key, { blocked: isBlocked, ...(!isBlocked && { turnedAway: undefined }) });

/** A blocked device tried to come in. */
export const turnedAway = (book: DeviceBook, key: DeviceKey, from: string, at: number): DeviceBook =>
  changed(book, key, { turnedAway: { at, from } });

function changed(book: DeviceBook, key: DeviceKey, change: Partial<KnownDevice>): DeviceBook {
  const known = book.get(key);
  return known ? new Map(book).set(key, { ...known, ...change }) : book;
}

/** Without the one that was seen longest ago and that no person has named or blocked; if all are, the oldest of all. */
function withoutOldest(book: DeviceBook): DeviceBook {
  const devices = [...book.values()].sort((a, b) => a.lastSeen - b.lastSeen);
  const gone = devices.find(({ name, blocked }) => name === undefined && !blocked) ?? devices[0];
  return gone ? forgotten(book, gone.key) : book;
}

const CURRENT_VERSION = 1;

const keySchema = z.string().transform((text, context) => {
  const key = parseDeviceKey(text);
  if (key !== undefined) return key;
  context.addIssue('not a device key');
  return z.NEVER;
});

/** Later ones are no date to JavaScript, and cannot be shown. */
const timeSchema = z.number().min(0).max(8.64e15);

const bookSchema = z.object({
  devices: z.array(
    z.object({
      key: keySchema,
      name: deviceNameSchema.transform((name) => name || undefined).optional(),
      lastSeen: timeSchema,
      lastFrom: z.string(),
      blocked: z.boolean().default(false),
      turnedAway: z.object({ at: timeSchema, from: z.string() }).optional(),
    }),
  ),
});

const versioned = z.looseObject({ version: z.int().min(1) });

export function parseDeviceBook(stored: unknown): Result<DeviceBook, SettingsProblem> {
  const head = versioned.safeParse(stored);
  if (!head.success) return err('not readable');
  if (head.data.version > CURRENT_VERSION) return err('from a newer version');
  const book = bookSchema.safeParse(stored);
  return book.success
    ? ok(new Map(book.data.devices.map((device) => [device.key, device])))
    : err('not readable');
}

/** As it is written to a file; `parseDeviceBook` reads it. */
export const storedBook = (book: DeviceBook): Record<string, unknown> => ({
  version: CURRENT_VERSION,
  devices: [...book.values()],
});

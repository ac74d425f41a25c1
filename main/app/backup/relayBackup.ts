import { createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { err, ok, type Result } from '../../lib/result';
import { type Identity, identityOf } from '../../protocol/identity';
import { parseRelayId, type RelayId, relayIdOf } from '../../protocol/relayId';
import type { Credentials } from '../../server/login/credentials';
import { type KnownDeviceMap, parseKnownDevices, serializeKnownDevices } from '../devices/knownDevice';
import {
  nameSchema,
  passwordSchema,
  portSchema,
  type SettingsProblem,
  usernameSchema,
} from '../settings/settings';

// What makes a relay the one that its devices know: with it, another computer can take its place.

/** All of a relay that has to move with it. Times are milliseconds since 1970. */
export interface RelayBackup {
  readonly madeAt: number;
  readonly account: Credentials;
  /** Who it is, and how it proves that; one of earlier times has no key. Absent where it never made itself known. */
  readonly identity?: { readonly id: RelayId; readonly identity?: Identity | undefined } | undefined;
  /** The certificate that it made for itself, and its key, in PEM form. */
  readonly certificate?: { readonly certificate: string; readonly key: string } | undefined;
  readonly devices: KnownDeviceMap;
  /** Only those may connect. */
  readonly onlyKnown: boolean;
  /** Under which name devices find it, where one was chosen. */
  readonly name?: string | undefined;
  readonly port?: number | undefined;
}

const CURRENT_VERSION = 1;

const relayIdSchema = z.string().transform((text, context) => {
  const id = parseRelayId(text);
  if (id !== undefined) return id;
  context.addIssue('not a relay id');
  return z.NEVER;
});

const keySchema = z.string().transform((text, context) => {
  const identity = identityOf(Buffer.from(text, 'base64'));
  if (identity.ok) return identity.value;
  context.addIssue('not a relay’s key');
  return z.NEVER;
});

const identitySchema = z
  .object({ id: relayIdSchema, key: keySchema.optional() })
  .refine(({ id, key }) => key === undefined || relayIdOf(key.publicKey) === id)
  .transform(({ id, key }) => ({ id, identity: key }));

/** Characters of a PEM text. */
const MAX_PEM = 65_536;

const pemSchema = z.string().max(MAX_PEM);

const certificateSchema = z
  .object({ certificate: pemSchema, key: pemSchema })
  .refine(({ certificate, key }) => isPair(certificate, key));

/** An expired one is a pair, too: the relay renews it, with the same key. */
function isPair(certificate: string, key: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/** Later times are no date to JavaScript. */
const timeSchema = z.number().min(0).max(8.64e15);

const backupSchema = z.object({
  madeAt: timeSchema,
  account: z.object({ username: usernameSchema, password: passwordSchema }),
  identity: identitySchema.optional(),
  certificate: certificateSchema.optional(),
  devices: z.unknown(),
  onlyKnown: z.boolean(),
  name: nameSchema.optional(),
  port: portSchema.optional(),
});

const versioned = z.looseObject({ version: z.int().min(1) });

/** Reads what `serializeRelayBackup` gave, here or in an earlier version. What is unknown to this version is dropped. */
export function parseRelayBackup(stored: unknown): Result<RelayBackup, SettingsProblem> {
  const head = versioned.safeParse(stored);
  if (!head.success) return err('not readable');
  if (head.data.version > CURRENT_VERSION) return err('from a newer version');
  const backup = backupSchema.safeParse(stored);
  if (!backup.success) return err('not readable');
  const devices = parseKnownDevices(backup.data.devices);
  return devices.ok ? ok({ ...backup.data, devices: devices.value }) : devices;
}

/** As JSON can say it. */
export const serializeRelayBackup = ({
  identity,
  devices,
  ...rest
}: RelayBackup): Record<string, unknown> => ({
  version: CURRENT_VERSION,
  ...rest,
  ...(identity && { identity: { id: identity.id, key: keyText(identity.identity) } }),
  devices: serializeKnownDevices(devices),
});

const keyText = (identity: Identity | undefined): string | undefined =>
  identity && Buffer.from(identity.secretKey).toString('base64');

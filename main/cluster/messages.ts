import { z } from 'zod';
import { parseJson } from '../lib/parseJson';
import { type DeviceKey, parseDeviceKey } from '../protocol/deviceKey';
import type { NodeId } from './nodeId';
import type { Stamp } from './stamp';
import type { AccountHash } from './subjects';

// What nodes tell each other. A node trusts the others, and reads what they say as a stranger's all the same: what it does
// not understand it leaves.

/** A device's connection to some node. The stamp tells it from an earlier one of the same device. */
export interface DistantDevice {
  readonly key: DeviceKey;
  readonly stamp: Stamp;
}

const nodeId = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .transform((id) => id as NodeId);
const key = z.string().transform((text, context) => {
  const parsed = parseDeviceKey(text);
  if (parsed !== undefined) return parsed;
  context.addIssue('no device’s key');
  return z.NEVER;
});
const stamp = z
  .number()
  .int()
  .nonnegative()
  .transform((value) => value as Stamp);
const account = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .transform((value) => value as AccountHash);
const device = z.object({ key, stamp });
const id = z.number().int().min(0).max(0xffffffff);
const bytes = z.number().int().positive();

/** Published for all nodes every second. `time` is what the node's clock says, for who looks whether clocks agree. */
const alive = z.object({ kind: z.literal('alive'), node: nodeId, last: stamp, time: stamp });

/** Published on a device's subject. */
const aboutDevice = z.discriminatedUnion('kind', [
  /** It has logged in at this node: another connection of it, with a lesser stamp, is over. */
  z.object({ kind: z.literal('announce'), node: nodeId, device }),
  /** `from`, of this account, at this node, asked to be connected with the device. */
  z.object({ kind: z.literal('ask'), node: nodeId, account, from: device, to: key }),
]);

/** Published on an account's subject: who has devices of it answers with `here`. */
const aboutAccount = z.object({ kind: z.literal('who'), node: nodeId, account });

/** From one node to another, within their session: none is lost without both hearing of it. */
const control = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ask'), account, from: device, to: key }),
  /** A link is offered: `from` is at the node that says so, and each of the two has asked for the other, as it believes. */
  z.object({ kind: z.literal('offer'), link: id, from: device, to: device }),
  z.object({ kind: z.literal('accept'), link: id }),
  z.object({ kind: z.literal('refuse'), link: id }),
  z.object({ kind: z.literal('unlink'), link: id }),
  /** So many more bytes of the link's data may come. */
  z.object({ kind: z.literal('credit'), link: id, bytes }),
  /** So many more bytes of data, of all links, have arrived. */
  z.object({ kind: z.literal('arrived'), bytes }),
  /** Is answered by `flushed`: all that was said before has been dealt with. */
  z.object({ kind: z.literal('flush') }),
  z.object({ kind: z.literal('flushed') }),
  z.object({ kind: z.literal('who'), accounts: z.array(account).max(1_000) }),
  /** All devices of the account that are at this node. From now on it wants to hear of others. */
  z.object({ kind: z.literal('here'), account, devices: z.array(device).max(1_000), more: z.boolean() }),
  z.object({ kind: z.literal('entered'), account, device }),
  z.object({ kind: z.literal('exited'), account, device }),
  /** It has no devices of the account any more, and does not want to hear of others. */
  z.object({ kind: z.literal('leftAccount'), account }),
  /** Is answered by `listed`: which devices of the account are there. */
  z.object({ kind: z.literal('list'), list: id, account }),
  z.object({ kind: z.literal('listed'), list: id, devices: z.array(device).max(1_000) }),
  /** The node ends. */
  z.object({ kind: z.literal('bye') }),
]);

export type Alive = z.infer<typeof alive>;
export type AboutDevice = z.infer<typeof aboutDevice>;
export type AboutAccount = z.infer<typeof aboutAccount>;
export type Control = z.infer<typeof control>;

const read = <T>(schema: z.ZodType<T>, message: Uint8Array): T | undefined => {
  const text = Buffer.from(message.buffer, message.byteOffset, message.length).toString();
  const parsed = schema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : undefined;
};

export const readAlive = (message: Uint8Array): Alive | undefined => read(alive, message);
export const readAboutDevice = (message: Uint8Array): AboutDevice | undefined => read(aboutDevice, message);
export const readAboutAccount = (message: Uint8Array): AboutAccount | undefined =>
  read(aboutAccount, message);
export const readControl = (message: Uint8Array): Control | undefined => read(control, message);

export const writeJson = (message: Alive | AboutDevice | AboutAccount | Control): Buffer =>
  Buffer.from(JSON.stringify(message));

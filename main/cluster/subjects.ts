import { hash } from 'node:crypto';
import type { DeviceKey } from '../protocol/deviceKey';
import type { Account } from '../protocol/relay';
import type { NodeId } from './nodeId';

/** What stands for an account between nodes: half of the SHA-256 of its name, in hex digits. */
export type AccountHash = string & { readonly brand: 'AccountHash' };

/**
 * What messages are published on. Whoever watches the exchange's subjects learns no key and no address: they are hashes.
 * `prefix` tells relays apart that share an exchange.
 */
export interface Subjects {
  /** Whether it is one of these at all. */
  has(subject: string): boolean;
  /** All nodes listen to it: who is alive. */
  readonly nodes: string;
  /** What is for one node. */
  node(id: NodeId): string;
  /** The node listens that has the device. */
  device(key: DeviceKey): string;
  /** The nodes listen that have devices of the account. */
  account(account: AccountHash): string;
}

export const createSubjects = (prefix: string): Subjects => ({
  has: (subject) => subject.startsWith(`${prefix}.`),
  nodes: `${prefix}.nodes`,
  node: (id) => `${prefix}.node.${id}`,
  device: (key) => `${prefix}.device.${digest(`device ${key}`)}`,
  account: (account) => `${prefix}.account.${account}`,
});

export const accountHash = (account: Account): AccountHash => digest(`account ${account}`) as AccountHash;

const digest = (text: string): string => hash('sha256', text, 'hex').slice(0, 32);

import { hash } from 'node:crypto';
import type { DeviceKey } from '../protocol/deviceKey';
import type { Account } from '../protocol/relay';
import type { NodeId } from './nodeId';

/** What stands for an account between nodes: half of the SHA-256 of its name, in hex digits. */
export type AccountHash = string & { readonly brand: 'AccountHash' };

/** What stands for a device between nodes, as for an account. */
export type DeviceHash = string & { readonly brand: 'DeviceHash' };

/**
 * What messages are published on. Whoever watches the exchange's subjects learns no key and no address: they are hashes.
 * `prefix` tells relays apart that share an exchange.
 *
 * Every node listens to all that is said about devices and accounts, and leaves what is about none of its own by a look at
 * the subject. To listen to each by itself took 2.5 KiB more for every device.
 */
export interface Subjects {
  /** All nodes listen to it: who is alive. */
  readonly nodes: string;
  /** What is for one node. */
  node(id: NodeId): string;
  /** For the node that has the device. */
  device(device: DeviceHash): string;
  /** For the nodes that have devices of the account. */
  account(account: AccountHash): string;
  /** What is for all devices, and all accounts. */
  readonly devices: string;
  readonly accounts: string;
  /** Whom a message is about; undefined where it is about no device or account, or is none of these. */
  about(subject: string): { readonly device: DeviceHash } | { readonly account: AccountHash } | undefined;
}

export function createSubjects(prefix: string): Subjects {
  const [device, account] = [`${prefix}.device.`, `${prefix}.account.`];
  return {
    nodes: `${prefix}.nodes`,
    node: (id) => `${prefix}.node.${id}`,
    device: (hash) => device + hash,
    account: (hash) => account + hash,
    devices: `${device}*`,
    accounts: `${account}*`,
    about(subject) {
      if (subject.startsWith(device)) return { device: subject.slice(device.length) as DeviceHash };
      if (subject.startsWith(account)) return { account: subject.slice(account.length) as AccountHash };
      return undefined;
    },
  };
}

export const deviceHash = (key: DeviceKey): DeviceHash => digest(`device ${key}`) as DeviceHash;

export const accountHash = (account: Account): AccountHash => digest(`account ${account}`) as AccountHash;

const digest = (text: string): string => hash('sha256', text, 'hex').slice(0, 32);

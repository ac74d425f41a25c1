import type { DeviceKey } from '../protocol/deviceKey';
import type { Account, ConnId, PresentDevice } from '../protocol/relay';
import type { Stamp } from './stamp';
import type { DeviceHash } from './subjects';

/** A device that is at this node. */
export interface LocalDevice {
  readonly conn: ConnId;
  readonly key: DeviceKey;
  readonly account: Account;
  readonly stamp: Stamp;
  /** Whom elsewhere it asked for one soon after the other, and when last, in milliseconds that never go back. */
  asked: { readonly keys: Set<DeviceKey>; readonly at: number } | undefined;
  readonly hash: DeviceHash;
}

/** The devices that are at this node. */
export class LocalDevices {
  private readonly byKey = new Map<DeviceKey, LocalDevice>();
  /** Whom messages of other nodes are about. */
  private readonly hashes = new Set<DeviceHash>();
  private readonly byConn = new Map<ConnId, LocalDevice>();
  private readonly byAccount = new Map<Account, Set<LocalDevice>>();

  add(device: LocalDevice): void {
    this.byKey.set(device.key, device);
    this.hashes.add(device.hash);
    this.byConn.set(device.conn, device);
    const others = this.byAccount.get(device.account) ?? new Set();
    this.byAccount.set(device.account, others.add(device));
  }

  remove(device: LocalDevice): void {
    if (this.byKey.get(device.key) === device) {
      this.byKey.delete(device.key);
      this.hashes.delete(device.hash);
    }
    this.byConn.delete(device.conn);
    const others = this.byAccount.get(device.account);
    others?.delete(device);
    if (others?.size === 0) this.byAccount.delete(device.account);
  }

  get count(): number {
    return this.byKey.size + this.hashes.size + this.byConn.size + this.byAccount.size;
  }

  hasHash = (hash: DeviceHash): boolean => this.hashes.has(hash);

  withKey = (key: DeviceKey): LocalDevice | undefined => this.byKey.get(key);

  on = (conn: ConnId): LocalDevice | undefined => this.byConn.get(conn);

  of = (account: Account): readonly LocalDevice[] => [...(this.byAccount.get(account) ?? [])];

  all = (): Iterable<LocalDevice> => this.byKey.values();
}

export const present = ({ conn, key }: LocalDevice): PresentDevice => ({ conn, key });

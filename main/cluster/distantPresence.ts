import type { DeviceKey } from '../protocol/deviceKey';
import type { Account, ConnId, PresentDevice, RelayAction } from '../protocol/relay';
import type { NodeHost } from '../server/distant';
import type { Exchange } from './exchange';
import { distant } from './links';
import { type LocalDevice, type LocalDevices, present } from './localDevices';
import type { Mesh } from './mesh';
import { type Control, type DistantDevice, writeJson } from './messages';
import type { NodeId } from './nodeId';
import { isNewer } from './stamp';
import { type AccountHash, accountHash, type Subjects } from './subjects';

/** A device of an account that is at another node, for this one's devices. */
interface Elsewhere extends DistantDevice {
  readonly node: NodeId;
  /** Stands for its connection in this node's lists: below zero, so that it is no connection's here. */
  readonly conn: ConnId;
}

/** An account that has devices here. */
interface Shared {
  readonly account: Account;
  readonly hash: AccountHash;
  /** The nodes that have devices of it as well: each hears of ours from us. */
  readonly nodes: Set<NodeId>;
  readonly elsewhere: Map<DeviceKey, Elsewhere>;
  /** A login was left out, since a newer one was known: when that goes, it may turn out to be there. */
  isDoubtful: boolean;
}

export interface PresenceDependencies {
  readonly own: NodeId;
  readonly exchange: Exchange;
  readonly subjects: Subjects;
  readonly mesh: Mesh;
  readonly devices: LocalDevices;
  readonly host: NodeHost;
  /** A device has logged in at another node: what is older of it ends. False: it is here by a newer login. */
  readonly movedTo: (node: NodeId, device: DistantDevice) => boolean;
  /** A device that somebody here may be waiting for has come. */
  readonly onEntered: (account: Account, key: DeviceKey) => void;
}

/** So many devices, and accounts, are told of in one message. */
const PART = 500;

/** So many devices of one account at one node are known here at once, roughly: far more than there ever are. */
const MAX_LISTED = 50_000;

/**
 * Who of an account is at other nodes. A node that gets the first device of an account asks once who else has some; from
 * then on each tells the others, within their sessions, who comes and goes.
 */
export class DistantPresence {
  private readonly byHash = new Map<AccountHash, Shared>();
  private readonly byAccount = new Map<Account, Shared>();
  private lastConn = 0;
  /** Of each node, the list of an account's devices that has not come whole yet: it tells one at a time. */
  private readonly unfinished = new Map<
    NodeId,
    { account: AccountHash; devices: readonly DistantDevice[] }
  >();

  constructor(private readonly deps: PresenceDependencies) {}

  get count(): number {
    return this.byHash.size + this.byAccount.size + this.unfinished.size;
  }

  has(account: AccountHash): boolean {
    return this.byHash.has(account);
  }

  /** Devices of the account that are here. */
  here(account: AccountHash): readonly DistantDevice[] {
    const shared = this.byHash.get(account);
    return shared ? this.deps.devices.of(shared.account).map(distant) : [];
  }

  /** Devices of the account at other nodes. */
  elsewhere(account: Account): readonly PresentDevice[] {
    return [...(this.byAccount.get(account)?.elsewhere.values() ?? [])];
  }

  /** A device logs in here that was elsewhere: gives what the others have to be told first. */
  moved(key: DeviceKey, account: Account): RelayAction[] {
    const shared = this.byAccount.get(account);
    const before = shared?.elsewhere.get(key);
    return shared && before ? [this.exit(shared, before)] : [];
  }

  /** A device has come here; it is among the local ones. */
  entered(device: LocalDevice): void {
    const { mesh } = this.deps;
    const shared = this.byAccount.get(device.account);
    if (!shared) {
      this.share(device.account);
      return;
    }
    const control: Control = { kind: 'entered', account: shared.hash, device: distant(device) };
    for (const node of shared.nodes) mesh.say(node, control);
  }

  /** A device has left; it is not among the local ones any more. Gives what is to be done besides. */
  left(device: LocalDevice): RelayAction[] {
    const { mesh, devices } = this.deps;
    const shared = this.byAccount.get(device.account);
    if (!shared) return [];
    const { hash: account } = shared;
    const isLast = devices.of(device.account).length === 0;
    for (const node of shared.nodes)
      mesh.say(
        node,
        isLast ? { kind: 'leftAccount', account } : { kind: 'exited', account, device: distant(device) },
      );
    if (!isLast) {
      this.resolveDoubt(shared);
      return [];
    }
    this.byAccount.delete(device.account);
    this.byHash.delete(account);
    // Nobody is here to be told, but the lists have to be empty when the next one comes.
    return [...shared.elsewhere.values()].map((one) => this.exit(shared, one));
  }

  private share(account: Account): void {
    const hash = accountHash(account);
    const shared: Shared = {
      ...{ account, hash },
      ...{ nodes: new Set(), elsewhere: new Map(), isDoubtful: false },
    };
    this.byAccount.set(account, shared);
    this.byHash.set(hash, shared);
    this.ask(shared);
  }

  private ask({ hash }: Shared): void {
    const { exchange, subjects, own } = this.deps;
    exchange.publish(subjects.account(hash), writeJson({ kind: 'who', node: own, account: hash }));
  }

  /** Asks anew after accounts that it may have missed something of. */
  askAll(): void {
    for (const shared of this.byHash.values()) this.ask(shared);
  }

  /** A session is up: tells the node of which accounts there are devices here. */
  up(node: NodeId): void {
    const hashes = [...this.byHash.keys()];
    for (let at = 0; at < hashes.length; at += PART)
      this.deps.mesh.say(node, { kind: 'who', accounts: hashes.slice(at, at + PART) });
  }

  /** Another node has devices of the account, and wants to know ours. */
  asked(node: NodeId, account: AccountHash): void {
    const shared = this.byHash.get(account);
    if (shared && this.deps.mesh.isUp(node)) this.tellAll(shared, node);
  }

  /** A device of account `ours` here is about to be linked with one of `theirs` at the node, which may not know of ours yet. */
  acquaint(node: NodeId, theirs: AccountHash, ours: Account): void {
    const shared = this.byAccount.get(ours);
    // The node answers with its own devices, before it accepts the link.
    if (shared?.hash === theirs && !shared.nodes.has(node)) this.tellAll(shared, node);
  }

  private tellAll(shared: Shared, node: NodeId): void {
    shared.nodes.add(node);
    const all = this.deps.devices.of(shared.account).map(distant);
    for (let at = 0; at === 0 || at < all.length; at += PART) {
      const more = at + PART < all.length;
      this.deps.mesh.say(node, {
        kind: 'here',
        account: shared.hash,
        devices: all.slice(at, at + PART),
        more,
      });
    }
  }

  control(node: NodeId, control: Control): void {
    switch (control.kind) {
      case 'who':
        for (const account of control.accounts) this.asked(node, account);
        return;
      case 'here':
        this.heardList(node, control.account, control.devices, control.more);
        return;
      case 'entered':
        this.withShared(control.account, (shared) => this.came(shared, node, control.device));
        return;
      case 'exited':
        this.withShared(control.account, (shared) => this.went(shared, node, control.device));
        return;
      case 'leftAccount':
        this.withShared(control.account, (shared) => {
          shared.nodes.delete(node);
          this.forget(shared, node);
        });
        return;
    }
  }

  /** All that is known of the node is over. */
  down(node: NodeId): void {
    this.unfinished.delete(node);
    for (const shared of this.byHash.values()) {
      shared.nodes.delete(node);
      this.forget(shared, node);
    }
  }

  private withShared(account: AccountHash, work: (shared: Shared) => void): void {
    const shared = this.byHash.get(account);
    if (shared) work(shared);
  }

  private heardList(
    node: NodeId,
    account: AccountHash,
    devices: readonly DistantDevice[],
    more: boolean,
  ): void {
    const list = this.unfinished.get(node);
    const before = list?.account === account ? list.devices : [];
    const all = [...before, ...devices];
    if (more && all.length < MAX_LISTED) {
      this.unfinished.set(node, { account, devices: all });
      return;
    }
    this.unfinished.delete(node);
    this.withShared(account, (shared) => {
      const stamps = new Map(all.map(({ key, stamp }) => [key, stamp]));
      for (const one of [...shared.elsewhere.values()])
        if (one.node === node && stamps.get(one.key) !== one.stamp) this.went(shared, node, one);
      for (const device of all) this.came(shared, node, device);
      if (!shared.nodes.has(node)) this.tellAll(shared, node);
    });
  }

  private came(shared: Shared, node: NodeId, device: DistantDevice): void {
    const { devices, movedTo, onEntered } = this.deps;
    const before = shared.elsewhere.get(device.key);
    if (before?.node === node && before.stamp === device.stamp) return;
    if ((before && !isNewer({ ...device, node }, before)) || !movedTo(node, device)) {
      shared.isDoubtful = true;
      return;
    }
    // Was it the account's last one here, nobody is left to be told.
    if (this.byHash.get(shared.hash) !== shared) return;
    const conn = --this.lastConn as ConnId;
    const others = devices.of(shared.account).map(present);
    const exits = before ? [this.exit(shared, before)] : [];
    shared.elsewhere.set(device.key, { ...device, node, conn });
    const { key } = device;
    this.run(shared, [...exits, { kind: 'enter', account: shared.account, device: { conn, key }, others }]);
    onEntered(shared.account, key);
  }

  private went(shared: Shared, node: NodeId, device: DistantDevice): void {
    const before = shared.elsewhere.get(device.key);
    if (before?.node !== node || before.stamp !== device.stamp) return;
    this.run(shared, [this.exit(shared, before)]);
    this.resolveDoubt(shared);
  }

  /** One of the account has gone. */
  private resolveDoubt(shared: Shared): void {
    if (!shared.isDoubtful) return;
    shared.isDoubtful = false;
    this.ask(shared);
  }

  private forget(shared: Shared, node: NodeId): void {
    for (const one of [...shared.elsewhere.values()]) if (one.node === node) this.went(shared, node, one);
  }

  private exit(shared: Shared, { key, conn }: Elsewhere): RelayAction {
    shared.elsewhere.delete(key);
    const others = this.deps.devices.of(shared.account).map(present);
    return { kind: 'exit', account: shared.account, device: { conn, key }, others };
  }

  /** On behalf of any of the account's devices that are here: all of them hear of it. */
  private run(shared: Shared, actions: readonly RelayAction[]): void {
    const conn = this.deps.devices.of(shared.account)[0]?.conn;
    if (conn !== undefined) this.deps.host.run(actions, conn);
  }
}

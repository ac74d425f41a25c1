import type { DeviceKey } from '../protocol/deviceKey';
import type { RelayEvent } from '../protocol/messages';
import type { Account, ConnId, Relay, RelayAction } from '../protocol/relay';
import type { FramedData, NodeHost } from '../server/distant';
import { DistantLink } from './distantLink';
import type { LinkData } from './envelope';
import type { LocalDevice, LocalDevices } from './localDevices';
import type { Mesh } from './mesh';
import type { AboutDevice, Control, DistantDevice } from './messages';
import { Neighbour } from './neighbour';
import type { NodeId } from './nodeId';
import { inParts } from './parts';
import { isNewer, type Login } from './stamp';
import { type AccountHash, accountHash } from './subjects';

type Ask = Omit<Extract<AboutDevice, { kind: 'ask' }>, 'kind' | 'node'>;

export interface LinksDependencies {
  readonly own: NodeId;
  readonly relay: Pick<Relay, 'requestsOf' | 'linkChanges'>;
  readonly devices: LocalDevices;
  readonly mesh: Mesh;
  readonly host: NodeHost;
  /** The device has logged in at the node: what is older of it here ends. False: it is here by a newer login. */
  readonly movedTo: (node: NodeId, device: DistantDevice) => boolean;
  /** Devices here and there are about to be linked: if they are of one account, both hear of each other before. */
  readonly acquaint: (node: NodeId, theirs: AccountHash, ours: Account) => void;
  /** A link of the device was made or will not be. */
  readonly onSettled: (conn: ConnId) => void;
  /** A link of the device here has ended, or one that was offered, while the device stays. */
  readonly onEnded: (device: LocalDevice, key: DeviceKey) => void;
}

/** A part of frames of which more comes. */
const UNFINISHED: FramedData = { dataBytes: 0, messages: 0, messageBytes: 0 };

const NO_LINKS: ReadonlyMap<DeviceKey, DistantLink> = new Map();

export class Links {
  /** Those with which something was said since the session is up. */
  private readonly neighbours = new Map<NodeId, Neighbour>();
  private readonly byLocal = new Map<LocalDevice, Map<DeviceKey, DistantLink>>();
  private readonly byFar = new Map<DeviceKey, Set<DistantLink>>();
  private lastId = 0;

  constructor(private readonly deps: LinksDependencies) {}

  get count(): number {
    const ofNeighbours = [...this.neighbours.values()].reduce((sum, { count }) => sum + count, 0);
    return this.byLocal.size + this.byFar.size + ofNeighbours;
  }

  /** The links of a device here, by the other's key: also those that are only offered. */
  of(device: LocalDevice): ReadonlyMap<DeviceKey, DistantLink> {
    return this.byLocal.get(device) ?? NO_LINKS;
  }

  /** The link of a device here, once it has heard of it. */
  find(device: LocalDevice | undefined, key: DeviceKey): DistantLink | undefined {
    const link = device && this.of(device).get(key);
    return link?.isLinked ? link : undefined;
  }

  /** A device of another node asked for one that may be here. */
  asked(node: NodeId, { account, from, to }: Ask): void {
    const { devices, relay, mesh, acquaint, movedTo } = this.deps;
    const local = devices.withKey(to);
    if (!local || !relay.requestsOf(local.conn).has(from.key) || !mesh.isUp(node)) return;
    if (!movedTo(node, from)) return;
    const before = this.of(local).get(from.key);
    if (before && !isNewer({ ...from, node }, before.login)) return;
    if (local.key > from.key) {
      // The other one offers: it has to know that it is asked for.
      mesh.say(node, { kind: 'ask', ...askOf(local, from.key) });
      return;
    }
    if (before) this.end(before, true);
    acquaint(node, account, local.account);
    const link = this.make(this.newId(node), node, local, from);
    mesh.say(node, { kind: 'offer', link: link.id, from: distant(local), to: from });
  }

  control(node: NodeId, control: Control): void {
    switch (control.kind) {
      case 'ask':
        this.asked(node, control);
        return;
      case 'offer':
        this.offered(node, control.link, control.from, control.to);
        return;
      case 'accept':
        this.accepted(this.linkOf(node, control.link));
        return;
      case 'refuse':
        this.refused(this.linkOf(node, control.link));
        return;
      case 'unlink':
        this.endOf(this.linkOf(node, control.link));
        return;
      case 'credit':
        this.granted(this.linkOf(node, control.link), control.bytes);
        return;
      case 'arrived':
        this.neighbours.get(node)?.granted(control.bytes);
        return;
      case 'flush':
        this.deps.mesh.say(node, { kind: 'flushed' });
        return;
      case 'flushed':
        this.neighbours.get(node)?.flushed();
        return;
    }
  }

  private offered(node: NodeId, id: number, from: DistantDevice, to: DistantDevice): void {
    const { devices, relay, mesh, movedTo } = this.deps;
    const isThere = movedTo(node, from);
    const local = devices.withKey(to.key);
    const before = local && this.of(local).get(from.key);
    const isWanted = local?.stamp === to.stamp && relay.requestsOf(local.conn).has(from.key);
    if (!local || !isThere || !isWanted || (before && !isNewer({ ...from, node }, before.login))) {
      mesh.say(node, { kind: 'refuse', link: id });
      return;
    }
    if (before) this.end(before, true);
    const link = this.make(id, node, local, from);
    mesh.say(node, { kind: 'accept', link: id });
    this.linked(link);
  }

  private accepted(link: DistantLink | undefined): void {
    if (link && !link.isLinked) this.linked(link);
  }

  private refused(link: DistantLink | undefined): void {
    if (!link) return;
    this.drop(link);
    this.deps.onSettled(link.local.conn);
  }

  private linked(link: DistantLink): void {
    link.isLinked = true;
    this.deps.relay.linkChanges.count += 1;
    this.tell(link, { kind: 'connected', key: link.far.key }, 'linked');
    this.deps.onSettled(link.local.conn);
  }

  /** Frames of a link came. */
  data(node: NodeId, { link: id, ...data }: LinkData, frames: Buffer): void {
    this.neighbourOf(node).arrived.took(frames.length);
    const link = this.linkOf(node, id);
    if (!link?.isLinked) return;
    if (data.messages > 0) this.deps.host.deliver(link.local.conn, link, link.assembly.finish(frames), data);
    else if (!link.assembly.add(frames)) this.end(link, true);
    link.input.took(frames.length);
  }

  /** The device here ends a link, or the node does: the other side hears of it. */
  end(link: DistantLink, tellsDevice: boolean): void {
    this.deps.mesh.say(link.node, { kind: 'unlink', link: link.id });
    if (tellsDevice) this.endOf(link);
    else this.drop(link);
  }

  /** Ends all links to older logins of a device: it has moved. */
  endTo(key: DeviceKey, login: Login): void {
    for (const link of [...(this.byFar.get(key) ?? [])]) if (isNewer(login, link.login)) this.end(link, true);
  }

  /** Nothing is said to the node any more, and nothing of it comes. */
  down(node: NodeId): void {
    const links = [...(this.neighbours.get(node)?.links.values() ?? [])];
    for (const link of links) this.endOf(link);
    const neighbour = this.neighbours.get(node);
    this.neighbours.delete(node);
    neighbour?.over();
  }

  /**
   * Calls `done` when all that the device has sent on its links is passed on, or the device has heard that its link is
   * over. False: there is nothing to wait for.
   */
  whenPassedOn(device: LocalDevice, done: () => void): boolean {
    const nodes = new Set([...this.of(device).values()].map(({ node }) => node));
    let left = nodes.size;
    for (const node of nodes) {
      this.neighbourOf(node).flush(() => {
        left -= 1;
        if (left === 0) done();
      });
    }
    return nodes.size > 0;
  }

  /** It is over: the device here hears of it, if it had heard of the link. */
  private endOf(link: DistantLink | undefined): void {
    if (!link) return;
    const wasLinked = link.isLinked;
    this.drop(link);
    if (wasLinked) this.tell(link, { kind: 'disconnected', key: link.far.key }, 'unlinked');
    this.deps.onSettled(link.local.conn);
    this.deps.onEnded(link.local, link.far.key);
  }

  private drop(link: DistantLink): void {
    const { local, far, node, id } = link;
    this.deps.relay.linkChanges.count += 1;
    link.isLinked = false;
    const own = this.byLocal.get(local);
    if (own?.get(far.key) === link) own.delete(far.key);
    if (own?.size === 0) this.byLocal.delete(local);
    this.neighbours.get(node)?.links.delete(id);
    const others = this.byFar.get(far.key);
    others?.delete(link);
    if (others?.size === 0) this.byFar.delete(far.key);
    this.deps.host.release(local.conn, link);
  }

  private tell(link: DistantLink, event: RelayEvent, kind: 'linked' | 'unlinked'): void {
    const { conn, key } = link.local;
    const actions: RelayAction[] = [
      { kind: 'send', to: conn, event },
      { kind: 'report', report: { kind, keys: [key, link.far.key] } },
    ];
    this.deps.host.run(actions, conn);
  }

  private send(link: DistantLink, pieces: readonly Buffer[], data: FramedData): void {
    const { mesh, host } = this.deps;
    const neighbour = this.neighbourOf(link.node);
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    const parts = inParts(pieces, bytes);
    for (const [at, part] of parts.entries())
      mesh.data(link.node, { link: link.id, ...(at === parts.length - 1 ? data : UNFINISHED) }, part);
    link.credit.spend(bytes);
    neighbour.spend(bytes, link.local.conn);
    if (link.credit.isUsedUp) host.hold(link.local.conn, link);
  }

  private granted(link: DistantLink | undefined, bytes: number): void {
    if (link?.credit.granted(bytes)) this.deps.host.release(link.local.conn, link);
  }

  private make(id: number, node: NodeId, local: LocalDevice, far: DistantDevice): DistantLink {
    const link = new DistantLink(
      ...([id, node, local, far] as const),
      (of, pieces, data) => this.send(of, pieces, data),
      (of, bytes) => {
        if (of.isLinked) this.deps.mesh.say(node, { kind: 'credit', link: id, bytes });
      },
    );
    this.byLocal.set(local, (this.byLocal.get(local) ?? new Map()).set(far.key, link));
    this.neighbourOf(node).links.set(id, link);
    this.byFar.set(far.key, (this.byFar.get(far.key) ?? new Set()).add(link));
    return link;
  }

  /** Of the numbers that the two nodes give, one's are even. */
  private newId(node: NodeId): number {
    this.lastId = (this.lastId + 1) & 0x7fffffff;
    return this.lastId * 2 + (this.deps.own < node ? 0 : 1);
  }

  private linkOf(node: NodeId, id: number): DistantLink | undefined {
    return this.neighbours.get(node)?.links.get(id);
  }

  private neighbourOf(node: NodeId): Neighbour {
    const known = this.neighbours.get(node);
    if (known) return known;
    const neighbour = new Neighbour(node, this.deps.mesh, this.deps.host);
    this.neighbours.set(node, neighbour);
    return neighbour;
  }
}

export const distant = ({ key, stamp }: LocalDevice): DistantDevice => ({ key, stamp });

/** That a device here asks to be connected with one elsewhere. */
export const askOf = (device: LocalDevice, to: DeviceKey): Ask => ({
  account: accountHash(device.account),
  from: distant(device),
  to,
});

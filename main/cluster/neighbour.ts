import type { ConnId } from '../protocol/relay';
import type { NodeHost } from '../server/distant';
import { Credit, Granting, NODE_WINDOW_BYTES } from './credit';
import type { DistantLink } from './distantLink';
import type { Mesh } from './mesh';
import type { NodeId } from './nodeId';

/** What there is between this node and another one, as long as their session is up. */
export class Neighbour {
  readonly links = new Map<number, DistantLink>();
  /** Data of all links that has arrived from it. */
  readonly arrived: Granting;
  private readonly credit = new Credit(NODE_WINDOW_BYTES);
  /** Devices here that are not read from until it has taken more. */
  private readonly waiting = new Set<ConnId>();
  /** What is to be done when it has dealt with all that was said before, each in its turn. */
  private readonly flushes: (() => void)[] = [];

  constructor(
    private readonly node: NodeId,
    private readonly mesh: Mesh,
    private readonly host: NodeHost,
  ) {
    this.arrived = new Granting(NODE_WINDOW_BYTES, (bytes) => mesh.say(node, { kind: 'arrived', bytes }));
  }

  get count(): number {
    return this.links.size + this.waiting.size + this.flushes.length;
  }

  /** The device on `conn` has sent so many bytes there. */
  spend(bytes: number, conn: ConnId): void {
    this.credit.spend(bytes);
    if (!this.credit.isUsedUp) return;
    this.waiting.add(conn);
    this.host.hold(conn, this);
  }

  granted(bytes: number): void {
    if (this.credit.granted(bytes)) this.releaseAll();
  }

  /** Calls `done` when it has dealt with all that was said to it, or is no more. */
  flush(done: () => void): void {
    this.flushes.push(done);
    this.mesh.say(this.node, { kind: 'flush' });
  }

  flushed(): void {
    this.flushes.shift()?.();
  }

  /** The session is down: nothing is waited for any more. */
  over(): void {
    this.releaseAll();
    for (const done of this.flushes.splice(0)) done();
  }

  private releaseAll(): void {
    const conns = [...this.waiting];
    this.waiting.clear();
    for (const conn of conns) this.host.release(conn, this);
  }
}

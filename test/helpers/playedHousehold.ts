import assert from 'node:assert/strict';
import type { DeviceKey } from '../../main/protocol/deviceKey';
import type { RelayEvent } from '../../main/protocol/messages';
import type { Account, ConnId } from '../../main/protocol/relay';
import type { PlayedDevice, PlayedNode } from './playedNodes';

// What one device hears, looked at with nothing but the device's own eyes: what may never be, whatever is lost or broken
// between nodes.

/** From one Connected to its Disconnected, as the device that sends knows it. */
interface Life {
  readonly conn: number;
  readonly number: number;
  sent: number;
  /** The device ended it by itself, with all that it had sent on its way. */
  isEnded: boolean;
}

/** What has come of another's life. */
interface Incoming {
  readonly life: Life;
  received: number;
}

/** All lives there ever were, so that who gets data knows what it is part of. */
export class Lives {
  private readonly all: Life[] = [];

  begin(conn: number): Life {
    const life = { conn, number: this.all.length, sent: 0, isEnded: false };
    this.all.push(life);
    return life;
  }

  at(number: number): Life {
    const life = this.all[number];
    assert.ok(life, 'data of a link');
    return life;
  }
}

export class WatchedDevice implements PlayedDevice {
  readonly held = new Set<object>();
  slow: PlayedDevice['slow'];
  isIn = false;
  isOver = false;
  /** By key, the link as this one knows it. */
  readonly links = new Map<DeviceKey, Life>();
  readonly there = new Set<DeviceKey>();
  private readonly incoming = new Map<DeviceKey, Incoming>();

  constructor(
    readonly conn: ConnId,
    readonly key: DeviceKey,
    readonly account: Account,
    readonly node: PlayedNode,
    private readonly lives: Lives,
    /** Whether devices with these keys see each other come and go. */
    private readonly isOfAccount: (key: DeviceKey) => boolean,
    private readonly seen: (kind: RelayEvent['kind']) => void,
  ) {}

  /** Whether it can do something now. */
  get acts(): boolean {
    return this.isIn && !this.isOver && !this.node.isPaused && this.held.size === 0;
  }

  readonly hears = (event: RelayEvent): void => {
    assert.ok(!this.isOver, 'who has gone is told nothing');
    this.seen(event.kind);
    switch (event.kind) {
      case 'authenticated':
        this.isIn = true;
        return;
      case 'connected':
        assert.ok(!this.links.has(event.key), 'connected once');
        assert.ok(!this.isOfAccount(event.key) || this.there.has(event.key), 'entered before connected');
        this.links.set(event.key, this.lives.begin(this.conn));
        return;
      case 'disconnected':
        this.disconnected(event.key);
        return;
      case 'entered':
        assert.ok(event.key !== this.key && !this.there.has(event.key), 'entered once');
        this.there.add(event.key);
        return;
      case 'exited':
        assert.ok(this.there.delete(event.key), 'exited whom it knew');
        assert.ok(!this.links.has(event.key), 'disconnected before exited');
        return;
      case 'data':
        this.data(event.key, Buffer.from(event.data));
    }
  };

  /** What it sends next, so many bytes more: it tells of which life it is, and which message of it. */
  nextData(to: DeviceKey, more: number): Buffer {
    const life = this.links.get(to);
    const text = life ? `${life.number} ${life.sent++} ` : 'early ';
    return Buffer.concat([Buffer.from(text), Buffer.alloc(more, text)]);
  }

  /** It ends the link by itself. */
  ends(key: DeviceKey): void {
    const life = this.links.get(key);
    if (life) life.isEnded = true;
  }

  /** It goes by itself. */
  goes(): void {
    for (const key of this.links.keys()) this.ends(key);
  }

  /** What it sent on its links, and what of that the other has got. */
  expectAllCame(other: WatchedDevice): void {
    const sent = this.links.get(other.key)?.sent ?? 0;
    assert.equal(other.incoming.get(this.key)?.received ?? 0, sent, 'all that was sent has come');
  }

  private disconnected(key: DeviceKey): void {
    const own = this.links.get(key);
    assert.ok(own, 'disconnected from whom it was connected with');
    this.links.delete(key);
    const incoming = this.incoming.get(key);
    this.incoming.delete(key);
    this.endedWhole?.(incoming, own);
  }

  /** Where nothing is ever lost: called at a link's end. */
  endedWhole: ((incoming: Incoming | undefined, own: Life) => void) | undefined;

  private data(key: DeviceKey, data: Buffer): void {
    assert.ok(this.links.has(key), 'data of one that it is connected with');
    const [first = '', second = ''] = data.toString('latin1', 0, 40).split(' ');
    if (first === 'early') return;
    const life = this.lives.at(Number(first));
    const incoming = this.incoming.get(key) ?? { life, received: 0 };
    this.incoming.set(key, incoming);
    assert.equal(life, incoming.life, 'data of one life only');
    assert.equal(Number(second), incoming.received, 'in order, once, and from the first on');
    incoming.received += 1;
    const head = Buffer.from(`${first} ${second} `);
    assert.ok(data.equals(Buffer.concat([head, Buffer.alloc(data.length - head.length, head)])), 'unaltered');
  }
}

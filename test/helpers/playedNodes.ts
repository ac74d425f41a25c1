import { type ClusterRelay, createClusterRelay } from '../../main/cluster/clusterRelay';
import type { NodeId } from '../../main/cluster/nodeId';
import { createSubjects } from '../../main/cluster/subjects';
import type { Clock } from '../../main/lib/clock';
import type { DeviceKey } from '../../main/protocol/deviceKey';
import type { Command, RelayEvent } from '../../main/protocol/messages';
import type { Bytes } from '../../main/protocol/netstring';
import { type Account, type ConnId, createRelay, type RelayAction } from '../../main/protocol/relay';
import { encodeEvent } from '../../main/protocol/wire';
import { serverFrame } from '../../main/server/dataPath/frames/frame';
import type { NodeHost, Sender } from '../../main/server/distant';
import type { ManualClock } from './manualClock';
import type { MemoryEnd, MemoryHub } from './memoryExchange';
import type { Random } from './random';
import { cutNetstrings, readEvent } from './rawWire';

// Nodes of one relay without sockets: devices are played, time is moved by hand, and what goes between nodes when chance
// says so.

/** A device's connection as it can know the world: from nothing but what it was sent. */
export interface PlayedDevice {
  readonly conn: ConnId;
  readonly account: Account;
  readonly node: PlayedNode;
  readonly hears: (event: RelayEvent) => void;
  /** Why it is not read from. */
  readonly held: Set<object>;
  /** Those that wait for it to take what it was sent; undefined: it takes it at once. */
  slow: Set<Sender> | undefined;
}

/** What a test's relays are made of. */
export interface PlayedWorld {
  readonly hub: MemoryHub;
  readonly clock: ManualClock;
  readonly random: Random;
  readonly verify: (key: DeviceKey, message: Bytes, signature: Bytes) => boolean;
  /** The node has closed a device's connection. */
  readonly onClosed: (conn: ConnId) => void;
}

/** A clock that stands still with its node, and catches up. */
class StoppableClock implements Clock {
  private readonly late = new Set<() => void>();
  isStopped = false;

  constructor(private readonly clock: ManualClock) {}

  readonly now = (): number => this.clock.now();

  after(ms: number, work: () => void): () => void {
    const due = () => {
      if (this.isStopped) this.late.add(work);
      else work();
    };
    const undo = this.clock.after(ms, due);
    return () => {
      undo();
      this.late.delete(work);
    };
  }

  goOn(): void {
    this.isStopped = false;
    const late = [...this.late];
    this.late.clear();
    for (const work of late) work();
  }
}

export class PlayedNode {
  readonly devices = new Map<ConnId, PlayedDevice>();
  readonly relay: ClusterRelay;
  private readonly end: MemoryEnd;
  private readonly clock: StoppableClock;
  /** Who of each account is there, as this node was told. */
  private readonly rosters = new Map<Account, Set<DeviceKey>>();

  /** `ahead`: how far its clock is from the right time, in milliseconds; the nodes' are a little apart. */
  constructor(
    private readonly world: PlayedWorld,
    ahead = world.random.int(40) - 20,
  ) {
    const { hub, clock, random } = world;
    this.end = hub.connect();
    this.clock = new StoppableClock(clock);
    const own = Buffer.from(Array.from({ length: 8 }, () => random.int(256))).toString('hex') as NodeId;
    this.relay = createClusterRelay(createRelay(world.verify), this.host(), {
      ...{ own, exchange: this.end, subjects: createSubjects('played'), clock: this.clock },
      now: clock.now,
      wallNow: () => clock.now() + ahead,
      draw: () => random.int(2 ** 32 - 1) + 1,
    });
    this.end.listen(this.relay.handler);
  }

  /** Whether it is the one at this end. */
  is(end: MemoryEnd): boolean {
    return this.end === end;
  }

  get isPaused(): boolean {
    return this.end.isPaused;
  }

  /** The subjects that it listens to. */
  get subjects(): number {
    return this.end.subjects.size;
  }

  open(device: PlayedDevice, challenge: Bytes): void {
    this.devices.set(device.conn, device);
    this.run(this.relay.opened(device.conn, device.account, challenge));
  }

  /** A device's command; data goes the fast way or the ordinary one. */
  command(device: PlayedDevice, command: Command): void {
    if (command.kind === 'sendData' && this.world.random.once(2)) {
      const receiver = this.relay.distant(device.conn, command.key);
      const own = this.keyOf(device);
      if (receiver && own) {
        const message = encodeEvent({ kind: 'data', key: own, data: command.data });
        const data = { dataBytes: command.data.length, messages: 1, messageBytes: message.length };
        receiver.forward([serverFrame(message)], data);
        return;
      }
    }
    this.run(this.relay.received(device.conn, command));
  }

  private readonly keys = new Map<PlayedDevice, DeviceKey>();

  iam(device: PlayedDevice, key: DeviceKey, signature: Bytes): void {
    this.keys.set(device, key);
    this.run(this.relay.received(device.conn, { kind: 'iam', key, signature }));
  }

  private keyOf(device: PlayedDevice): DeviceKey | undefined {
    return this.keys.get(device);
  }

  gone(device: PlayedDevice): void {
    if (!this.forget(device.conn)) return;
    this.run(this.relay.gone(device.conn));
  }

  expelled(key: DeviceKey): void {
    this.run(this.relay.expelled(key));
  }

  accountExpelled(account: Account): void {
    this.run(this.relay.accountExpelled(account));
  }

  /** It takes what it was sent. */
  takes(device: PlayedDevice): void {
    const { slow } = device;
    device.slow = undefined;
    for (const sender of slow ?? []) sender.input.release();
  }

  /** The whole node stands still, with all its devices. */
  pause(): void {
    this.end.isPaused = true;
    this.clock.isStopped = true;
  }

  resume(): void {
    this.end.isPaused = false;
    this.clock.goOn();
  }

  /** Its exchange tells that something may have been lost. */
  restored(): void {
    this.end.restored();
  }

  /** It ends, in order when all devices have gone, or at once. */
  stop(inOrder: boolean): void {
    if (inOrder) {
      this.relay.stop();
    } else {
      this.clock.isStopped = true;
      this.end.isPaused = true;
      this.end.outbox.splice(0);
      this.world.hub.disconnect(this.end);
    }
    this.devices.clear();
  }

  private forget(conn: ConnId): boolean {
    const device = this.devices.get(conn);
    if (!device) return false;
    this.devices.delete(conn);
    this.takes(device);
    return true;
  }

  private host(): NodeHost {
    return {
      run: (actions, conn) => {
        if (!this.devices.has(conn)) throw new Error('on behalf of nobody');
        this.run(actions);
      },
      deliver: (conn, sender, pieces, { messages, messageBytes, dataBytes }) => {
        const device = this.devices.get(conn);
        if (!device) throw new Error('data for nobody');
        const events = eventsOf(Buffer.concat(pieces));
        const bytes = events.reduce((sum, event) => sum + (event.kind === 'data' ? event.data.length : 0), 0);
        const whole = events.reduce((sum, event) => sum + encodeEvent(event).length, 0);
        if (messages !== events.length || bytes !== dataBytes || whole !== messageBytes)
          throw new Error('counted wrongly');
        for (const event of events) device.hears(event);
        if (!device.slow) return;
        device.slow.add(sender);
        sender.input.hold();
      },
      passedOn: () => {},
      hold: (conn, reason) => void this.devices.get(conn)?.held.add(reason),
      release: (conn, reason) => void this.devices.get(conn)?.held.delete(reason),
    };
  }

  private run(actions: readonly RelayAction[]): void {
    for (const action of actions) this.perform(action);
  }

  private perform(action: RelayAction): void {
    switch (action.kind) {
      case 'send':
        this.devices.get(action.to)?.hears(action.event);
        return;
      case 'enter':
        this.enter(action);
        return;
      case 'exit': {
        const { account, device, others } = action;
        const roster = this.rosters.get(account);
        roster?.delete(device.key);
        if (roster?.size === 0) this.rosters.delete(account);
        for (const { conn } of others) this.devices.get(conn)?.hears({ kind: 'exited', key: device.key });
        return;
      }
      case 'close':
        if (this.forget(action.conn)) this.world.onClosed(action.conn);
    }
  }

  /** As the server does it: who comes is told of all that are in the roster. */
  private enter({ account, device, others }: Extract<RelayAction, { kind: 'enter' }>): void {
    const roster = this.rosters.get(account) ?? new Set<DeviceKey>();
    this.rosters.set(account, roster);
    const there = [...roster];
    roster.add(device.key);
    if (others.length === 0) return;
    for (const { conn } of others) this.devices.get(conn)?.hears({ kind: 'entered', key: device.key });
    for (const key of there) this.devices.get(device.conn)?.hears({ kind: 'entered', key });
  }
}

/** The events in whole frames of a server. */
function eventsOf(frames: Buffer): RelayEvent[] {
  const events: RelayEvent[] = [];
  for (let at = 0; at < frames.length; ) {
    const short = frames[at + 1] ?? 0;
    const headBytes = short < 126 ? 2 : short === 126 ? 4 : 10;
    const long = headBytes === 4 ? frames.readUInt16BE(at + 2) : Number(frames.readBigUInt64BE(at + 2));
    const length = headBytes === 2 ? short : long;
    const payload = frames.subarray(at + headBytes, at + headBytes + length);
    if (frames[at] !== 0x82 || payload.length !== length) throw new Error('not a whole frame');
    for (const content of cutNetstrings(payload).whole) {
      const heard = readEvent(content);
      if (heard.kind !== 'data') throw new Error('not data');
      events.push({ kind: 'data', key: heard.key as DeviceKey, data: heard.data });
    }
    at += headBytes + length;
  }
  return events;
}

import assert from 'node:assert/strict';
import type { DeviceKey } from '../../../main/protocol/deviceKey';
import type { Account, ConnId } from '../../../main/protocol/relay';
import { ManualClock } from '../../helpers/manualClock';
import { MemoryHub } from '../../helpers/memoryExchange';
import { Lives, WatchedDevice } from '../../helpers/playedHousehold';
import { PlayedNode } from '../../helpers/playedNodes';
import { Random } from '../../helpers/random';
import { challengeOf, fakeSignature, fakeVerify, key } from '../protocol/relayTestKit';
import { ACCOUNTS, NAMES, type Wish } from './faultyWishes';

/** Nodes and devices that live through what is wished for, as far as that is possible by then. */
export class FaultyHistory {
  private readonly random: Random;
  private readonly hub = new MemoryHub();
  private readonly clock = new ManualClock();
  private readonly nodes: PlayedNode[];
  private readonly lives = new Lives();
  private devices: WatchedDevice[] = [];
  private conns = 0;

  constructor(
    seed: number,
    private readonly mayFail: boolean,
    private readonly seen: (what: string) => void,
  ) {
    this.random = new Random(seed);
    this.nodes = Array.from({ length: 3 }, () => this.start());
    this.settle();
  }

  private start(): PlayedNode {
    const { hub, clock, random } = this;
    const onClosed = (conn: ConnId) => {
      for (const device of this.devices) if (device.conn === conn) device.isOver = true;
    };
    return new PlayedNode({ hub, clock, random, verify: fakeVerify, onClosed });
  }

  follow(wish: Wish): void {
    this.do(wish);
    // Something of what is on its way gets on, and a little time passes.
    for (let steps = this.random.int(30); steps > 0; steps--)
      this.hub.step((below) => this.random.int(below));
    this.pass(this.random.int(3));
  }

  private do(wish: Wish): void {
    switch (wish.kind) {
      case 'login':
        this.login(wish.node, wish.name);
        return;
      case 'pair':
        for (const [from, to] of [
          [wish.name, wish.other],
          [wish.other, wish.name],
        ] as const)
          for (const device of this.acting())
            if (device.key === key(from)) this.command(device, 'connect', key(to));
        return;
      case 'wait':
        this.pass(wish.ms);
        return;
      case 'settle':
        this.settle();
        return;
      case 'cutOff':
        this.cutOff(this.nodeAt(wish.node));
        return;
      case 'lossy':
        this.hub.carries = () => !this.random.once(25);
        return;
      case 'heal':
        this.heal();
        return;
      case 'pause':
        this.nodeAt(wish.node).pause();
        return;
      case 'resume':
        if (this.nodeAt(wish.node).isPaused) this.nodeAt(wish.node).resume();
        return;
      case 'stop':
      case 'crash':
        this.end(wish.node, wish.kind === 'stop');
        return;
      default: {
        const acting = this.acting();
        const device = acting[wish.whom % Math.max(1, acting.length)];
        if (device) this.act(device, wish);
      }
    }
  }

  private act(
    device: WatchedDevice,
    wish: Extract<Wish, { kind: 'connect' | 'disconnect' | 'send' | 'gone' | 'slow' | 'takes' }>,
  ): void {
    switch (wish.kind) {
      case 'send':
        this.send(device, wish.isEarly ? key(wish.name) : undefined, wish.bytes);
        return;
      case 'slow':
        device.slow ??= new Set();
        return;
      case 'takes':
        device.node.takes(device);
        return;
      case 'gone':
        device.goes();
        device.isOver = true;
        device.node.gone(device);
        return;
      default:
        if (wish.kind === 'disconnect') device.ends(key(wish.name));
        this.command(device, wish.kind, key(wish.name));
    }
  }

  /** To whom it is linked with, or to anybody. */
  private send(device: WatchedDevice, early: DeviceKey | undefined, bytes: number): void {
    const linked = [...device.links.keys()];
    const to = early ?? linked[this.random.int(linked.length)];
    if (to === undefined || (early && device.links.has(early))) return;
    device.node.command(device, { kind: 'sendData', key: to, data: device.nextData(to, bytes) });
  }

  private command(device: WatchedDevice, kind: 'connect' | 'disconnect', to: DeviceKey): void {
    device.node.command(device, { kind, key: to });
  }

  private acting(): WatchedDevice[] {
    return this.devices.filter(({ acts }) => acts);
  }

  private nodeAt(index: number): PlayedNode {
    const found = this.nodes[index];
    if (!found) throw new Error('no such node');
    return found;
  }

  private login(at: number, name: string): void {
    const there = this.nodeAt(at);
    if (there.isPaused) return;
    const conn = ++this.conns as ConnId;
    const account = ACCOUNTS[name] ?? '';
    const ofAccount = new Set(NAMES.filter((other) => ACCOUNTS[other] === account).map(key));
    const device = new WatchedDevice(
      ...([conn, key(name), account as Account, there, this.lives] as const),
      (other) => ofAccount.has(other),
      this.seen,
    );
    if (!this.mayFail)
      device.endedWhole = (incoming, own) => {
        if (incoming?.life.isEnded && !own.isEnded)
          assert.equal(incoming.received, incoming.life.sent, 'what was sent before the end has come');
      };
    this.devices.push(device);
    const challenge = challengeOf(conn);
    there.open(device, challenge);
    there.iam(device, key(name), fakeSignature(key(name), challenge));
  }

  private cutOff(one: PlayedNode): void {
    const ends = this.hub.carries;
    this.hub.carries = (from, to) => !one.is(from) && !one.is(to) && ends(from, to);
  }

  /** Nothing is lost any more, and all are told that something may have been. */
  private heal(): void {
    this.hub.carries = () => true;
    for (const one of this.nodes) if (!one.isPaused) one.restored();
  }

  private end(at: number, inOrder: boolean): void {
    const one = this.nodeAt(at);
    if (inOrder && one.isPaused) return;
    for (const device of this.devices) {
      if (device.node !== one) continue;
      device.isOver = true;
      if (inOrder) one.gone(device);
    }
    one.stop(inOrder);
    this.nodes[at] = this.start();
  }

  private pass(ms: number): void {
    this.clock.pass(ms);
    this.devices = this.devices.filter(({ isOver }) => !isOver);
  }

  private settle(): void {
    this.hub.settle((below) => this.random.int(below));
  }

  /** All goes well from now on, and time passes. */
  rest(): void {
    for (const one of this.nodes) if (one.isPaused) one.resume();
    this.heal();
    for (let second = 0; second < 15; second++) {
      for (const device of this.devices) if (!device.isOver) device.node.takes(device);
      this.pass(1_000);
      this.settle();
    }
  }

  expectAgreement(): void {
    const here = this.devices.filter(({ isOver }) => !isOver);
    const keys = here.map((device) => device.key);
    assert.equal(new Set(keys).size, keys.length, 'one key is on one node only');
    for (const { relay } of this.nodes) assert.equal(relay.mesh.up().length, 2, 'all nodes have sessions');
    for (const device of here) {
      const others = here.filter((other) => other !== device);
      const ofAccount = others.filter(({ account }) => account === device.account).map((other) => other.key);
      assert.deepEqual([...device.there].sort(), ofAccount.sort(), 'it knows who is there');
      const asks = (from: WatchedDevice, to: WatchedDevice) =>
        from.node.relay.requestsOf(from.conn).has(to.key);
      const linked = others.filter((other) => asks(device, other) && asks(other, device));
      assert.deepEqual(
        [...device.links.keys()].sort(),
        linked.map((other) => other.key).sort(),
        'it is linked with whom it asks for, and who asks for it',
      );
      assert.equal(device.held.size, 0, 'nobody waits for nothing');
      for (const other of linked) device.expectAllCame(other);
    }
  }

  /** All that are linked send, and it comes. */
  expectWorks(): void {
    for (const device of this.acting())
      for (const to of [...device.links.keys()]) {
        for (let i = 0; i < 3 && device.acts; i++)
          device.node.command(device, { kind: 'sendData', key: to, data: device.nextData(to, 100_000) });
        this.settle();
      }
    this.rest();
    this.expectAgreement();
  }

  expectNothingKept(): void {
    for (const device of this.devices) {
      device.isOver = true;
      device.node.gone(device);
    }
    this.pass(10_000);
    this.settle();
    for (const one of this.nodes) {
      assert.equal(one.relay.kept, 0, 'nothing is kept');
      assert.equal(
        one.subjects,
        4,
        'it listens to all nodes, and to what is for it, for devices and for accounts',
      );
    }
    assert.equal(
      this.clock.waiting,
      this.nodes.length,
      'each node looks around, and nothing else is to be done',
    );
  }
}

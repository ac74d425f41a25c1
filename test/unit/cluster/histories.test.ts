import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { Account, ConnId } from '../../../main/protocol/relay';
import { ManualClock } from '../../helpers/manualClock';
import { MemoryHub } from '../../helpers/memoryExchange';
import { type PlayedDevice, PlayedNode } from '../../helpers/playedNodes';
import { Random } from '../../helpers/random';
import { RelayModel, type Step } from '../../helpers/relayModel';
import { challengeOf, fakeSignature, fakeVerify, inWords, key } from '../protocol/relayTestKit';

// Three nodes that act as one relay, with nothing lost between them: once all has been heard, each device has been told
// what the protocol says, wherever it and the others are.

const NAMES = [...'abcde'];
const ACCOUNTS = ['home', 'home', 'office'];

const names = fc.constantFrom(...NAMES);
const whom = fc.nat();
const wishes = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('login' as const),
      account: fc.constantFrom(...ACCOUNTS),
      name: names,
      node: fc.nat(2),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('connect' as const), whom, name: names }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pair' as const), whom, other: whom }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('talk' as const), whom, other: whom }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('disconnect' as const), whom, name: names }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('gone' as const), whom }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('expelled' as const), name: names }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('accountExpelled' as const),
      account: fc.constantFrom(...ACCOUNTS),
    }),
  },
);
type Wish = typeof wishes extends fc.Arbitrary<infer W> ? W : never;

/** Longer than data waits for a link. */
const A_WHILE_MS = 250;

class History {
  private readonly random: Random;
  private readonly hub = new MemoryHub();
  private readonly clock = new ManualClock();
  private readonly nodes: readonly PlayedNode[];
  private readonly model = new RelayModel();
  private readonly devices = new Map<number, PlayedDevice>();
  private sent = new Map<number, string[]>();
  private closed: number[] = [];
  private conns = 0;

  constructor(
    seed: number,
    private readonly seen: Map<string, number>,
  ) {
    this.random = new Random(seed);
    const { hub, clock, random } = this;
    const onClosed = (conn: ConnId) => this.closed.push(conn);
    this.nodes = Array.from(
      { length: 3 },
      () => new PlayedNode({ hub, clock, random, verify: fakeVerify, onClosed }),
    );
    this.settle();
    for (const { relay } of this.nodes) assert.equal(relay.mesh.up().length, 2);
  }

  follow(wish: Wish): void {
    if (wish.kind === 'login') this.login(wish.node, wish.account, wish.name);
    else if (wish.kind === 'expelled') this.expel(wish.name);
    else if (wish.kind === 'accountExpelled') this.expelAccount(wish.account);
    else {
      const conn = this.find(wish.whom);
      if (conn === undefined) return;
      if (wish.kind === 'gone') this.gone(conn);
      else if (wish.kind === 'pair' || wish.kind === 'talk')
        this.meet(wish.kind, conn, this.find(wish.other) ?? conn);
      else this.ask(wish.kind, conn, wish.name);
    }
  }

  /** Everybody leaves, and nothing is kept of anybody. */
  end(): void {
    for (const conn of [...this.model.open]) this.gone(conn);
    this.clock.pass(10_000);
    this.settle();
    for (const node of this.nodes) {
      assert.equal(node.relay.kept, 0, 'nothing is kept');
      assert.equal(
        node.subjects,
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

  private find(at: number): number | undefined {
    return this.model.open[at % Math.max(1, this.model.open.length)];
  }

  private login(at: number, account: string, name: string): void {
    const node = this.nodes[at];
    if (!node) throw new Error('no such node');
    const conn = ++this.conns;
    const device: PlayedDevice = {
      ...{ conn: conn as ConnId, account: account as Account, node },
      hears: (event) => this.sent.set(conn, [...(this.sent.get(conn) ?? []), inWords(event)]),
      ...{ held: new Set(), slow: undefined },
    };
    this.devices.set(conn, device);
    const challenge = challengeOf(conn);
    this.check({ kind: 'opened', conn, account }, () => node.open(device, challenge));
    this.check({ kind: 'iam', conn, name, good: true }, () =>
      node.iam(device, key(name), fakeSignature(key(name), challenge)),
    );
  }

  private meet(what: 'pair' | 'talk', conn: number, other: number): void {
    const [name, otherName] = [this.model.nameOf(conn) ?? 'a', this.model.nameOf(other) ?? 'b'];
    if (what === 'talk') {
      this.send(conn, otherName, Buffer.from(`${name} to ${otherName}`));
      this.send(conn, otherName, Buffer.alloc(0));
      return;
    }
    this.ask('connect', conn, otherName);
    this.ask('connect', other, name);
  }

  private ask(kind: 'connect' | 'disconnect', conn: number, name: string): void {
    this.check({ kind, conn, name }, () => this.command(conn, { kind, key: key(name) }));
  }

  private send(conn: number, name: string, data: Buffer): void {
    this.check({ kind: 'sendData', conn, name, hex: data.toString('hex') }, () =>
      this.command(conn, { kind: 'sendData', key: key(name), data }),
    );
  }

  private command(conn: number, command: Parameters<PlayedNode['command']>[1]): void {
    const device = this.devices.get(conn);
    device?.node.command(device, command);
  }

  private gone(conn: number): void {
    const device = this.devices.get(conn);
    this.check({ kind: 'gone', conn }, () => device?.node.gone(device));
  }

  private expel(name: string): void {
    this.check({ kind: 'expelled', name }, () => {
      for (const node of this.nodes) node.expelled(key(name));
    });
  }

  private expelAccount(account: string): void {
    this.check({ kind: 'accountExpelled', account }, () => {
      for (const node of this.nodes) node.accountExpelled(account as Account);
    });
  }

  private settle(): void {
    this.hub.settle((below) => this.random.int(below));
  }

  /** What each hears upon a step, in any order: that each hears things by turns is looked at elsewhere. */
  private check(step: Step, work: () => void): void {
    this.sent = new Map();
    this.closed = [];
    work();
    this.settle();
    this.clock.pass(A_WHILE_MS);
    this.settle();
    const expected = this.model.step(step);
    for (const line of [...this.sent.values()].flat()) {
      const [kind = ''] = line.split(' ');
      this.seen.set(kind, (this.seen.get(kind) ?? 0) + 1);
    }
    const sorted = (sent: ReadonlyMap<number, readonly string[]>) =>
      [...sent].map(([conn, lines]) => [conn, [...lines].sort()] as const).sort(([a], [b]) => a - b);
    assert.deepEqual(
      { sent: sorted(this.sent), closed: this.closed.sort() },
      { sent: sorted(expected.sent), closed: [...expected.closed].sort() },
      JSON.stringify(step),
    );
  }
}

test('any history goes as at a single relay, whichever nodes devices come to, and leaves nothing behind', () => {
  test.slow();
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(fc.nat(), fc.array(wishes, { maxLength: 150, size: 'max' }), (seed, history) => {
      const run = new History(seed, seen);
      for (const wish of history) run.follow(wish);
      run.end();
    }),
    { numRuns: 120 },
  );
  // Histories in which nothing much happens would prove nothing.
  for (const what of [
    'who',
    'authenticated',
    'entered',
    'exited',
    'connected',
    'disconnected',
    'data',
    'Generic:',
  ])
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(30);
});
